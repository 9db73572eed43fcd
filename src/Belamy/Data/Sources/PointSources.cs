namespace Belamy.Data;

/// <summary>A named set of points, drawn when it is opened.</summary>
internal abstract class PointSource : DataSource
{
    public override string License => "drawn by a formula; no licence needed";

    public override string Content => "points";

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Draw(Seed(options));
    }

    /// <summary>Draws the points.</summary>
    /// <param name="seed">Chooses them; each part of the set has its own.</param>
    protected abstract MixtureDataset Draw(long seed);

    private static long Seed(DataOptions options) => options.Split == DataSplit.Train ? 0 : 1;
}

/// <summary>Eight narrow normal distributions on a circle.</summary>
internal sealed class Ring8Source : PointSource
{
    public override string Name => "ring8";

    public override string Description => "100,000 points of 8 normal distributions on a circle of radius 1, deviation 0.01";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.Ring(Name, modes: 8, radius: 1, deviation: 0.01, seed: seed);
}

/// <summary>The same ring twice as large.</summary>
internal sealed class Ring8EasySource : PointSource
{
    public override string Name => "ring8-easy";

    public override string Description => "100,000 points of 8 normal distributions on a circle of radius 2, deviation 0.02";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.Ring(Name, modes: 8, radius: 2, deviation: 0.02, seed: seed);
}

/// <summary>Twenty-five normal distributions on a grid, after Lin, Khetan, Fanti and Oh 2018 (PacGAN).</summary>
internal sealed class Grid25Source : PointSource
{
    public override string Name => "grid25";

    public override string Description => "100,000 points of 25 normal distributions on a grid of spacing 2, deviation 0.05";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.Grid(Name, side: 5, spacing: 2, deviation: 0.05, seed: seed);
}

/// <summary>A spiral, after the toy of Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville 2017 (WGAN-GP).</summary>
internal sealed class SwissRollSource : PointSource
{
    public override string Name => "swissroll";

    public override string Description => "100,000 points about a spiral, deviation 0.25";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.SwissRoll(Name, deviation: 0.25, seed: seed);
}

/// <summary>Two half circles that interlock.</summary>
internal sealed class MoonsSource : PointSource
{
    public override string Name => "moons";

    public override string Description => "100,000 points about two half circles of radius 1, deviation 0.05";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.Moons(Name, deviation: 0.05, seed: seed);
}

/// <summary>Single numbers of a normal distribution.</summary>
internal sealed class Gaussian1dSource : PointSource
{
    public override string Name => "gaussian1d";

    public override string Description => "100,000 numbers of a normal distribution of mean 4 and deviation 0.5";

    protected override MixtureDataset Draw(long seed) => MixtureDataset.Normal(Name, mean: 4, deviation: 0.5, seed: seed);
}
