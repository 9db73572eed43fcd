using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Tensors;

namespace Belamy.Tests.Data.Kinds;

public sealed class TextKindsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Save(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private static string[] Tell(Reading reading, string field)
    {
        Column column = reading[field];
        var item = new float[column.Field.Kind.Shape.Count];
        return [.. Enumerable.Range(0, column.Rows.Count).Select(at =>
        {
            column.Read(at, item);
            return column.Field.Kind.Tell(item);
        })];
    }

    [Fact]
    public void Vocabulary_is_found_from_texts_the_frequent_first()
    {
        Vocabulary words = Vocabulary.Find(["The cat sat.", "The dog, the bone!"], most: 3);
        Assert.Equal(["<end>", "<unknown>", "the", "!", ","], words.Words);
        Assert.Equal([2, 1, 1, 4], words.Encode("THE cat sat,"));
        Assert.Equal(["<end>", "<unknown>", "the"], Vocabulary.Find(["The cat sat.", "The dog, the bone!"], least: 2).Words);
        Assert.Equal(["<end>", "<unknown>", "b", "a", "é"], Vocabulary.Find(["bébab"[..1] + "éab"], ofCharacters: true).Words);
        Assert.Equal(words, words with { Words = [.. words.Words] });
    }

    [Fact]
    public void Decode_ends_at_the_end_and_puts_signs_behind_words()
    {
        Vocabulary words = Vocabulary.Find(["a cat, a dog."]);
        Assert.Equal("a cat, a dog.", words.Decode(words.Encode("A cat , a dog .")));
        Assert.Equal("a <unknown>", words.Decode([2, 1, 0, 2]));
        Assert.Equal("<unknown>", words.Decode([99]));
        Vocabulary letters = Vocabulary.Find(["x+x*x"], ofCharacters: true);
        Assert.Equal("x*x+x", letters.Decode(letters.Encode("x*x+x")));
    }

    [Fact]
    public void Captions_are_given_in_words_that_are_known()
    {
        var captions = new Captions(Vocabulary.Find(["a red cat", "a dog"]));
        Assert.Equal("a dog red", captions.Tell(captions.Parse(" A red DOG\n")));
        Assert.Equal("a blue red bird: no caption that was learned from has blue, nor bird; the words are a, cat, dog, red", Refusal("a blue red bird"));
        Assert.Equal("a caption has no words; write what is meant", Refusal(" \n"));
        Assert.EndsWith("b …: no caption that was learned from has b; the words are a, cat, dog, red", Refusal(string.Concat(Enumerable.Repeat("b ", 500))), StringComparison.Ordinal);
        Assert.EndsWith("are 00, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 5 more", Assert.Throws<BelamyException>(
            () => new Captions(Vocabulary.Find(Enumerable.Range(0, 25).Select(number => $"{number:00}"))).Parse("x")).Message, StringComparison.Ordinal);

        string Refusal(string text) => Assert.Throws<BelamyException>(() => captions.Parse(text)).Message;
    }

    [Fact]
    public void Read_takes_words_from_a_file()
    {
        var captions = new Captions(Vocabulary.Find(["a red cat", "a dog"]));
        Assert.Equal("a dog red", captions.Tell(captions.Read(Save("a.txt", "\uFEFFa red\r\ndog\r\n"))));
        Assert.Equal([".txt"], captions.ReadEndings);
        Assert.Empty(captions.FileEndings);
        Assert.Equal([1], new Classes("cat", "dog").Read(Save("b.txt", "dog\n")));
        Assert.StartsWith($"{_folder["c.txt"]}: a bird: no caption", Refusal(Save("c.txt", "a bird")), StringComparison.Ordinal);
        Assert.Equal($"{_folder["d.txt"]}: is no text; captions are read from text in UTF-8", Refusal(Save("d.txt", "a\0red")));
        Assert.Contains("e.txt: is empty", Refusal(Save("e.txt", "")), StringComparison.Ordinal);
        Assert.Contains("f.txt: no such file", Refusal(_folder["f.txt"]), StringComparison.Ordinal);

        string Refusal(string path) => Assert.Throws<BelamyException>(() => captions.Read(path)).Message;
    }

    [Fact]
    public void Open_reads_lines()
    {
        Reading reading = TextFile.Open(Save("a.txt", "a red cat\r\n\n a dog \n"));
        var kind = (Tokens)reading["text"].Field.Kind;
        Assert.Equal((3, ElementType.Int32, (0d, 5d)), (kind.Length, kind.ElementType, kind.Range!.Value));
        Assert.Equal(["a red cat", "a dog"], Tell(reading, "text"));
        Assert.False(reading.Has("class"));
        Assert.Equal(["a red", "a dog"], Tell(TextFile.Open(_folder["a.txt"], new TextOptions { Length = 2 }), "text"));
        Assert.Equal(["a <unknown> <unknown>", "a <unknown>"], Tell(TextFile.Open(_folder["a.txt"], new TextOptions { Vocabulary = Vocabulary.Find(["a"]) }), "text"));
    }

    [Fact]
    public void Open_reads_classes_before_tabs_and_in_json()
    {
        Reading tabs = TextFile.Open(Save("a.tsv", "ham\tGo home\nspam\tWin \"now\"\nnothing\n"));
        Assert.Equal(["ham", "spam"], Tell(tabs, "class"));
        Assert.Equal(["go home", "win \" now \""], Tell(tabs, "text"));
        Assert.Equal("1 line without a class and a tab before the text, the first is 3", Assert.Single(tabs.LeftOut).Reason);
        Reading json = TextFile.Open(Save("a.jsonl", """
            {"text": "one", "label": 1}
            {"caption": "two", "class": "b"}
            [1]
            {"text": "\ud800"}
            """));
        Assert.Equal(["one", "two"], Tell(json, "text"));
        Assert.Equal(["1", "b"], Tell(json, "class"));
        Assert.Equal("2 lines that hold no object of JSON with a text under text, caption, sentence, the first is 3", Assert.Single(json.LeftOut).Reason);
        Assert.Contains("has no texts", Assert.Throws<BelamyException>(() => TextFile.Open(Save("b.txt", "\n\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_written_and_read_back()
    {
        var tokens = new Tokens(4, Vocabulary.Find(["a cat"]));
        tokens.Write([2, 3, 0, 0], _folder["a.txt"]);
        Assert.Equal("a cat\n", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal([2, 3, 0, 0], tokens.Read(_folder["a.txt"]));
    }

    [Fact]
    public void Metadata_gives_captions_classes_and_attributes_by_file()
    {
        Save("metadata.csv", "file_name,text,label,young,note\nb.png,\"a dog, old\",dog,0,x\nsub/a.png,a cat,cat,true,y\n");
        var rows = new Rows("pictures", 2);
        Reading reading = MetadataFile.Open(_folder.Path, [Path.Combine(_folder.Path, "sub", "a.png"), _folder["b.png"]], rows);
        Assert.All(reading.Columns, column => Assert.Same(rows, column.Rows));
        Assert.Equal(["a cat", "a , dog old"], Tell(reading, "caption"));
        Assert.Equal(["cat", "dog"], Tell(reading, "class"));
        Assert.Equal(["young", "none"], Tell(reading, "attributes"));
        Assert.Equal("column note: is no caption, no class and no attribute of 0 and 1", Assert.Single(reading.LeftOut).Reason);
        Assert.Contains("says nothing about c.png", Assert.Throws<BelamyException>(() => MetadataFile.Open(_folder.Path, [_folder["c.png"], _folder["b.png"]], rows)).Message, StringComparison.Ordinal);
        File.Delete(_folder["metadata.csv"]);
        Assert.Null(MetadataFile.Find(_folder.Path));
        Save("metadata.jsonl", "{\"file_name\": \"b.png\", \"text\": \"a dog\"}\n");
        Assert.Equal(["a dog"], Tell(MetadataFile.Open(_folder.Path, [_folder["b.png"]], new Rows("pictures", 1)), "caption"));
        Save("metadata.jsonl", "{\"text\": \"a dog\"}\n");
        Assert.Contains("line 1 has no file_name", Assert.Throws<BelamyException>(() => MetadataFile.Open(_folder.Path, [_folder["b.png"]], new Rows("pictures", 1))).Message, StringComparison.Ordinal);
    }
}
