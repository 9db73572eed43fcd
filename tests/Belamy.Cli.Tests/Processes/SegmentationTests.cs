using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>Pictures and maps of what they show, and what a system makes of both.</summary>
public sealed class SegmentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_of_pictures_and_maps_trains_a_system_that_makes_maps_and_fills_holes()
    {
        for (int at = 0; at < 12; at++)
        {
            Save($"faces/picture/{at}.png", at, (40, 60, 90), (220, 180, 150));
            Save($"faces/map/{at}.png", at, (0, 0, 0), (128, 0, 0));
        }

        BelamyProcess.Outcome dry = BelamyProcess.Run(_folder.Path, "train", "faces", "--model", "face-completion", "--size", "8", "--dry-run");
        Assert.Equal((ExitCode.Success, ""), (dry.Code, dry.Error));
        Assert.Contains("8×8 maps of 2 labels", dry.Output, StringComparison.Ordinal);
        Run("train", "faces", "--model", "face-completion", "--size", "8", "--steps", "4", "--batch", "4", "--set", "width=2", "--out", "runs/faces", "--no-report");
        Run("apply", "faces", "faces/picture/1.png", "--function", "parse", "--out", "parts.png");
        Image parts = Image.Load(_folder["parts.png"]);
        Assert.Equal((8, 8), (parts.Width, parts.Height));
        Assert.All(Enumerable.Range(0, 64), at => Assert.True(parts.Pixels[parts.Channels * at] is 0 or 128));
        Save("hole.png", 0, (0, 0, 0), (255, 255, 255));
        Run("apply", "faces", "faces/picture/1.png", "--mask", "hole.png", "--out", "whole.png");
        // What is not white in the mask stays as it was.
        Assert.Equal(Image.Load(_folder["faces/picture/1.png"]).Row(0)[..3].ToArray(), Image.Load(_folder["whole.png"]).Row(0)[..3].ToArray());
        Run("train", "faces", "--model", "adversarial-segmentation", "--size", "8", "--steps", "4", "--batch", "4", "--set", "width=2", "--out", "runs/maps", "--no-report");
        Run("apply", "maps", "faces/picture/2.png", "--out", "map.png");
        Image map = Image.Load(_folder["map.png"]);
        Assert.All(Enumerable.Range(0, 64), at => Assert.True(map.Pixels[map.Channels * at] is 0 or 128));
        // The run is opened again with its maps.
        Run("train", "--resume", "faces", "--steps", "6", "--no-report");

        Directory.Delete(_folder["faces/map"], recursive: true);
        BelamyProcess.Outcome without = BelamyProcess.Run(_folder.Path, "train", "faces", "--model", "face-completion", "--dry-run");
        Assert.NotEqual(ExitCode.Success, without.Code);
        Assert.Contains("has no folder called map or maps; it holds picture; add a map of labels for each picture, or fill holes without any by glcic", without.Error, StringComparison.Ordinal);
    }

    private void Run(params string[] arguments)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, arguments);
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);
    }

    /// <summary>A square in the middle of a ground, a little lighter or darker with the number.</summary>
    private void Save(string name, int number, (byte Red, byte Green, byte Blue) ground, (byte Red, byte Green, byte Blue) square)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var image = new Image(8, 8, 3);
        for (int at = 0; at < 64; at++)
        {
            bool isInside = at % 8 is > 1 and < 6 && at / 8 is > 1 and < 6;
            (byte red, byte green, byte blue) = isInside ? square : ground;
            (image.Pixels[3 * at], image.Pixels[(3 * at) + 1], image.Pixels[(3 * at) + 2]) = (red, green, name.Contains("map", StringComparison.Ordinal) ? blue : (byte)Math.Min(255, blue + number));
        }

        image.SavePng(_folder[name]);
    }
}
