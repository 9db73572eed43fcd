using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What is said of folders of pictures, and proposed for them.</summary>
public sealed class FolderInputTests : IDisposable
{
    private static readonly string[] Small = ["--model", "mlp", "--batch", "4", "--set", "width=2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Save(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            new Image(28, 28, 1).SavePng(_folder[name]);
        }
    }

    [Fact]
    public void Train_proposes_commands_that_can_be_pasted()
    {
        Save("my photos/0.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "my photos", .. Small, "--steps", "2"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("belamy sample 'runs/my photos-mlp' --count", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("belamy evaluate 'runs/my photos-mlp' ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("belamy train --resume 'runs/my photos-mlp' --steps 4", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_on_a_folder_of_pictures_says_what_it_chose_and_why()
    {
        Save("photos/0.png", "photos/1.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "photos", "--dry-run", "--set", "width=2"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("chosen for a folder of pictures: batch=32, learning-rate=4e-4, averaging=0.995, steps=6000, augmentation=diff-augment; ", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2 pictures are few", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Contains("length  6,000 steps", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--size", "32")]
    [InlineData("--time", "2h")]
    public void Train_on_a_folder_of_pictures_with_a_size_or_time_keeps_the_model_as_it_is(string option, string value)
    {
        Save("photos/0.png", "photos/1.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "photos", "--dry-run", "--set", "width=2", "latent=2", option, value]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("chosen for a folder of pictures: augmentation=diff-augment; ", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pix2pix", "input", "target")]
    [InlineData("cyclegan", "trainA", "trainB")]
    public void Train_on_a_folder_of_translations_takes_a_model_that_translates(string model, string one, string other)
    {
        Save($"pairs/{one}/0.png", $"pairs/{other}/0.png", $"pairs/{one}/1.png", $"pairs/{other}/1.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "pairs", "--dry-run", "--set", "width=2", "--size", "16"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains($"model   {model}", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_takes_folders_of_letters_for_classes()
    {
        Save("letters/A/0.png", "letters/B/0.png", "letters/C/0.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "letters", "--dry-run", "--set", "width=2"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("model   dcgan", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("3 classes (A, B, C)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_brings_pictures_to_the_size_and_shape_asked_for_and_keeps_alpha()
    {
        Directory.CreateDirectory(_folder["wide"]);
        for (int at = 0; at < 3; at++)
        {
            // Red, half of it nothing.
            var picture = new Image(40, 20, 4);
            for (int pixel = 0; pixel < 40 * 20; pixel++)
                (picture.Pixels[4 * pixel], picture.Pixels[4 * pixel + 3]) = (250, pixel % 40 < 20 ? (byte)255 : (byte)0);
            picture.SavePng(_folder[$"wide/{at}.png"]);
        }

        string[] tiny = ["--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "1"];
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "wide", "--size", "16x12", "--fit", "pad", "--alpha", .. tiny, "--out", "run"]);
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(_folder.Path, "sample", "run", "--count", "1", "--out", "made/").Code);
        Image made = Image.Load(_folder["made/00000.png"]);
        Assert.Equal((16, 12, 4), (made.Width, made.Height, made.Channels));
        // The run's data are opened again as it has them written down.
        outcome = BelamyProcess.Run(_folder.Path, ["train", "--resume", "run", "--steps", "2"]);
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);

        Assert.Contains("3 items of 3 × 12 × 16", BelamyProcess.Run(_folder.Path, "data", "wide", "--size", "16x12", "--fit", "stretch").Output, StringComparison.Ordinal);
        outcome = BelamyProcess.Run(_folder.Path, "data", "wide", "--size", "16y12");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("--size 16y12", outcome.Error, StringComparison.Ordinal);
        outcome = BelamyProcess.Run(_folder.Path, "data", "wide", "--fit", "squeeze");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("--fit squeeze", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_inspect_names_what_is_there_twice_who_takes_it_and_what_training_would_be()
    {
        Directory.CreateDirectory(_folder["twice/a"]);
        Directory.CreateDirectory(_folder["twice/b"]);
        foreach ((string name, byte level) in new[] { ("a/one.png", (byte)10), ("a/same.png", (byte)10), ("b/two.png", (byte)200), ("a/three.png", (byte)90), ("a/four.png", (byte)120) })
        {
            var picture = new Image(8, 8, 1);
            picture.Row(3)[2] = level;
            picture.SavePng(_folder[$"twice/{name}"]);
        }

        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, "data", "inspect", "twice", "--size", "8");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Assert.Contains("1 item equal to another", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  a/one.png = a/same.png\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("The largest class has 4 times as many items as the smallest", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("Models that take it: .*\\bdcgan\\b", outcome.Output);
        Assert.DoesNotContain("ctgan", outcome.Output, StringComparison.Ordinal);
        // And what a training with no further word would be, tried for a moment: folders called a and b are two sets.
        Assert.Contains("What `belamy train twice` would do", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("""\n  model +cyclegan\n  data +\S*twice: 1 item.*\n  length +\S.*\n  time +about .* just tried on this machine\n  memory +\S.*\n  disk +at most """, outcome.Output);
        Assert.False(Directory.Exists(_folder["runs"]));
    }
}
