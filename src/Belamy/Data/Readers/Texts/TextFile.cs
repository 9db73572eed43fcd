using System.Text;
using System.Text.Json;
using Belamy.Data.Kinds;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Files of texts: a line each (<c>.txt</c>), a class and a tab before each (<c>.tsv</c>), or a line of JSON each (<c>.jsonl</c>).</summary>
/// <remarks>In JSON the text is under <c>text</c>, <c>caption</c> or <c>sentence</c>, a class under <c>label</c> or <c>class</c>.</remarks>
public static class TextFile
{
    private const int UsualLength = 64;

    /// <summary>The share of texts that are held whole where no length is asked for: a few long ones would make all of them long.</summary>
    private const double HeldWhole = 0.95;

    private static readonly string[] Texts = ["text", "caption", "sentence"], Classes = ["label", "class"];

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="texts">The length and the vocabulary.</param>
    /// <returns>The column <c>text</c> of the kind <see cref="Tokens"/>, and <c>class</c> where every text has one.</returns>
    /// <exception cref="BelamyException">It cannot be read, or has no texts.</exception>
    public static Reading Open(string path, TextOptions? texts = null)
    {
        texts ??= new TextOptions();
        InputFile.RequireContent(path);
        string[] lines = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path)).TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var leftOut = new List<LeftOut>();
        (string Text, string? Class)[] read = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => FromJson(path, lines, leftOut),
            ".tsv" => FromTabs(path, lines, leftOut),
            _ => [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => (line.Trim(), (string?)null))],
        };
        if (read.Length == 0)
            throw new BelamyException($"{path}: has no texts{(leftOut.Count > 0 ? $"; {leftOut[0].Reason}" : ", a line each")}");
        Vocabulary vocabulary = texts.Vocabulary ?? Vocabulary.Find(read.Select(one => one.Text), texts.MostWords, texts.LeastOccurrences, texts.OfCharacters);
        int length = texts.Length ?? Math.Clamp(LengthOfMost([.. read.Select(one => vocabulary.Encode(one.Text).Length)]), 1, UsualLength);
        var kind = new Tokens(length, vocabulary);
        var rows = new Rows(IdxLocation.NameOf(path), read.Length);
        var columns = new List<Column> { new ItemsColumn(new Field("text", kind), rows, [.. read.Select(one => kind.Encode(one.Text))]) };
        if (Array.TrueForAll(read, one => one.Class is not null))
            columns.Add(ClassColumn(rows, [.. read.Select(one => one.Class!)]));
        return new(columns, leftOut);
    }

    /// <summary>A column of classes by their names.</summary>
    internal static ArrayColumn ClassColumn(Rows rows, string[] classes)
    {
        string[] names = [.. classes.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> places = names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        return new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(names)), rows, [.. classes.Select(name => (float)places[name])]);
    }

    private static int LengthOfMost(int[] lengths)
    {
        Array.Sort(lengths);
        return lengths[(int)Math.Ceiling(HeldWhole * lengths.Length) - 1];
    }

    private static (string Text, string? Class)[] FromTabs(string path, string[] lines, List<LeftOut> leftOut)
    {
        var read = new List<(string, string?)>();
        var odd = new OddLines(path, "without a class and a tab before the text");
        for (int at = 0; at < lines.Length; at++)
        {
            int tab = lines[at].IndexOf('\t', StringComparison.Ordinal);
            if (tab > 0 && !string.IsNullOrWhiteSpace(lines[at][tab..]))
                read.Add((lines[at][(tab + 1)..].Trim(), lines[at][..tab].Trim()));
            else if (!string.IsNullOrWhiteSpace(lines[at]))
                odd.Add(at);
        }

        odd.Report(leftOut);
        return [.. read];
    }

    private static (string Text, string? Class)[] FromJson(string path, string[] lines, List<LeftOut> leftOut)
    {
        var read = new List<(string, string?)>();
        var odd = new OddLines(path, $"that hold no object of JSON with a text under {string.Join(", ", Texts)}");
        for (int at = 0; at < lines.Length; at++)
        {
            if (string.IsNullOrWhiteSpace(lines[at]))
                continue;
            Dictionary<string, string>? values = JsonLine.Read(lines[at]);
            if (values is not null && Texts.Select(name => values.GetValueOrDefault(name)).FirstOrDefault(text => text is not null) is { } text)
                read.Add((text, Classes.Select(name => values.GetValueOrDefault(name)).FirstOrDefault(one => one is not null)));
            else
                odd.Add(at);
        }

        odd.Report(leftOut);
        return [.. read];
    }

    /// <summary>Counts lines that are left out, and keeps the first.</summary>
    private sealed class OddLines(string path, string what)
    {
        private int _count, _first;

        public void Add(int line) => _first = _count++ == 0 ? line + 1 : _first;

        public void Report(List<LeftOut> leftOut)
        {
            if (_count > 0)
                leftOut.Add(new LeftOut(path, $"{Counted.Of(_count, "line")} {what}, the first is {_first}"));
        }
    }
}
