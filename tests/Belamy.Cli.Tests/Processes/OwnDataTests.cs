using System.Text;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What is no picture is looked at, trained on, resumed and written again.</summary>
public sealed class OwnDataTests : IDisposable
{
    private const int Rate = 4000, Samples = 256;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sounds_are_looked_at_trained_on_resumed_and_written()
    {
        Directory.CreateDirectory(_folder["voices"]);
        for (int at = 0; at < 4; at++)
            File.WriteAllBytes(_folder[$"voices/{at % 2}_{at}.wav"], Wav([.. Enumerable.Range(0, 200).Select(time => (short)(8000 * Math.Sin(time * (at + 1) / 5.0)))]));
        File.WriteAllText(_folder["voices/broken_1.wav"], "no sound");

        BelamyProcess.Outcome look = BelamyProcess.Run(_folder.Path, "data", "voices", "--out", "voices.png");
        Assert.Equal(ExitCode.Success, look.Code);
        Assert.Contains("voices (sounds): 4 items of 1 × 256, 2 classes (0, 1)", look.Output, StringComparison.Ordinal);
        Assert.Contains("--rate and --length choose otherwise", look.Output, StringComparison.Ordinal);
        Assert.Contains("): broken_1.wav", look.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["voices.png"]));

        Run("train", "voices", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "3", "--out", "run");
        Run("train", "--resume", "run", "--steps", "5");
        Assert.True(File.Exists(_folder["run/samples/step-000005.png"]));
        Run("sample", "run", "--count", "2", "--out", "made/");
        Assert.Equal(["00000.wav", "00001.wav"], Directory.GetFiles(_folder["made"]).Select(Path.GetFileName).Order());
        // Forty-four bytes of header, and two a sample.
        Assert.True(new FileInfo(_folder["made/00001.wav"]).Length is >= 44 + 2 * Samples and < 60 + 2 * Samples);
        BelamyProcess.Outcome refused = BelamyProcess.Run(_folder.Path, "interpolate", "run", "--out", "x.png");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("this one makes sounds of", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_text_take_the_model_of_texts_which_writes_lines()
    {
        File.WriteAllLines(_folder["lines.txt"], Enumerable.Range(0, 40).Select(at => at % 2 == 0 ? "a red fox runs" : "one blue bird sings ."));
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, "train", "lines.txt", "--batch", "4", "--set", "width=2", "latent=2", "--steps", "6");
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);
        Assert.Contains("training gumbel-gan on", outcome.Error + outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"\d texts?/s", outcome.Error + outcome.Output);
        Run("sample", "lines-gumbel-gan", "--count", "70", "--out", "new.txt");
        string[] lines = File.ReadAllLines(_folder["new.txt"]);
        Assert.Equal(70, lines.Length);
        string[] known = ["a", "red", "fox", "runs", "one", "blue", "bird", "sings", ".", "<unknown>"];
        Assert.All(lines.SelectMany(line => line.Replace(".", " .", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)), word => Assert.Contains(word, known));
        Assert.InRange(lines.Distinct().Count(), 20, 70);
        outcome = BelamyProcess.Run(_folder.Path, "evaluate", "lines-gumbel-gan", "--count", "40");
        Assert.Contains("BLEU-4", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Fréchet", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Songs_are_trained_on_and_written_over_chords()
    {
        string song = $"[{string.Join(", ", Enumerable.Range(0, 64).Select(at => $"[{60 + at / 4 % 7}, 48, 52, 55]"))}]";
        File.WriteAllText(_folder["chorales.json"], $"{{\"train\": [{song}], \"test\": [{song}]}}");
        Run("train", "chorales.json", "--batch", "4", "--set", "width=2", "latent=4", "--steps", "2", "--out", "run");
        Assert.Contains("\"midinet\"", File.ReadAllText(_folder["run/run.json"]), StringComparison.Ordinal);
        Run("sample", "run", "--count", "6", "--out", "usual.npy");
        Run("sample", "run", "--count", "3", "--chords", "C Am Bb", "--out", "song.mid");
        Assert.StartsWith("MThd", Encoding.ASCII.GetString(File.ReadAllBytes(_folder["song.mid"])), StringComparison.Ordinal);
        Run("data", "song.mid");
        foreach ((string chords, string message) in new[] { ("C H", "--chords H: no chord that is known"), (",", "--chords: names none") })
        {
            BelamyProcess.Outcome refused = BelamyProcess.Run(_folder.Path, "sample", "run", "--chords", chords, "--out", "x.mid");
            Assert.Equal((ExitCode.Failure, false), (refused.Code, File.Exists(_folder["x.mid"])));
            Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Chords_are_for_songs()
    {
        Run("train", "ring8", "--model", "gan", "--set", "width=2", "--steps", "1", "--out", "points");
        BelamyProcess.Outcome refused = BelamyProcess.Run(_folder.Path, "sample", "points", "--chords", "C");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("--chords: points plays over no chords", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_made_of_a_caption_and_words_that_were_not_learned_are_named()
    {
        Run("train", "shapes", "--model", "gan-cls", "--batch", "4", "--set", "width=1", "latent=2", "--steps", "2", "--out", "run");
        Run("sample", "run", "--caption", "a small RED circle", "--count", "3", "--out", "made/");
        Assert.Equal(3, Directory.GetFiles(_folder["made"]).Length);
        BelamyProcess.Outcome refused = BelamyProcess.Run(_folder.Path, "sample", "run", "--caption", "a pink circle with stars", "--out", "x.png");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.StartsWith("belamy: --caption a pink circle with stars: no caption that was learned from has pink, nor with, nor stars; the words are a, blue,", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["x.png"]));
    }

    private void Run(params string[] line)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, line);
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);
    }

    private static byte[] Wav(short[] samples)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(2 * Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (short sample in samples)
            writer.Write(sample);
        return stream.ToArray();
    }
}
