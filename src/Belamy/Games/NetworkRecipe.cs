using System.ComponentModel.DataAnnotations;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A system of networks that are made to measure for the data.</summary>
public abstract record NetworkRecipe : Recipe
{
    /// <summary>The networks.</summary>
    public NetworkPair Networks { get; init; } = NetworkPair.ByData;

    /// <summary>
    /// The unit that widths of layers are multiples of, at least 1, each model says how; null for what suits the networks
    /// and the data.
    /// </summary>
    [Range(1, 65_536)]
    public int? Width { get; init; }

    /// <inheritdoc/>
    public override NetworkRecipe Resolve(Shape item) => this with { Width = Width ?? Networks.Defaults(item).Width };

    /// <inheritdoc/>
    public override NetworkSizes SizesFor(Shape item) => new(item, Prior?.Size ?? 0, Width!.Value);
}
