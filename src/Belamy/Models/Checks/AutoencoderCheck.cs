using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("autoencoder", "MNIST's 10,000 test digits", Revision = 2)]
    internal static void CheckAutoencoder(ReproductionRun run)
    {
        long steps = run.Choose(20, 4_000, 30_000);
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(500, 10_000, 10_000));
        float[] training = ItemFunction.Read(data, run.Choose(500, 20_000, 60_000));
        run.Description = $"{steps:N0} steps of {Autoencoder.Batch} digits; the principal components are those of thirds of {training.Length / data.ItemLength:N0} training digits";
        // A quarter: values in [-1, 1] are twice as far apart as pixels in [0, 1].
        double[] errors = run.Each(Autoencoder, data, steps, "autoencoder", trained =>
        {
            float[] outputs = Reconstruct(trained, test);
            run.Picture ??= Pairs(test, outputs, trained.Game.Game.Item);
            return MeanSquare(outputs, test) / 4;
        });
        run.Status("principal components");
        // Each seed has a part of the training digits of its own.
        int part = training.Length / data.ItemLength / errors.Length * data.ItemLength;
        double[] linear = [.. errors.Select((_, at) => MeanSquare(PrincipalComponents.Fit(training.AsSpan(at * part, part).ToArray(), data.ItemLength, 32).Reconstruct(test), test) / 4)];
        run.Effect("test error with 32 values, of pixels in [0, 1], by layers that bend in place of principal components", errors, linear, higher: false, published: "below that of principal components");
    }

    private static double MeanSquare(float[] left, float[] right) => left.Zip(right, (one, other) => ((double)one - other) * (one - other)).Average();

    private static float[] Reconstruct(TrainingRun trained, float[] inputs) => ItemFunction.Apply(
        "reconstruct",
        inputs,
        trained.Game.Game.Item,
        (context, x) => trained.Game.Networks["decoder"].Forward(context, trained.Game.Networks["encoder"].Forward(context, x)));

    /// <summary>Five rows of ten items and below each row what came of it.</summary>
    private static Imaging.Image Pairs(float[] inputs, float[] outputs, Tensors.Shape item)
    {
        int row = 10 * (int)item.Count;
        return new Samples(item, [.. Enumerable.Range(0, 5).SelectMany(at => inputs.Skip(at * row).Take(row).Concat(outputs.Skip(at * row).Take(row)))]).ToGrid(10);
    }
}
