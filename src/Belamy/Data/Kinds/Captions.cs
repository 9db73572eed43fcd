using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which words of a vocabulary a text has, in whatever order: 1 for each, else 0.</summary>
/// <param name="Vocabulary">The words.</param>
public sealed record Captions(Vocabulary Vocabulary) : Kind
{
    private const int MostNamed = 20;

    /// <inheritdoc/>
    public override string Name => "captions";

    /// <inheritdoc/>
    public override Shape Shape => [Vocabulary.Words.Count];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => $"captions of {Vocabulary.Words.Count} words";

    /// <inheritdoc/>
    public override bool ReadsText => true;

    /// <summary>The values of a text that is only of words of the vocabulary.</summary>
    /// <inheritdoc/>
    public override float[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        float[] values = Encode(text);
        if (!values.Contains(1))
            throw new BelamyException("a caption has no words; write what is meant");
        if (Vocabulary.UnknownIn(text) is { Count: > 0 } unknown)
        {
            // Before the words stand the two numbers that are none.
            string[] words = [.. Vocabulary.Words.Skip(2)];
            throw new BelamyException($"{Shortened(text)}: no caption that was learned from has {Listed(unknown, ", nor ", 3)}; the words are {Listed(words, ", ", MostNamed)}");
        }

        return values;
    }

    /// <summary>The values of a text; what is no word of the vocabulary counts as unknown.</summary>
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

    private static string Listed(IReadOnlyList<string> words, string between, int most) =>
        $"{string.Join(between, words.Take(most))}{(words.Count > most ? $" and {words.Count - most} more" : "")}";
}
