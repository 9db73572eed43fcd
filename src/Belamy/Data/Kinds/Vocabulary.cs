using System.Text;

namespace Belamy.Data.Kinds;

/// <summary>The words, or characters, that texts are made of, with their numbers. 0 ends a text, 1 stands for what is none of them.</summary>
/// <param name="Words">The words in the order of their numbers, the two special ones first.</param>
public sealed record Vocabulary(IReadOnlyList<string> Words)
{
    /// <summary>The number of the end of a text.</summary>
    public const int End = 0;

    /// <summary>The number of what is no word of the vocabulary.</summary>
    public const int Unknown = 1;

    private const string EndWord = "<end>", UnknownWord = "<unknown>";

    private readonly Dictionary<string, int> _numbers = Words.Select((word, number) => (word, number)).ToDictionary(pair => pair.word, pair => pair.number, StringComparer.Ordinal);

    /// <summary>Whether its words are single characters.</summary>
    public bool IsOfCharacters { get; init; }

    /// <summary>Finds the words of texts: runs of letters and digits in lower case, and single other signs.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="most">The most words, the most frequent first.</param>
    /// <param name="least">The least number of times that a word occurs.</param>
    /// <param name="ofCharacters">Whether to take single characters as they are instead.</param>
    public static Vocabulary Find(IEnumerable<string> texts, int most = 5000, int least = 1, bool ofCharacters = false)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in texts.SelectMany(text => Split(text, ofCharacters)))
            counts[word] = counts.GetValueOrDefault(word) + 1;
        return new([EndWord, UnknownWord, .. counts.Where(pair => pair.Value >= least).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most).Select(pair => pair.Key)])
        {
            IsOfCharacters = ofCharacters,
        };
    }

    /// <summary>The numbers of a text's words, without an end.</summary>
    /// <param name="text">The text.</param>
    public int[] Encode(string text) => [.. Split(text, IsOfCharacters).Select(word => _numbers.GetValueOrDefault(word, Unknown))];

    /// <summary>The words of a text that are not among its words, each once.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<string> UnknownIn(string text) => [.. Split(text, IsOfCharacters).Where(word => !_numbers.ContainsKey(word)).Distinct()];

    /// <summary>The text of numbers up to the first end; no space stands before points and commas.</summary>
    /// <param name="numbers">The numbers.</param>
    public string Decode(IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var text = new StringBuilder();
        foreach (int number in numbers.TakeWhile(number => number != End))
        {
            string word = (uint)number < (uint)Words.Count ? Words[number] : UnknownWord;
            if (!IsOfCharacters && text.Length > 0 && word is not ("." or "," or "!" or "?" or ";" or ":" or ")"))
                text.Append(' ');
            text.Append(word);
        }

        return text.ToString();
    }

    /// <summary>Whether these are the same words in the same order.</summary>
    /// <param name="other">Another vocabulary.</param>
    public bool Equals(Vocabulary? other) => other is not null && IsOfCharacters == other.IsOfCharacters && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() => NameList.Hash(Words);

    private static IEnumerable<string> Split(string text, bool ofCharacters)
    {
        if (ofCharacters)
        {
            foreach (Rune rune in text.EnumerateRunes())
                yield return rune.ToString();
            yield break;
        }

        for (int at = 0; at < text.Length;)
        {
            int start = at++;
            if (char.IsWhiteSpace(text[start]))
                continue;
            if (IsOfWord(text[start]))
            {
                while (at < text.Length && IsOfWord(text[at]))
                    at++;
            }

            yield return text[start..at].ToLowerInvariant();
        }
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter is '\'' or '<' or '>' or '_' || char.IsSurrogate(letter);
}
