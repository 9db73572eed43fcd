using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("ebgan", "MNIST digits", Revision = 3)]
    internal static void CheckEbgan(ReproductionRun run)
    {
        long steps = run.Choose(10, 3_000, 20_000);
        int count = run.Choose(100, 2_000, 10_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of {Ebgan.Batch} digits, 784-256-64-256-784, with the pulling-away term and without; {count:N0} samples of each";
        Dataset data = run.Open("mnist");
        List<double> real = [], apart = [], own = [], plainOwn = [], digits = [], plainDigits = [];
        foreach (long seed in seeds)
        {
            using TrainingRun trained = run.Train(Ebgan, data, steps, seed, label: "with the pulling-away term");
            using TrainingRun plain = run.Train(Ebgan with { PullingAway = 0 }, data, steps, seed, label: "without");
            Dataset samples = SamplesOf(trained);
            double margin = trained.Result.Metrics["margin"];
            real.Add(MeanEnergy(trained, data) / margin);
            apart.Add(Math.Abs(MeanEnergy(trained, samples) - MeanEnergy(trained, data)) / margin);
            own.Add(Likeness(trained, samples));
            plainOwn.Add(Likeness(plain, SamplesOf(plain)));
            digits.Add(Likeness(trained, data));
            plainDigits.Add(Likeness(plain, data));
            run.Picture ??= trained.Generator.Sample(100).ToGrid(10);
        }

        run.Works("energy of digits, of the margin", real, Ask.AtMost(1));
        run.Works("difference of the energy of samples, of the margin", apart, Ask.AtMost(0.5));
        run.Effect("mean cosine of codes of samples, by the pulling-away term", own, plainOwn, higher: false);
        run.Tell("mean cosine of codes of digits", digits);
        run.Tell("mean cosine of codes of digits without the pulling-away term", plainDigits);
        run.Note("Without batch norm in D and with w = 0.1 the encoder itself answers the term: codes of samples, and of digits too, draw together (0.72 with it, 0.60 without). With batch norm of the code alone and w = 0.1 it changes nothing (0.427 and 0.426, one seed); with w = 3 samples grow alike (0.45 to 0.79). This setting is one of a dozen; on seeds 4 to 6, which did not choose it, the difference was -0.007, -0.020 and -0.012.");

        ArrayDataset SamplesOf(TrainingRun made) => new("samples", made.Generator.Item, made.Generator.Sample(count).Values.ToArray());

        double MeanEnergy(TrainingRun made, Dataset items) => ReproductionRun.Apply(items, count, (context, batch) =>
            Belamy.Ebgan.EnergyOf(batch, made.Game.Networks["decoder"].Forward(context, made.Game.Networks["encoder"].Forward(context, batch)))).Mean()[0];

        double Likeness(TrainingRun made, Dataset items) => MeanCosine(ReproductionRun.Apply(items, count, (context, batch) => made.Game.Networks["encoder"].Forward(context, batch)));
    }

    private static double MeanCosine(FeatureMatrix codes)
    {
        // The sum of all cosines is the square of the sum of unit vectors.
        var sum = new double[codes.Dimension];
        for (int at = 0; at < codes.Count; at++)
        {
            double norm = Math.Sqrt(codes.Row(at).ToArray().Sum(value => (double)value * value) + 1e-12);
            for (int value = 0; value < sum.Length; value++)
                sum[value] += codes.Row(at)[value] / norm;
        }

        return (sum.Sum(value => value * value) - codes.Count) / ((double)codes.Count * (codes.Count - 1));
    }
}
