using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>One class of several; an item is the number of its name, from 0.</summary>
/// <param name="Names">The names of the classes, in the order of their numbers; at least one.</param>
public sealed record Classes(params IReadOnlyList<string> Names) : Kind
{
    /// <summary>The names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names { get; init; } = NameList.Require(Names, nameof(Names));

    /// <inheritdoc/>
    public override string Name => "classes";

    /// <inheritdoc/>
    public override string Noun => "class";

    /// <inheritdoc/>
    public override Shape Shape => Shape.Scalar;

    /// <inheritdoc/>
    public override ElementType ElementType => ElementType.Int32;

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, Names.Count - 1);

    /// <inheritdoc/>
    public override string Description => Counted.Of(Names.Count, "class", "classes");

    /// <summary>The name of the class.</summary>
    /// <param name="item">Its number.</param>
    public override string Tell(ReadOnlySpan<float> item) =>
        item is [var number] && number == MathF.Floor(number) && number >= 0 && number < Names.Count ? Names[(int)number] : $"no class ({base.Tell(item)})";

    /// <summary>Whether these are the same names in the same order.</summary>
    /// <param name="other">Other classes.</param>
    public bool Equals(Classes? other) => other is not null && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => NameList.Hash(Names);
}
