using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("boundary-seeking", "binarized 14 × 14 MNIST digits; four states of two bits", Revision = 3)]
    internal static void CheckBoundarySeeking(ReproductionRun run)
    {
        (long steps, long toySteps) = (run.Choose(3, 5_000, 50_000), run.Choose(10, 3_000, 20_000));
        int count = run.Choose(100, 2_000, 10_000);
        Dataset digits = run.Open("mnist");
        var data = HalfBits(digits, run.Choose(500, 60_000, 60_000));
        run.Description = $"{steps:N0} steps of {BoundarySeeking.Batch} digits, {count:N0} samples; {toySteps:N0} steps of two bits";
        using TrainingRun trained = run.Train(BoundarySeeking, data, steps, label: "digits");
        Samples samples = trained.Generator.Sample(count);
        run.Works("mean error of a pixel's share of ones", PixelShares(ItemFunction.Read(data)).Zip(PixelShares(samples.Values.ToArray()), (real, made) => Math.Abs(real - made) / 2).Average(), Ask.AtMost(0.03));
        run.Works("draws that count, 1 / Σ w̃², of 20", trained.Result.Metrics["effective-draws"], Ask.AtLeast(2));
        using ImageClassifier classifier = run.Judge(digits);
        (int[] classes, _) = classifier.Classify([.. Enumerable.Range(0, count * 784).Select(at => samples.Values[(at / 784 * 196) + (at % 784 / 56 * 14) + (at % 28 / 2)])]);
        run.Works("entropy of the classes, nats", -classes.GroupBy(one => one).Sum(one => one.Count() / (double)count * Math.Log(one.Count() / (double)count)), Ask.AtLeast(1.8));
        run.Picture = samples.ToGrid(50);

        double[] chances = [0.1, 0.2, 0.3, 0.4];
        var toy = new ArrayDataset("two bits", [2], [.. Enumerable.Range(0, 1000).SelectMany(at => TwoBits(at < 100 ? 0 : at < 300 ? 1 : at < 600 ? 2 : 3))]);
        BoundarySeeking small = BoundarySeeking with { Latent = 4, Width = 8 };
        double[] divergences = Divergences(small, "two bits");
        double[] unweighted = Divergences(small with { IsWeighted = false }, "two bits, all draws alike");
        // Decades: they lie three or more apart, so that in nats the spread without the weights would hide any gain.
        run.Effect("four states: decimal logarithm of the KL from the data to the samples, by the weights of the draws", Decades(divergences), Decades(unweighted), higher: false);
        run.Tell("four states: KL without the weights, nats", unweighted);
        run.Works("four states: KL from the data to the samples, nats", divergences, Ask.AtMost(0.02));

        static double[] Decades(double[] values) => [.. values.Select(Math.Log10)];

        double[] Divergences(BoundarySeeking recipe, string label) => run.Each(recipe, toy, toySteps, label, played =>
        {
            float[] drawn = played.Generator.Sample(20_000).Values.ToArray();
            double[] shares = [.. Enumerable.Range(0, 4).Select(state => (Enumerable.Range(0, 20_000).Count(at => drawn.AsSpan(2 * at, 2).SequenceEqual(TwoBits(state))) + 0.5) / 20_002)];
            return chances.Zip(shares, (real, made) => real * Math.Log(real / made)).Sum();
        });
    }

    private static float[] TwoBits(int state) => [state % 2 == 0 ? -1 : 1, state < 2 ? -1 : 1];

    private static double[] PixelShares(float[] items) => [.. Enumerable.Range(0, 196).Select(pixel => Enumerable.Range(0, items.Length / 196).Average(at => (double)items[(at * 196) + pixel]))];

    /// <summary>Digits at half their size, a pixel being 1 or -1 by the mean of four.</summary>
    private static ArrayDataset HalfBits(Dataset data, int count)
    {
        float[] items = ItemFunction.Read(data, count);
        var halves = new float[items.Length / 4];
        for (int at = 0; at < halves.Length; at++)
        {
            int corner = (at / 196 * 784) + (at % 196 / 14 * 56) + (at % 14 * 2);
            halves[at] = items[corner] + items[corner + 1] + items[corner + 28] + items[corner + 29] > 0 ? 1 : -1;
        }

        return new ArrayDataset("bits", [1, 14, 14], halves);
    }
}
