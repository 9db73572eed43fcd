using Belamy.Cli.Terminal;
using Belamy.Imaging;

namespace Belamy.Cli.Tests.Terminal;

/// <summary>States of a training run to draw.</summary>
internal static class Statuses
{
    public static TrainingStatus Middle => new()
    {
        Step = 250,
        LastStep = 1000,
        Done = 0.25,
        Elapsed = TimeSpan.FromSeconds(20),
        Left = TimeSpan.FromSeconds(60),
        ItemsPerSecond = 1930.4,
        Losses = [("discriminator", 1.1), ("generator", 0.9)],
        RealAccuracy = 0.81,
        GeneratedAccuracy = 0.76,
    };

    public static IReadOnlyList<Image> Samples { get; } = [.. Enumerable.Range(0, 25).Select(_ => new Image(28, 28, 1))];
}
