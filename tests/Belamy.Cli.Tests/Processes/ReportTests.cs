using System.Net;
using System.Text.RegularExpressions;

namespace Belamy.Cli.Tests.Processes;

public sealed partial class ReportTests
{
    [Fact]
    public void Train_writes_a_report_whose_command_makes_the_same_run_again()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome trained = BelamyProcess.RunAsTyped(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--seed", "7", "--steps", "12", "--out", "first"]);
        Assert.Equal((ExitCode.Success, ""), (trained.Code, trained.Error));
        Assert.Contains("first/report.html", trained.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(folder["first/report.html"]);
        string command = WebUtility.HtmlDecode(Command().Match(page).Groups[1].Value);
        Assert.Equal(ExitCode.Success, BelamyProcess.RunInShell(folder.Path, $"$BELAMY {command["belamy ".Length..]} --no-report --out second").Code);
        Assert.Equal(File.ReadAllBytes(folder["first/checkpoints/step-000012.safetensors"]), File.ReadAllBytes(folder["second/checkpoints/step-000012.safetensors"]));
        Assert.False(File.Exists(folder["second/report.html"]));

        BelamyProcess.Outcome compared = BelamyProcess.Run(folder.Path, "report", "first", "second");
        Assert.Equal((ExitCode.Success, ""), (compared.Code, compared.Error));
        Assert.StartsWith("first, second: first/comparison.html, ", compared.Output, StringComparison.Ordinal);
        Assert.Contains("2 runs compared", File.ReadAllText(folder["first/comparison.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Film_and_log_of_a_run_are_files_that_others_open()
    {
        using var run = new TrainedRun();
        File.Copy(Path.Combine(run.Run, "samples/step-000030.png"), Path.Combine(run.Run, "samples/step-000010.png"));
        BelamyProcess.Outcome film = BelamyProcess.Run(run.Home, "film", "tiny");
        Assert.Equal((ExitCode.Success, ""), (film.Code, film.Error));
        Assert.StartsWith("2 pictures of runs/tiny: runs/tiny/learning.gif, ", film.Output, StringComparison.Ordinal);
        Assert.Equal("GIF89a"u8, File.ReadAllBytes(Path.Combine(run.Run, "learning.gif")).AsSpan(0, 6));

        string shown = BelamyProcess.Run(run.Home, "log", "tiny").Output;
        Assert.Matches(@"^step +discriminator-loss +accuracy-real +accuracy-generated +generator-loss +seconds\n10 ", shown);
        BelamyProcess.Outcome csv = BelamyProcess.Run(run.Home, "log", "tiny", "--csv");
        Assert.Equal(4, csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("runs/tiny: log.csv, 3 rows of ", BelamyProcess.Run(run.Home, "log", "tiny", "--csv", "--out", "log.csv").Output[..30]);
        Assert.Equal(csv.Output, File.ReadAllText(Path.Combine(run.Home, "log.csv")));
    }

    [GeneratedRegex("<pre><code>(belamy train .*?)</code></pre>\\s*<dl")]
    private static partial Regex Command();
}
