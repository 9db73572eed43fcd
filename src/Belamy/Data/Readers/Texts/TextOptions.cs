using Belamy.Data.Kinds;

namespace Belamy.Data.Readers;

/// <summary>How texts are read.</summary>
public sealed record TextOptions
{
    /// <summary>Words in a text; null for as many as 19 of 20 texts have at most, and no more than 64.</summary>
    public int? Length { get; init; }

    /// <summary>The most words of the vocabulary.</summary>
    public int MostWords { get; init; } = 5000;

    /// <summary>The least number of times that a word of it occurs.</summary>
    public int LeastOccurrences { get; init; } = 1;

    /// <summary>Whether texts are of single characters.</summary>
    public bool OfCharacters { get; init; }

    /// <summary>A vocabulary that is known already; null to find one.</summary>
    public Vocabulary? Vocabulary { get; init; }
}
