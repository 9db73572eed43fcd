using Belamy.Imaging;

namespace Belamy.Cli.Terminal;

/// <summary>What a training run has to show at one moment.</summary>
internal sealed record TrainingStatus
{
    /// <summary>Steps done since the beginning of the run, those before a resume included.</summary>
    public required long Step { get; init; }

    /// <summary>Share of the run that is done, from 0 to 1.</summary>
    public required double Done { get; init; }

    /// <summary>The step that the run ends with; null when the time decides.</summary>
    public long? LastStep { get; init; }

    /// <summary>Time spent training, before a resume included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time left at the pace so far; null when not known yet.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Items of the data set that pass per second.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>What one of them is: an image, a film.</summary>
    public string Noun { get; init; } = "image";

    /// <summary>The loss of each player, in the order of the game.</summary>
    public IReadOnlyList<(string Player, double Loss)> Losses { get; init; } = [];

    /// <summary>The share of real images that the discriminator takes for real; null when the game has none.</summary>
    public double? RealAccuracy { get; init; }

    /// <summary>The share of generated images that the discriminator takes for generated; null when the game has none.</summary>
    public double? GeneratedAccuracy { get; init; }

    /// <summary>Samples of the generator from latents that stay the same; empty until the first are made.</summary>
    public IReadOnlyList<Image> Samples { get; init; } = [];

    /// <summary>Samples that are read rather than looked at, a line each: rows of tables, texts.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
