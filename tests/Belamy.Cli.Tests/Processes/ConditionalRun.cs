using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>A small run of a model that takes classes, over a folder with three of them, and one over the digits.</summary>
public sealed class ConditionalRun : IDisposable
{
    internal const int Steps = 20;

    /// <summary>The classes of the folder, which has numbers among their names, in their order.</summary>
    internal static readonly string[] Names = ["2", "3", "ten"];

    private readonly TemporaryFolder _folder = new();

    public ConditionalRun()
    {
        for (int number = 0; number < Names.Length; number++)
            SavePictures(_folder[$"shapes/{Names[number]}"], number);
        Train("digits", "digits");
        Train("./shapes", "shapes");
    }

    /// <summary>The folder that holds <c>runs/digits</c> and <c>runs/shapes</c>.</summary>
    internal string Home => _folder.Path;

    internal string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    private static void SavePictures(string folder, int number)
    {
        Directory.CreateDirectory(folder);
        for (int at = 0; at < 4; at++)
        {
            var picture = new Image(28, 28, 1);
            picture.Pixels.Fill((byte)((60 * number) + (10 * at)));
            picture.SavePng(Path.Combine(folder, $"{at}.png"));
        }
    }

    private void Train(string data, string name)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            Home, "train", data, "--model", "cgan", "--batch", "4", "--set", "width=5", "latent=6", "--steps", $"{Steps}", "--out", $"runs/{name}");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
    }
}
