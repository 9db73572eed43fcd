using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Tests.Data.Kinds;

public sealed class FilmsTests : IDisposable
{
    private static readonly Films Three = new(3, 1, 2, 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Frames of one grey each, 2×2, side by side or each alone.</summary>
    private void AddStrip(string name, params byte[] greys)
    {
        var strip = new Image(2 * greys.Length, 2, 1);
        for (int at = 0; at < strip.Pixels.Length; at++)
            strip.Pixels[at] = greys[at % strip.Width / 2];
        strip.SavePng(_folder[name]);
    }

    private static byte[] Greys(Films films, float[] item) =>
        [.. Enumerable.Range(0, films.Frames).Select(frame => (byte)Math.Round(item[frame * films.Height * films.Width] * 127.5 + 127.5))];

    [Fact]
    public void Read_takes_the_first_frames_of_strips_and_of_folders_as_they_are_numbered()
    {
        Assert.Equal<Shape>([1, 3, 2, 2], Three.Shape);
        AddStrip("strip.png", 10, 20, 30, 40);
        Assert.Equal([10, 20, 30], Greys(Three, Three.Read(_folder["strip.png"])));
        for (int frame = 8; frame <= 11; frame++)
            AddStrip($"film/frame{frame}.png", (byte)(10 * frame));
        Assert.Equal([80, 90, 100], Greys(Three, Three.Read(_folder["film"])));
        string message = Assert.Throws<BelamyException>(() => new Films(5, 1, 2, 2).Read(_folder["film"])).Message;
        Assert.Contains("has 4 frames, and films of 5 are asked for", message, StringComparison.Ordinal);
        new Image(5, 2, 1).SavePng(_folder["odd.png"]);
        Assert.Contains("no whole number of square frames", Assert.Throws<BelamyException>(() => Three.Read(_folder["odd.png"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_stand_before_frames()
    {
        var strip = new Image(4, 2, 3);
        for (int at = 0; at < strip.Pixels.Length; at++)
            strip.Pixels[at] = (byte)(at % 3 * 50 + at / 3 % 4 / 2 * 10);
        strip.SavePng(_folder["strip.png"]);
        float[] item = new Films(2, 3, 2, 2).Read(_folder["strip.png"]);
        Assert.Equal([0, 10, 50, 60, 100, 110], Enumerable.Range(0, 6).Select(plane => (int)Math.Round(item[plane * 4] * 127.5 + 127.5)));
    }

    [Fact]
    public void Open_reads_strips_with_their_classes()
    {
        foreach (string name in new[] { "0_a", "0_b", "1_a", "1_b" })
            AddStrip($"{name}.png", 10, 20, 30);
        Reading reading = FilmFolder.Open(_folder.Path, Three);
        Assert.Equal(4, reading["film"].Rows.Count);
        var item = new float[12];
        reading["film"].Read(1, item);
        Assert.Equal([10, 20, 30], Greys(Three, item));
        Assert.Equal("2 classes", reading["class"].Field.Kind.Description);
    }

    [Fact]
    public void Open_reads_folders_of_frames_with_their_classes_and_leaves_short_ones_out()
    {
        foreach (string film in new[] { "run/one", "run/two", "jump/one" })
        {
            for (int frame = 1; frame <= (film == "run/two" ? 2 : 3); frame++)
                AddStrip($"{film}/{frame}.png", (byte)(10 * frame));
        }

        Reading reading = FilmFolder.Open(_folder.Path, Three);
        Assert.Equal(2, reading["film"].Rows.Count);
        Assert.Equal("2 classes", reading["class"].Field.Kind.Description);
        Assert.Equal("has 2 frames, and films of 3 are asked for", Assert.Single(reading.LeftOut).Reason);
    }

    /// <summary>Two frames of 1×1, white and black, as GIF: byte by byte.</summary>
    [Fact]
    public void Read_takes_animated_gif()
    {
        byte[] frame1 = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        byte[] frame2 = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        File.WriteAllBytes(_folder["a.gif"], [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. frame1, .. frame2, 0x3B]);
        var films = new Films(2, 1, 1, 1);
        Assert.Equal([1f, -1f], films.Read(_folder["a.gif"]));
        File.WriteAllBytes(_folder["b.gif"], [.. "GIF89a"u8, 1]);
        Assert.Contains("is no GIF or WebP file that can be read", Assert.Throws<BelamyException>(() => films.Read(_folder["b.gif"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_ffmpeg_the_error_says_how_to_get_it() => Assert.Contains(
        "which is not installed; install it (apt install ffmpeg",
        Assert.Throws<BelamyException>(() => FilmProcess.Read(_folder["a.mp4"], 2, 4, 4, "no-such-ffmpeg")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Films_are_written_drawn_and_told()
    {
        AddStrip("strip.png", 0, 255, 0);
        float[] item = Three.Read(_folder["strip.png"]);
        Three.Write(item, _folder["out.png"]);
        Assert.Equal(0, Image.Load(_folder["out.png"]).Pixels[0]);
        Image picture = Three.Draw([.. item, .. item])!;
        Assert.Equal((3 * 4 + 2, 2 * 4 + 2), (picture.Width, picture.Height));
        Assert.Equal((0, 255), (picture.Row(2)[2], picture.Row(2)[6]));
        Assert.Equal("3 frames, change of 2.000 a frame", Three.Tell(item));
        Assert.Contains("let the name end in .png", Assert.Throws<BelamyException>(() => Three.Write(item, _folder["out.mp4"])).Message, StringComparison.Ordinal);
    }
}
