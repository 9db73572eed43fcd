using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("began", "MNIST digits", Revision = 3)]
    internal static void CheckBegan(ReproductionRun run)
    {
        long steps = run.Choose(4, 1_200, 100_000);
        int count = run.Choose(64, 2_000, 10_000);
        double gain = run.Choose(0.2, 0.2, 0.001);
        PlayerSettings player = new() { LearningRate = run.Choose(5e-4, 5e-4, 1e-4) };
        Recipe recipe = run.Recipe with { Width = run.Choose(4, 8, 64), Latent = 32, Averaging = 0.9, Generator = player, Discriminator = player };
        run.Description = $"{steps:N0} steps of {recipe.Batch} digits, n = {recipe.Width}, h = {recipe.Latent}, rate {player.LearningRate}, λ = {gain}, γ = 0.3 and 0.7 (in the picture above and below), {count:N0} samples each";
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
        run.Note("With η = 1 the entropy is 0 for both γ: samples lose their variety in the first 500 steps, before L(G(z)) has come down to γ L(x) and k can answer; a discriminator that learned alone before, a slower G, k from ½, λ from 0.02 to 1 and the paper's skip connections of h₀ do not help. With η = 2, λ = 1 and a rate of 10⁻³ it is 1.5 after 1,000 steps, and the game blows up after 1,300.");

        double[] Entropies(double ratio) => [.. run.Seeds(SeedStatistics.FewestSeeds).Select(seed =>
        {
            var log = new List<(long Step, double Measure, double Balance)>();
            using TrainingRun trained = run.Train(recipe with { Game = setup => AssembleBegan(setup, ratio, gain) }, data, steps, seed, $"γ = {ratio}",
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
