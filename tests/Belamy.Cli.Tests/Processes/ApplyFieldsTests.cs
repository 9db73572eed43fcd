using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>Functions that take more than a file: a caption too, or a caption alone.</summary>
public sealed class ApplyFieldsTests(CaptionedRun trained) : IClassFixture<CaptionedRun>, IDisposable
{
    private const string Red = "a small red circle", Blue = "a large blue square";
    private readonly TemporaryFolder _folder = trained.Copy();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_of_a_caption_is_that_of_belamy_sample_by_option_and_by_file()
    {
        Assert.Matches("^sample: one by .*: red.png\n$", Run("apply", "shapes", "--function", "sample", "--caption", Red, "--seed", "5", "--out", "red.png"));
        Run("sample", "shapes", "--caption", Red, "--seed", "5", "--count", "1", "--scale", "1", "--out", "samples/");
        Assert.Equal(Pixels("samples/00000.png"), Pixels("red.png"));
        Write("captions/blue.txt", Blue);
        Write("captions/red.txt", Red);
        Run("apply", "shapes", "captions", "--seed", "5", "--out", "made");
        Assert.Equal(["blue.png", "red.png"], Names("made"));
        // An item among others is what it is alone.
        Assert.Equal(Pixels("red.png"), Pixels("made/red.png"));
        Assert.NotEqual(Pixels("red.png"), Pixels("made/blue.png"));
        Run("apply", "shapes", "--caption", Red, "--seed", "6", "--out", "other.png");
        Assert.NotEqual(Pixels("red.png"), Pixels("other.png"));
    }

    [Fact]
    public void Match_takes_captions_by_option_or_beside_pictures()
    {
        Run("sample", "shapes", "--count", "2", "--scale", "1", "--out", "mine/");
        Write("mine/00000.txt", Red);
        Write("mine/00001-caption.txt", Blue);
        string[] beside = Lines(Run("apply", "shapes", "mine", "--function", "match"));
        Assert.Equal([Score("mine/00000.png", Red), Score("mine/00001.png", Blue)], beside);
        Assert.Equal([Score("mine/00000.png", Red), Score("mine/00001.png", Red)], Lines(Run("apply", "shapes", "mine", "--function", "match", "--caption", Red)));
        Assert.NotEqual(Score("mine/00000.png", Red), Score("mine/00000.png", Blue));

        string Score(string picture, string caption)
        {
            using TrainedGenerator opened = Gan.Open(_folder["runs/shapes"]);
            using TrainedFunction match = opened["match"];
            float score = match.Apply(match.Function.Takes[0].Kind.Read(_folder[picture]), match.Function.Takes[1].Kind.Parse(caption))[0];
            return $"{picture}  {match.Function.Gives.Kind.Tell([score])}";
        }
    }

    [Fact]
    public void Edit_takes_the_class_by_option_or_beside_pictures()
    {
        Run("train", "digits", "--model", "icgan", "--batch", "4", "--set", "width=2", "latent=6", "averaging=0", "generator.learning-rate=0.05", "--steps", "9", "--out", "runs/digits");
        Run("sample", "runs/digits", "--count", "2", "--scale", "1", "--out", "mine/");
        Write("mine/00000.txt", "7");
        Write("mine/00001-class.txt", "2");
        Run("apply", "digits", "mine", "--function", "edit", "--out", "made");
        foreach ((string name, string wanted) in new[] { ("00000.png", "7"), ("00001.png", "2") })
        {
            Run("apply", "digits", $"mine/{name}", "--function", "edit", "--class", wanted, "--out", $"{wanted}.png");
            Assert.Equal(Pixels($"made/{name}"), Pixels($"{wanted}.png"));
        }

        Run("apply", "digits", "mine/00000.png", "--function", "edit", "--class", "2", "--out", "other.png");
        Assert.NotEqual(Pixels("7.png"), Pixels("other.png"));
        // classify would make a class of a picture, but it is the wanted one that is to be given.
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, "apply", "digits", "other.png", "--function", "edit");
        Assert.Contains("other.png: has no class; put other.txt beside it, or give --class NAME", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_without_a_caption_is_left_out_among_others()
    {
        Run("sample", "shapes", "--count", "3", "--scale", "1", "--out", "mine/");
        Write("mine/00001.txt", Red);
        Write("mine/00002.txt", "a pink circle");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, "apply", "shapes", "mine", "--function", "match");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.StartsWith("mine/00001.png  ", Assert.Single(Lines(outcome.Output)), StringComparison.Ordinal);
        string[] said = Lines(outcome.Error);
        Assert.Equal("belamy: left out mine/00000.png: has no caption; put 00000.txt beside it, or give --caption TEXT", said[0]);
        Assert.StartsWith("belamy: left out mine/00002.txt: a pink circle: no caption that was learned from has pink;", said[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine/00000.png --function match", "mine/00000.png: has no caption; put 00000.txt beside it, or give --caption TEXT")]
    [InlineData("mine --function match", "mine/00000.png: has no caption, nor has the other; put 00000.txt beside it, or give --caption TEXT")]
    [InlineData("mine --function match --caption zebra", "--caption zebra: no caption that was learned from has zebra; the words are a, blue")]
    [InlineData("mine --function match --caption red --mask hole.png", "--mask hole.png: match: picture, caption → score takes no mask; leave it out")]
    [InlineData("mine --function match --caption red --class 3", "--class 3: match: picture, caption → score takes no class; leave it out")]
    [InlineData("--function match --caption red", "match: picture, caption → score: nothing gives its picture; name the files that it is read from (.jpg,")]
    [InlineData("", "sample: latent, caption → picture: nothing gives its caption; name the files that it is read from (.txt), or give --caption TEXT")]
    [InlineData("mine/00000.png --caption red", "--caption red: sample: latent, caption → picture reads its caption from mine/00000.png; leave out one of them, or choose --function match")]
    [InlineData("mine/00000.png", "mine/00000.png: is no text; captions are read from text in UTF-8")]
    [InlineData("mine", "mine: holds no captions (.txt)")]
    [InlineData("--caption red --out made.jpg", "--out made.jpg: pictures are written as .png")]
    public void Field_that_nothing_fills_or_an_option_too_many_is_named_before_anything_is_written(string line, string message)
    {
        Run("sample", "shapes", "--count", "2", "--scale", "1", "--out", "mine/");
        string[] before = [.. _folder.Files];
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["apply", "shapes", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((ExitCode.Failure, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith($"belamy: {message}", Assert.Single(Lines(outcome.Error)), StringComparison.Ordinal);
        Assert.Equal(before, _folder.Files);
    }

    private string Run(params string[] line)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, line);
        Assert.Equal(("", ExitCode.Success), (outcome.Error, outcome.Code));
        return outcome.Output;
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text + "\n");
    }

    private byte[] Pixels(string name) => Image.Load(_folder[name]).Pixels.ToArray();

    private string[] Names(string folder) => [.. Directory.GetFiles(_folder[folder]).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
