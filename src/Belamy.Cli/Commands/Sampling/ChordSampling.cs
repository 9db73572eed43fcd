using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>Samples over chords: bars that follow one another, each over the next of the chords that are asked for.</summary>
internal static class ChordSampling
{
    private const string Minor = "minor";

    private static readonly Dictionary<string, string> Flats = new(StringComparer.Ordinal) { ["Db"] = "C#", ["Eb"] = "D#", ["Gb"] = "F#", ["Ab"] = "G#", ["Bb"] = "A#" };

    /// <summary>Makes bars over chords, gone round.</summary>
    /// <param name="generator">Makes samples that follow one another.</param>
    /// <param name="chords">The chords with blanks between: <c>C G Am F</c>.</param>
    /// <param name="run">The run, for messages.</param>
    /// <param name="count">How many bars.</param>
    /// <param name="seed">The seed, or null for that of the run.</param>
    /// <param name="truncation">Where latent values are cut off, or null.</param>
    /// <exception cref="BelamyException">The run takes no chords, or one of them is none.</exception>
    public static Samples Make(Generator generator, string chords, string run, int count, long? seed, double? truncation)
    {
        if (generator.Succession?.Next.Takes[2].Kind is not Attributes { Names: var names } || !names.Contains(Minor))
            throw new BelamyException($"--chords: {run} plays over no chords; leave it out, or train midinet on songs");
        string[] asked = chords.Split([' ', ',', '-', '|'], StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0)
            throw new BelamyException("--chords: names none; write some such as \"C G Am F\"");
        return generator.Follow(count, [.. asked.SelectMany(chord => ValuesOf(chord, names))], seed, truncation);
    }

    private static float[] ValuesOf(string chord, IReadOnlyList<string> names)
    {
        bool isMinor = chord.EndsWith('m');
        string root = isMinor ? chord[..^1] : chord;
        root = Flats.GetValueOrDefault(root, root);
        if (root == Minor || !names.Contains(root))
            throw new BelamyException($"--chords {chord}: no chord that is known; write roots such as C, F# or Bb, with m for minor: \"C G Am F\"");
        return [.. names.Select(name => name == root || (isMinor && name == Minor) ? 1f : 0f)];
    }
}
