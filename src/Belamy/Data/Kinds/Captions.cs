using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which words of a vocabulary a text has, in whatever order: 1 for each, else 0.</summary>
/// <param name="Vocabulary">The words.</param>
public sealed record Captions(Vocabulary Vocabulary) : Kind
{
    /// <inheritdoc/>
    public override string Name => "captions";

    /// <inheritdoc/>
    public override Shape Shape => [Vocabulary.Words.Count];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => $"captions of {Vocabulary.Words.Count} words";

    /// <summary>The values of a text.</summary>
    /// <param name="text">The text.</param>
    public float[] Encode(string text)
    {
        var values = new float[Vocabulary.Words.Count];
        foreach (int number in Vocabulary.Encode(text))
            values[number] = 1;
        return values;
    }

    /// <summary>The words from a half on, in the order of the vocabulary.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        float[] values = item.ToArray();
        return string.Join(' ', Vocabulary.Words.Where((_, number) => values[number] >= 0.5f));
    }
}
