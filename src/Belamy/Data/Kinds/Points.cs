using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Points of a space of few dimensions, best of about unit deviation.</summary>
/// <param name="Dimensions">Numbers a point has, at least 1.</param>
public sealed record Points(int Dimensions) : Kind
{
    /// <summary>Numbers a point has.</summary>
    public int Dimensions { get; init; } = Extent.Require(Dimensions, nameof(Dimensions));

    /// <summary>What coordinates are multiplied by for people, to give native units of normalized points.</summary>
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override string Name => "points";

    /// <inheritdoc/>
    public override Shape Shape => [Dimensions];

    /// <inheritdoc/>
    public override string Description => Dimensions == 1 ? "numbers" : $"points of {Dimensions} coordinates";

    /// <summary>Draws points of the plane where they lie; null for those of other spaces.</summary>
    /// <param name="items">The points one behind the other.</param>
    /// <param name="columns">Ignored: all points stand in one plot.</param>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        Extent.Count(this, items);
        if (Dimensions != 2)
            return null;
        var plot = new ScatterPlot { Scale = Scale };
        plot.SetGenerated(items);
        return plot.Draw();
    }

    /// <summary>The coordinates in native units.</summary>
    /// <param name="item">The point.</param>
    public override string Tell(ReadOnlySpan<float> item)
    {
        float[] native = item.ToArray();
        for (int at = 0; at < native.Length; at++)
            native[at] = (float)(native[at] * Scale);
        return base.Tell(native);
    }

    internal override IReadOnlyList<Image> Tiles(ReadOnlySpan<float> items) => Draw(items) is { } plot ? [plot] : [];
}
