using System.Text;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Files;

namespace Belamy.Data.Contents;

/// <summary>Texts of a file.</summary>
internal sealed class TextContent : ContentReader
{
    public const string Texts = "text";

    private const int LookedAt = 1 << 16;

    private static readonly string[] Lines = [".txt", ".jsonl", ".ndjson"];

    public override string Name => Texts;

    public override string Description => "a line each (.txt), a class and a tab before (.tsv), an object of JSON each (.jsonl)";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("captions.txt", "a text a line"),
        ("messages.jsonl", "{\"text\": \"…\", \"label\": \"spam\"}"),
    ];

    internal override IReadOnlyList<string> SecondaryEndings => Lines;

    internal override IReadOnlyList<string> Takes => ["--length", "--words", "--characters"];

    public override Dataset Open(string path, DataOptions options)
    {
        string file = ContentFinder.TheFile(path, this, [.. Lines, ".tsv"], options, out bool hasTestPart);
        Tokens? known = options.Item as Tokens ?? (options.Split == DataSplit.Test
            ? (Tokens)TextFile.Open(ContentFinder.TheFile(path, this, [.. Lines, ".tsv"], options with { Split = DataSplit.Train }, out _), Wanted(options))["text"].Field.Kind
            : null);
        Reading reading = TextFile.Open(file, known is null ? Wanted(options) : new TextOptions { Length = known.Length, Vocabulary = known.Vocabulary });
        var kind = (Tokens)reading["text"].Field.Kind;
        string? choice = known is null ? $"{kind.Description}: {(options.Text.Length is null ? "19 of 20 are held whole, the rest is cut" : "as asked for")}; --length, --words and --characters choose otherwise" : null;
        return Gather(path, reading with { HasTestPart = hasTestPart }, choice);
    }

    private static TextOptions Wanted(DataOptions options) =>
        options.Length is not { } length ? options.Text
        : length is >= 1 and <= 65536 && length == Math.Floor(length) ? options.Text with { Length = (int)length }
        : throw new BelamyException($"--length {length}: texts are of a whole number of words, 1 to 65,536");

    /// <summary>Whether a <c>.tsv</c> file holds a class and a text in each line, rather than a table: two cells, of which the second is mostly several words and hardly ever the same.</summary>
    public static bool IsText(string path)
    {
        if (!path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            using FileStream file = InputFile.OpenRead(path);
            var head = new byte[LookedAt];
            int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            string[] lines = [.. Encoding.UTF8.GetString(head, 0, length).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))];
            // The last may be cut off.
            string[][] cells = [.. lines.Take(Math.Max(1, lines.Length - 1)).Select(line => line.Split('\t'))];
            string[] texts = [.. cells.Where(row => row.Length == 2).Select(row => row[1].Trim())];
            return texts.Length >= 0.95 * cells.Length && texts.Count(text => text.Contains(' ', StringComparison.Ordinal)) > 0.5 * texts.Length && texts.Distinct().Count() > 0.5 * texts.Length;
        }
        catch (BelamyException)
        {
            return false;
        }
    }
}
