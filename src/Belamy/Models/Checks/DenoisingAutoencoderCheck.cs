using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("denoising-autoencoder", "MNIST's test digits with noise of σ = ½; a ring in the plane", Revision = 2)]
    internal static void CheckDenoisingAutoencoder(ReproductionRun run)
    {
        (long steps, long ringSteps) = (run.Choose(20, 2_500, 20_000), run.Choose(20, 3_000, 10_000));
        run.Description = $"{steps:N0} steps of {DenoisingAutoencoder.Batch} digits, {ringSteps:N0} of points on a circle with σ = 0.2";
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(500, 10_000, 10_000));
        float[] noisy = ItemFunction.Apply("noise", test, new Shape(data.ItemShape), (context, x) => x + context.RandomNormal("noise", x.Shape));
        run.Tell("peak signal to noise of the noisy digits, dB", Decibels(MeanSquare(noisy, test)));
        run.Effect("gain by reconstruction of noisy digits, dB, by noise in training", Gains(DenoisingAutoencoder, "digits"), Gains(DenoisingAutoencoder with { Noise = 0 }, "without noise"));

        var ring = new ArrayDataset("circle", [2], [.. Enumerable.Range(0, 4096).SelectMany(at => (float[])[(float)Math.Cos(Angle(at)), (float)Math.Sin(Angle(at))])]);
        Autoencoder plane = DenoisingAutoencoder with
        {
            Noise = 0.2,
            Latent = 8,
        };
        using TrainingRun onRing = run.Train(plane, ring, ringSteps, label: "circle");
        // Half a deviation to two of them inside the circle and outside: the density grows towards the circle.
        float[] points = [.. Enumerable.Range(0, 400).SelectMany(at => At(Angle(at * 10.24), 1 + ((at % 2 == 0 ? 0.1 : -0.1) * (1 + (at % 4)))))];
        float[] moved = Reconstruct(onRing, points);
        int right = Enumerable.Range(0, 400).Count(at =>
        {
            (float x, float y) = (points[2 * at], points[(2 * at) + 1]);
            double outward = ((moved[2 * at] - x) * x) + ((moved[(2 * at) + 1] - y) * y);
            return outward * (1 - Math.Sqrt((x * x) + (y * y))) > 0;
        });
        run.Works("points beside a circle that r(x) - x moves towards it, %", right / 4.0, Ask.AtLeast(95));

        double[] Gains(Autoencoder recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            float[] clean = Reconstruct(trained, noisy);
            run.Picture ??= Pairs(noisy, clean, trained.Game.Game.Item);
            return Decibels(MeanSquare(clean, test)) - Decibels(MeanSquare(noisy, test));
        });
    }

    private static double Angle(double at) => at * 2 * Math.PI / 4096;

    // Of values in [-1, 1], whose peak is 2.
    private static double Decibels(double meanSquare) => 10 * Math.Log10(4 / meanSquare);

    private static float[] At(double angle, double radius) => [(float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle))];
}
