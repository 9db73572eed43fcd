using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Tests.Data.Readers;

namespace Belamy.Tests.Fuzzing;

// The readers of kinds other than pictures.
public sealed partial class FuzzTests
{
    [Fact]
    public void Wav() => FuzzItems(
        new Sounds(2000, 8000),
        ".wav",
        [
            SoundFiles.Wav(SoundFiles.Pcm, 2, 8000, 16, SoundFiles.Shorts(1, 2, 3, 4, 5, 6)),
            SoundFiles.Wav(SoundFiles.Extensible, 1, 11025, 24, new byte[30], SoundFiles.Extension(SoundFiles.Pcm, 24)),
            SoundFiles.Wav(SoundFiles.MuLaw, 1, 8000, 8, new byte[30]),
        ]);

    [Fact]
    public void Mp3() => FuzzItems(new Sounds(2000, 8000), ".mp3", [File.ReadAllBytes(Fixture.Path("sound/tone440.mp3"))]);

    [Fact]
    public void Ogg() => FuzzItems(new Sounds(2000, 8000), ".ogg", [File.ReadAllBytes(Fixture.Path("sound/tone440.ogg"))]);

    [Fact]
    public void Midi() => FuzzItems(
        new PianoRolls(),
        ".mid",
        [
            SongFiles.Midi(96, [(0, SongFiles.Signature(4, 2)), (0, [0xFF, 0x51, 3, 7, 0xA1, 0x20]), (0, [0xF0, 2, 1, 0xF7]), (5, SongFiles.On(60)), (96, SongFiles.Off(60))], [(0, SongFiles.On(48)), (96, [48, 0])]),
        ]);

    [Fact]
    public void Chorales()
    {
        string path = _folder["chorales.json"];
        Fuzz([System.Text.Encoding.UTF8.GetBytes("""{"test": [], "train": [[[65, 60, 57, 53], [65, 60.0, -1]], [[60]]]}""")], (mutator, input) => mutator.Text(input), content =>
        {
            File.WriteAllBytes(path, content);
            SongFolder.Open(path, new PianoRolls());
        });
    }

    [Fact]
    public void Binvox() => FuzzItems(new Volumes(2), ".binvox", [[.. "#binvox 1\ndim 2 3 2\ntranslate 0 0 0\ndata\n"u8, 1, 5, 0, 7]]);

    [Theory]
    [InlineData(".npy")]
    [InlineData(".npz")]
    public void Arrays(string ending)
    {
        string path = _folder["array" + ending];
        byte[] npy = NumpyFiles.Npy("<f4", "2, 1, 3", new byte[24]);
        Fuzz([ending == ".npz" ? NumpyFiles.Npz(("x", npy)) : npy], (mutator, input) => mutator.Text(input), content =>
        {
            File.WriteAllBytes(path, content);
            ArrayFile.Open(path, "array", "arrays");
        });
    }

    [Fact]
    public void Table()
    {
        string path = _folder["table.csv"];
        Fuzz([System.Text.Encoding.UTF8.GetBytes("a,b,c\n1,2024-01-02,x\n2.5,2024-02-03,\"y,\"\"z\"\"\"\n,2024-03-04,x\n")], (mutator, input) => mutator.Text(input), content =>
        {
            File.WriteAllBytes(path, content);
            Reading reading = TableFile.Open(path);
            _said.AddRange(reading.LeftOut.Select(one => one.Reason));
        });
    }

    [Fact]
    public void Texts()
    {
        string path = _folder["texts.jsonl"];
        Fuzz([System.Text.Encoding.UTF8.GetBytes("{\"text\": \"a \\u00e9 b\", \"label\": 1}\n{\"caption\": \"c\", \"class\": \"d\"}\n")], (mutator, input) => mutator.Text(input), content =>
        {
            File.WriteAllBytes(path, content);
            Reading reading = TextFile.Open(path);
            _said.AddRange(reading.LeftOut.Select(one => one.Reason));
            reading["text"].Read(0, new float[reading["text"].Field.Kind.Shape.Count]);
        });
    }

    [Fact]
    public void Captions() => FuzzItems(new Captions(Vocabulary.Find(["a red cat, a dog"])), ".txt", ["a red cat\n"u8.ToArray(), "\uFEFFa dog"u8.ToArray()]);

    [Fact]
    public void Attributes() => FuzzItems(new Attributes("young", "\u00e9t\u00e9"), ".txt", ["young, e\u0301te\u0301\n"u8.ToArray(), "none"u8.ToArray()]);

    [Fact]
    public void Metadata()
    {
        string path = _folder["metadata.csv"];
        Fuzz([System.Text.Encoding.UTF8.GetBytes("file_name,text,label,young\na.png,\"a, b\",c,1\n")], (mutator, input) => mutator.Text(input), content =>
        {
            File.WriteAllBytes(path, content);
            MetadataFile.Open(_folder.Path, [_folder["a.png"]], new Belamy.Data.Rows("pictures", 1));
        });
    }

    [Fact]
    public void Animated_gif()
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        FuzzItems(new Films(2, 1, 1, 1), ".gif", [[.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. frame, .. frame, 0x3B]]);
    }

    private void FuzzItems(Kind kind, string ending, IReadOnlyList<byte[]> inputs)
    {
        string path = _folder["item" + ending];
        Fuzz(inputs, (mutator, input) => mutator.Bytes(input), content =>
        {
            File.WriteAllBytes(path, content);
            Assert.Equal(kind.Shape.Count, kind.Read(path).Length);
        });
    }
}
