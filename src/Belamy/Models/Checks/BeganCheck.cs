using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("began", "MNIST digits", Revision = 2)]
    internal static void CheckBegan(ReproductionRun run)
    {
        long steps = run.Choose(4, 2_000, 100_000);
        int count = run.Choose(64, 2_000, 10_000);
        double gain = run.Choose(0.2, 0.2, 0.001);
        PlayerSettings player = new() { LearningRate = run.Choose(5e-4, 5e-4, 1e-4) };
        Recipe recipe = run.Recipe with { Width = run.Choose(4, 8, 64), Latent = 32, Averaging = 0.9, Generator = player, Discriminator = player };
        run.Description = $"{steps:N0} steps of {recipe.Batch} digits, n = {recipe.Width}, h = {recipe.Latent}, rate {player.LearningRate}, λ = {gain}, γ = 0.5; γ = 0.3 and 0.7 (in the picture above and below), {count:N0} samples each";
        Dataset data = run.Open("mnist");
        var log = new List<(long Step, double Measure, double Balance)>();
        using TrainingRun trained = run.Train(Balanced(0.5), data, steps, label: "γ = 0.5", log: (step, means) => log.Add((step, means["convergence"], means["balance"])));
        if (run.Protocol == Protocol.Quick)
        {
            run.Tell("convergence measure M at the end", trained.Result.Metrics["convergence"]);
        }
        else
        {
            double early = log.Where(line => line.Step is > 50 and <= 150).Average(line => line.Measure);
            double late = log.Where(line => line.Step > steps - 100).Average(line => line.Measure);
            (long, double, double Balance)[] end = [.. log.Where(line => line.Step > steps - 500)];
            run.Works("fall of M from step 100, %", 100 * (1 - (late / early)), Ask.AtLeast(40));
            run.Works("steps of the last 500 with k off its bounds, %", 100.0 * end.Count(line => line.Balance is > 0.001 and < 0.999) / end.Length, Ask.AtLeast(50));
        }

        using ImageClassifier classifier = run.Judge(data);
        ((double low, float[] lowPicture), (double high, float[] highPicture)) = (Vary(0.3), Vary(0.7));
        run.Works("entropy of the classes of samples, γ = 0.7 above γ = 0.3, nats", high - low, new Ask("> 0", difference => difference > 0));
        run.Tell("entropy of the classes of samples with γ = 0.3, of at most 2.3 nats", low);
        run.Tell("entropy of the classes of samples with γ = 0.7, of at most 2.3 nats", high);
        run.Picture = new Samples(trained.Game.Game.Item, [.. lowPicture, .. highPicture]).ToGrid(10);
        run.Note("With η = 1 the entropy is 0 for both γ: samples lose their variety in the first 500 steps, before L(G(z)) has come down to γ L(x) and k can answer; a discriminator that learned alone before, a slower G, k from ½, λ from 0.02 to 1 and the paper's skip connections of h₀ do not help. With η = 2, λ = 1 and a rate of 10⁻³ it is 1.5 after 1,000 steps, and the game blows up after 1,300.");

        Recipe Balanced(double ratio) => recipe with { Game = setup => AssembleBegan(setup, ratio, gain) };

        (double Entropy, float[] Picture) Vary(double ratio)
        {
            using TrainingRun other = run.Train(Balanced(ratio), data, steps, label: $"γ = {ratio}");
            double entropy = DigitReport.Create(classifier, other.Generator, count).ClassShares.Sum(share => share > 0 ? -share * Math.Log(share) : 0);
            return (entropy, other.Generator.Sample(40).Values.ToArray());
        }
    }
}
