using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>What a generator makes items of: draws from a simple distribution.</summary>
/// <param name="Size">Numbers a vector has, at least 1.</param>
public sealed record LatentVectors(int Size) : Kind
{
    /// <summary>Numbers a vector has.</summary>
    public int Size { get; init; } = Extent.Require(Size, nameof(Size));

    /// <inheritdoc/>
    public override string Name => "latent vectors";

    /// <inheritdoc/>
    public override Shape Shape => [Size];

    /// <inheritdoc/>
    public override string Description => $"latent vectors of {Counted.Of(Size, "number")}";
}
