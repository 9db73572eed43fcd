using System.CommandLine;
using Belamy.Cli.Terminal;
using Belamy.Imaging;
using Belamy.Reports;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy film</c>: the learning of a run as a film.</summary>
internal static class FilmCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<string?> output = OptionKinds.Text("--out", $"The file: {string.Join(", ", Animation.Endings)}; learning.gif in the run's folder by default.", "PATH");
        Option<long?> rate = OptionKinds.WholeNumber("--rate", "Pictures per second; by default as many as make a film of eight seconds.", "N", 1, Animation.FastestRate);
        Option<long?> scale = OptionKinds.WholeNumber("--scale", $"How many times larger to show the pictures; by default to sides of about {LearningFilm.SideToSee} pixels.", "N", 1, 64);
        var command = new CommandWithExamples("film", "Make a film of how a run learned, from the pictures it saved on its way.") { run, output, rate, scale };
        command.Notes =
        [
            "A picture is saved every 200 steps, always of the same latent vectors. The last is held for two seconds.",
            "GIF plays everywhere and has 256 colours; WebP plays in every browser to the bit; MP4 takes an installed ffmpeg.",
        ];
        command.Examples =
        [
            ("belamy film", "the latest run, as learning.gif in its folder"),
            ("belamy film digits --out digits.webp", "the run in runs/digits, in all its colours"),
            ("belamy film digits --out digits.mp4 --rate 5", "five pictures in a second, for a presentation"),
        ];
        command.SetAction(parsed => Write(RunArgument.Resolve(parsed.GetValue(run)), parsed.GetValue(output), (int?)parsed.GetValue(rate), (int?)parsed.GetValue(scale)));
        return command;
    }

    private static int Write(string name, string? output, int? rate, int? scale)
    {
        RunFolder run = RunFolder.Open(name);
        string path = output ?? RunArgument.Unnamed(run.Path, "learning.gif");
        if (!Animation.Endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"--out {path}: end the name in {string.Join(" or ", Animation.Endings)}");
        using var interruption = new Interruption();
        var status = new StatusLine(Console.Error);
        int pictures;
        try
        {
            pictures = LearningFilm.Write(run, path, rate, scale, done => status.Show($"drawing: {Quantity.Percent(done)}"), interruption.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }

        Console.Out.WriteLine($"{Quantity.Count(pictures, "picture")} of {run.Path}: {path}, {Quantity.Bytes(new FileInfo(path).Length)}");
        return ExitCode.Success;
    }
}
