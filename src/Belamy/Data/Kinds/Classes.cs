using System.Globalization;
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

    /// <inheritdoc/>
    public override bool ReadsText => true;

    /// <summary>The class of a name, or of a number from 0 where no class is called by it.</summary>
    /// <inheritdoc/>
    public override float[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string asked = text.Trim();
        if (NameList.Find(Names, asked, Noun) is { } place)
            return [place];
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Names.Count)
            return [number];
        // Numbers that are spelled alike have nothing to do with each other.
        string hint = asked.Length > 0 && asked.All(char.IsAsciiDigit) ? "" : DidYouMean.Hint(asked, Names);
        throw new BelamyException($"{Shortened(asked)}: there is no such class{hint}; there are {string.Join(", ", Names)}");
    }

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
