using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tests.Data.Readers;

namespace Belamy.Tests.Data.Kinds;

public sealed class SoundsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private float[] Read(Sounds sounds, byte[] content, string name = "sound.wav")
    {
        File.WriteAllBytes(_folder[name], content);
        return sounds.Read(_folder[name]);
    }

    public static TheoryData<int, int, byte[], float[]> Formats => new()
    {
        { SoundFiles.Pcm, 8, [0, 64, 128, 192, 255], [-1, -0.5f, 0, 0.5f, 127 / 128f] },
        { SoundFiles.Pcm, 16, SoundFiles.Shorts(-32768, -16384, 0, 16384, 32767), [-1, -0.5f, 0, 0.5f, 32767 / 32768f] },
        { SoundFiles.Pcm, 24, [0, 0, 0x80, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0], [-1, -0.5f, 0, 0.5f, 1 / 8388608f] },
        { SoundFiles.Pcm, 32, [0, 0, 0, 0x80, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 1, 0, 0], [-1, -0.5f, 0, 0.5f, 256 / 2147483648f] },
        { SoundFiles.Float, 32, SoundFiles.Floats(-1, -0.5f, float.NaN, 0.5f, 1.5f), [-1, -0.5f, 0, 0.5f, 1.5f] },
        { SoundFiles.Float, 64, [.. new double[] { -1, -0.5, 0, 0.5, 0.25 }.SelectMany(BitConverter.GetBytes)], [-1, -0.5f, 0, 0.5f, 0.25f] },
        // By ITU-T G.711: the loudest of each sign, and the quietest.
        { SoundFiles.ALaw, 8, [0x2A, 0xAA, 0xD5, 0x55, 0xD5], [-32256 / 32768f, 32256 / 32768f, 8 / 32768f, -8 / 32768f, 8 / 32768f] },
        { SoundFiles.MuLaw, 8, [0x00, 0x80, 0xFF, 0x7F, 0xFF], [-32124 / 32768f, 32124 / 32768f, 0, -1 / 32768f, 0] },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_takes_samples_of_every_format(int tag, int bits, byte[] data, float[] expected)
    {
        var sounds = new Sounds(5, 8000);
        Assert.Equal(expected, Read(sounds, SoundFiles.Wav(tag, 1, 8000, bits, data)));
        Assert.Equal(expected, Read(sounds, SoundFiles.Wav(SoundFiles.Extensible, 1, 8000, bits, data, SoundFiles.Extension(tag, bits))));
    }

    [Fact]
    public void Read_mixes_channels_cuts_what_is_longer_and_pads_what_is_shorter()
    {
        byte[] stereo = SoundFiles.Wav(SoundFiles.Pcm, 2, 8000, 16, SoundFiles.Shorts(16384, 0, -16384, -16384, 8192, -8192));
        Assert.Equal([0.25f, -0.5f], Read(new Sounds(2, 8000), stereo));
        Assert.Equal([0.25f, -0.5f, 0, 0, 0], Read(new Sounds(5, 8000), stereo));
    }

    /// <summary>Full scale becomes the highest level, what is louder is clipped, and no level is lost on the way out and back.</summary>
    [Fact]
    public void Write_keeps_all_levels_of_16_bits_and_clips()
    {
        var all = new Sounds(65536, 8000);
        float[] levels = [.. Enumerable.Range(-32768, 65536).Select(level => level / 32768f)];
        all.Write(levels, _folder["levels.wav"]);
        Assert.Equal(levels, all.Read(_folder["levels.wav"]));

        var six = new Sounds(6, 8000);
        six.Write([1, 1.0001f, 7, -1, -1.5f, float.NaN], _folder["loud.wav"]);
        Assert.Equal([32767, 32767, 32767, -32768, -32768, 0], six.Read(_folder["loud.wav"]).Select(sample => sample * 32768));
        Assert.Contains("let the name end in .wav", Assert.Throws<BelamyException>(() => six.Write(new float[6], _folder["loud.mp3"])).Message, StringComparison.Ordinal);
    }

    /// <summary>A sine stays the same sine at another rate, sample for sample: to -60 dB, what the filter lets by; away from the ends, where it sees silence.</summary>
    [Theory]
    [InlineData(44100, 8000, 1000)]
    [InlineData(44100, 8000, 3400)]
    [InlineData(8000, 16000, 1000)]
    [InlineData(11025, 16000, 440)]
    [InlineData(48000, 16000, 6000)]
    public void Read_at_another_rate_is_the_same_sound(int from, int to, double frequency)
    {
        float[] read = Read(new Sounds(to / 4, to), SoundFiles.Sine(frequency, from, 0.3));
        Assert.All(Enumerable.Range(100, to / 4 - 100), at => Assert.Equal(0.5 * Math.Sin(2 * Math.PI * frequency * at / to), read[at], 1e-3));
    }

    [Fact]
    public void Read_at_a_lower_rate_does_not_alias() =>
        Assert.All(Read(new Sounds(2000, 8000), SoundFiles.Sine(5000, 44100, 0.3))[200..], sample => Assert.InRange(sample, -1e-3f, 1e-3f));

    [Theory]
    [InlineData("tone440.mp3")]
    [InlineData("tone440.ogg")]
    public void Read_takes_packed_sounds(string name)
    {
        var sounds = new Sounds(4096, 16000);
        float[] tone = sounds.Read(Fixture.Path($"sound/{name}"));
        Assert.InRange(tone.Max(), 0.4, 0.6);
        Assert.Contains("strongest at 438 Hz", sounds.Tell(tone), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_what_is_no_sound_is_one_line_that_names_the_remedy()
    {
        var sounds = new Sounds(16, 8000);
        Assert.Contains("is no WAV file that can be read", Fails("a.wav", [1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("MP3 files of 8 kHz are not decoded rightly here", Assert.Throws<BelamyException>(() => new Sounds(800, 8000).Read(Fixture.Path("sound/tone440-8khz.mp3"))).Message, StringComparison.Ordinal);
        Assert.Contains("is no MP3 file that can be read", Fails("a.mp3", new byte[500]), StringComparison.Ordinal);
        Assert.Contains("is no OGG Vorbis file that can be read", Fails("a.ogg", new byte[500]), StringComparison.Ordinal);
        Assert.Contains(".flac is not supported; convert it to WAV", Fails("a.flac", [1]), StringComparison.Ordinal);
        Assert.Contains("is no file of sound by its name", Fails("a.txt", [1]), StringComparison.Ordinal);
        Assert.Contains("has no sound in it", Fails("b.wav", SoundFiles.Wav(SoundFiles.Pcm, 1, 8000, 16, [])), StringComparison.Ordinal);
        Assert.Contains("4 bits by Adpcm are not read", Fails("c.wav", SoundFiles.Wav(2, 2, 8000, 4, new byte[64], [0, 0])), StringComparison.Ordinal);
        Assert.Contains("are no sound", Fails("d.wav", SoundFiles.Wav(SoundFiles.Pcm, 1, 2_000_000_000, 8, new byte[64])), StringComparison.Ordinal);

        string Fails(string name, byte[] content)
        {
            string message = Assert.Throws<BelamyException>(() => Read(sounds, content, name)).Message;
            Assert.StartsWith(_folder[name] + ": ", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }

    [Fact]
    public void Draw_shows_where_a_sound_is_loud_and_how_high()
    {
        var sounds = new Sounds(8000, 8000);
        float[] low = Read(sounds, SoundFiles.Sine(500, 8000, 0.5)), high = Read(sounds, SoundFiles.Sine(3500, 8000, 0.5));
        Image picture = sounds.Draw([.. low, .. high], columns: 1)!;
        Assert.Equal((192 + 12, 2 * 115 + 18), (picture.Width, picture.Height));
        Assert.True(Brightness(50, 6 + 115 - 8) > 400 && Brightness(50, 6 + 51 + 8) < 200);
        Assert.True(Brightness(50, 12 + 230 - 8) < 200 && Brightness(50, 12 + 115 + 51 + 8) > 400);
        Assert.True(Brightness(150, 6 + 115 - 8) < 200);

        int Brightness(int x, int y) => picture.Row(y)[3 * (6 + x)] + picture.Row(y)[3 * (6 + x) + 1] + picture.Row(y)[3 * (6 + x) + 2];
    }

    [Fact]
    public void Tell_says_how_long_loud_and_high()
    {
        var sounds = new Sounds(8000, 8000);
        Assert.Equal("silence", sounds.Tell(new float[8000]));
        Assert.Equal("0.250 s, peak 0.50, strongest at 1000 Hz", sounds.Tell(Read(sounds, SoundFiles.Sine(1000, 8000, 0.25))));
        Assert.Equal("sounds of 1 s at 8000 Hz", sounds.Description);
    }
}
