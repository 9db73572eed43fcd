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
        byte[] png = File.ReadAllBytes(_folder["out.png"]);
        Assert.True(png.AsSpan().IndexOf("acTL"u8) > 0);
        Assert.Equal(0, Image.Load(_folder["out.png"]).Pixels[0]);
        Image picture = Three.Draw([.. item, .. item])!;
        Assert.Equal((3 * 4 + 2, 2 * 4 + 2), (picture.Width, picture.Height));
        Assert.Equal((0, 255), (picture.Row(2)[2], picture.Row(2)[6]));
        Assert.Equal("3 frames, change of 2.000 a frame", Three.Tell(item));
        Assert.Contains("films are written as .gif, .webp, .apng, .mp4", Assert.Throws<BelamyException>(() => Three.Write(item, _folder["out.avi"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".gif", 0)]
    [InlineData(".webp", 0)]
    public void Films_that_are_written_are_read_again(string ending, int tolerance)
    {
        var films = new Films(16, 3, 12, 12);
        // A square of two colours that wanders: few colours, which GIF keeps.
        float[] item = new float[films.Shape.Count];
        for (int at = 0; at < item.Length; at++)
        {
            (int channel, int frame, int y, int x) = (at / (16 * 144), at / 144 % 16, at / 12 % 12, at % 12);
            item[at] = Math.Abs(x - frame % 12) < 3 && y > 4 ? channel * 51 / 127.5f - 0.5f : channel == 0 ? -1 : 1;
        }

        float[] many = [.. item, .. item.Select(value => -value)];
        string file = _folder[$"film{ending}"];
        films.Write(item, file);
        Near(item, films.Read(file));
        // Two of them side by side, at once.
        films.Write(many, _folder[$"two{ending}"]);
        Assert.Equal((16, 12 + 2 * 2), (FilmFile.CountFrames(_folder[$"two{ending}"]), FilmFile.Side(_folder[$"two{ending}"])));

        void Near(float[] expected, float[] found) => Assert.All(expected.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second) * 127.5, 0, tolerance + 0.51));
    }

    [Fact]
    public void Gif_of_many_colours_is_as_near_as_256_allow_and_as_long_as_its_rate_says()
    {
        // 30 frames of 64 × 64, each colour once: 122,880 different ones, and codes that fill the table several times.
        var random = new Random(1);
        Image[] frames = [.. Enumerable.Range(0, 30).Select(_ => new Image(64, 64, 3))];
        foreach (Image frame in frames)
            random.NextBytes(frame.Pixels);
        byte[] gif = AnimatedGif.Encode(frames, 7);
        File.WriteAllBytes(_folder["noise.gif"], gif);
        Image[] read = FilmFile.Read(_folder["noise.gif"], 30, 64, 64);
        double square = 0;
        for (int frame = 0; frame < 30; frame++)
        {
            for (int pixel = 0; pixel < 64 * 64; pixel++)
            {
                for (int channel = 0; channel < 3; channel++)
                    square += Math.Pow(frames[frame].Pixels[pixel * 3 + channel] - read[frame].Pixels[pixel * 4 + channel], 2);
            }
        }

        // A cube of 256³ cut into 256 boxes of sides 32, 32 and 64: their variance, and what a mean is off.
        Assert.InRange(square / (30 * 64 * 64 * 3), 0, (32 * 32 / 12.0 + 32 * 32 / 12.0 + 64 * 64 / 12.0) / 3 * 1.1);
        int delays = 0;
        for (int at = 0; (at = gif.AsSpan(at).IndexOf(new byte[] { 0x21, 0xF9, 4, 4 }) is >= 0 and var found ? at + found : -1) >= 0; at += 8)
            delays += gif[at + 4] + 256 * gif[at + 5];
        Assert.Equal(30 * 100 / 7, delays);
        Assert.Throws<ArgumentOutOfRangeException>(() => Animation.Save(_folder["fast.gif"], frames, 101));
        Assert.Contains("animations are written as .gif, .webp, .apng, .mp4", Assert.Throws<BelamyException>(() => Animation.Save(_folder["a.avi"], frames, 8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ffmpeg_plays_what_is_written()
    {
        var films = new Films(5, 3, 8, 8);
        float[] item = [.. Enumerable.Range(0, (int)films.Shape.Count).Select(at => at / 64 % 5 / 2f - 1)];
        films.Write(item, _folder["film.gif"]);
        Image[] frames;
        try
        {
            frames = FilmProcess.Read(_folder["film.gif"], 5, 8, 8);
        }
        catch (BelamyException e) when (e.Message.Contains("is not installed", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal([0, 64, 128, 191, 255], frames.Select(frame => (int)frame.Pixels[0]));
    }

    [Fact]
    public void A_terminal_is_shown_four_frames_of_each()
    {
        var films = new Films(8, 1, 2, 2);
        float[] item = [.. Enumerable.Range(0, 2 * 32).Select(at => at % 32 / 4 / 4f - 1)];
        IReadOnlyList<Image> tiles = films.Tiles(item);
        Assert.Equal(2, tiles.Count);
        Assert.Equal((8, 2), (tiles[0].Width, tiles[0].Height));
        Assert.Equal([32, 32, 96, 96, 159, 159, 223, 223], tiles[1].Row(0).ToArray().Select(value => (int)value));
    }
}
