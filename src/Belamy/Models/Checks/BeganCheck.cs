using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("began", "MNIST digits", Revision = 4)]
    internal static void CheckBegan(ReproductionRun run)
    {
        long steps = run.Choose(4, 800, 100_000);
        int count = run.Choose(64, 2_000, 10_000);
        double gain = run.Choose(0.02, 0.02, 0.001);
        Began recipe = Began with { Width = run.Choose(4, 8, 64), Averaging = 0.99 };
        if (run.Protocol == Protocol.Full)
            recipe = recipe.With("learning-rate", "1e-4");
        run.Description = $"{steps:N0} steps of {recipe.Batch} digits, n = {recipe.Width}, h = {recipe.Latent}, λ = {gain}, γ = 0.3 and 0.7 (in the picture above and below), {count:N0} samples each";
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        var picture = new List<float>();
        List<double> falls = [], free = [];
        (double[] low, double[] high) = (Entropies(0.3), Entropies(0.7));
        run.Effect("entropy of the classes of samples, nats, by a diversity ratio γ of 0.7 in place of 0.3", high, low, published: "variety grows with γ");
        if (run.Protocol != Protocol.Quick)
        {
            run.Works("fall of M from step 100, γ = 0.7, %", falls, Ask.AtLeast(40));
            run.Works("steps of the last 500 with k off its bounds, γ = 0.7, %", free, Ask.AtLeast(50));
        }

        run.Picture = new Samples(new Shape(data.ItemShape), [.. picture]).ToGrid(10);
        run.Note("With γ = 0.3 G draws one picture, the simplest to restore. With γ = 0.7 variety falls again as training goes on: at λ = 0.01 the entropy was 1.7, 0.9, 0.3 and 0.1 after 800, 1,200, 1,600 and 2,000 steps of one seed, and all samples clear ones at last. Without batch norm in G, or with mean absolute or squared differences for L, the pictures are no digits at either γ, and a k from ½, λ from 0.001 to 1, dense layers and the paper's skip connections of h₀ do not help.");

        double[] Entropies(double ratio) => [.. run.Seeds(SeedStatistics.FewestSeeds).Select(seed =>
        {
            var log = new List<(long Step, double Measure, double Balance)>();
            using TrainingRun trained = run.Train(recipe with { DiversityRatio = ratio, Gain = gain }, data, steps, seed, $"γ = {ratio}",
                log: (step, means) => log.Add((step, means["convergence"], means["balance"])));
            if (ratio > 0.5 && run.Protocol != Protocol.Quick)
            {
                double early = log.Where(line => line.Step is > 50 and <= 150).Average(line => line.Measure);
                falls.Add(100 * (1 - (log.Where(line => line.Step > steps - 100).Average(line => line.Measure) / early)));
                (long, double, double Balance)[] end = [.. log.Where(line => line.Step > steps - 500)];
                free.Add(100.0 * end.Count(line => line.Balance is > 0.001 and < 0.999) / end.Length);
            }

            if (seed == run.Seed)
                picture.AddRange(trained.Generator.Sample(40).Values);
            return DigitReport.Create(classifier, trained.Generator, count).ClassShares.Sum(share => share > 0 ? -share * Math.Log(share) : 0);
        })];
    }
}
