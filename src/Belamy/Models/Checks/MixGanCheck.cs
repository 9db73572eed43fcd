using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("mix-gan", "8 Gaussians on a circle", Revision = 2)]
    internal static void CheckMixGan(ReproductionRun run)
    {
        long steps = run.Choose(10L, 4_000, 25_000);
        run.Description = $"{steps:N0} steps of 64 points, {MixGan.Size} generators of two hidden layers of 8, discriminators of two of 64, against one of each, 2,500 samples";
        foreach ((int batch, double expected) in ((int, double)[])[(12, 0.497), (13, 0.557), (15, 0.669)])
            run.Works($"probability of a duplicate among {batch} of 100 items", SupportSize.DuplicateProbability(100, batch), Ask.Between(expected - 5e-4, expected + 5e-4), always: true);

        var data = (MixtureDataset)run.Open("ring8");
        NetworkPair dense = DensePair.Create();
        MixGan small = MixGan with
        {
            Networks = new NetworkPair("dense, tiny generator", dense.Generator, sizes => dense.Discriminator(sizes with { Width = 32 })),
            Latent = 2,
            Width = 4,
            Generator = MixGan.Generator with { LearningRate = 1e-3 },
            Discriminator = MixGan.Discriminator with { LearningRate = 1e-3 },
        };
        (double Modes, double Good, double Entropy)[] mixed = Train(small, "mixture"), single = Train(Adversarial.Plain(small, small.Averaging), "single");
        run.Effect("modes reached, of 8, by a mixture", [.. mixed.Select(one => one.Modes)], [.. single.Select(one => one.Modes)]);
        run.Tell("high-quality share, %", [.. mixed.Select(one => one.Good)]);
        run.Tell("high-quality share of a single generator, %", [.. single.Select(one => one.Good)]);
        run.Works("entropy of the generators' shares, of ln T", [.. mixed.Select(one => one.Entropy)], Ask.AtLeast(0.5));

        (double, double, double)[] Train(Recipe recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            run.Picture ??= ReproductionRun.Plot(trained, data, "MIX+GAN, 8 Gaussians on a circle");
            MixtureModes modes = ReproductionRun.Modes(trained.Generator, data);
            return ((double)modes.Covered, 100 * modes.HighQuality, trained.Result.Metrics.GetValueOrDefault("entropy") / Math.Log(MixGan.Size));
        });
    }
}
