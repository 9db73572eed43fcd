using System.Text;
using Belamy.Files;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Texts as the numbers of their words, [length]: the end's number fills what is shorter, and what is longer is cut off.</summary>
/// <param name="Length">Words in a text, at least 1.</param>
/// <param name="Vocabulary">The words.</param>
public sealed record Tokens(int Length, Vocabulary Vocabulary) : Kind
{
    /// <summary>Words in a text.</summary>
    public int Length { get; init; } = Extent.Require(Length, nameof(Length));

    /// <inheritdoc/>
    public override string Name => "tokens";

    /// <inheritdoc/>
    public override string Noun => "text";

    /// <inheritdoc/>
    public override Shape Shape => [Length];

    /// <inheritdoc/>
    public override ElementType ElementType => ElementType.Int32;

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, Vocabulary.Words.Count - 1);

    /// <inheritdoc/>
    public override string Description => $"texts of {Length} of {Vocabulary.Words.Count} {(Vocabulary.IsOfCharacters ? "characters" : "words")}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".txt"];

    /// <summary>The numbers of a text.</summary>
    /// <param name="text">The text.</param>
    public float[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new float[Length];
        int[] numbers = Vocabulary.Encode(text);
        for (int at = 0; at < Math.Min(Length, numbers.Length); at++)
            values[at] = numbers[at];
        return values;
    }

    /// <inheritdoc/>
    public override bool ReadsText => true;

    /// <inheritdoc cref="Encode"/>
    public override float[] Parse(string text) => Encode(text);

    internal override string GatheredName => "texts.txt";

    /// <summary>Writes texts, a line each.</summary>
    /// <param name="item">One text or more.</param>
    /// <param name="path">The file.</param>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        int count = Extent.Count(this, item);
        var lines = new StringBuilder();
        for (int at = 0; at < count; at++)
            lines.Append(Tell(item.Slice(at * Length, Length))).Append('\n');
        AtomicFile.WriteAllText(path, lines.ToString());
    }

    /// <summary>The text up to its end.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item) => Vocabulary.Decode(Array.ConvertAll(item.ToArray(), value => float.IsFinite(value) ? (int)value : Vocabulary.Unknown)).ReplaceLineEndings(" ");
}
