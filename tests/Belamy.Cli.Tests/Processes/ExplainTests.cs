using System.Text.RegularExpressions;

namespace Belamy.Cli.Tests.Processes;

public sealed partial class ExplainTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Explain_tells_the_story_with_the_numbers_of_a_game_it_plays()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "explain");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Assert.Contains("L(D) = −E[ln D(x)] − E[ln(1 − D(G(z)))]", outcome.Output, StringComparison.Ordinal);
        Match sum = Sum().Match(outcome.Output);
        Assert.True(sum.Success, outcome.Output);
        double[] parts = [.. sum.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture))];
        // Three numbers of three decimals each.
        Assert.Equal(parts[0] + parts[1], parts[2], 0.0016);
        Assert.Matches(@"\n    600 .* [34]\.\d\d ± 0\.\d\d +3\.98 ± 0\.44\n", outcome.Output);
        Assert.All(outcome.Output.Split('\n').Where(line => !line.Contains(" ± ", StringComparison.Ordinal) && !line.Contains("forged numbers", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Explain_of_a_run_puts_in_what_it_logged()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "explain", "tiny");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        string last = BelamyProcess.Run(trained.Home, "log", "tiny", "--csv").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        double loss = double.Parse(last.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture);
        string told = FormattableString.Invariant($"{loss:0.000}");
        Assert.Contains($"L(D) = {told} at step 30 of runs/tiny.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("as if it gave the right answer a chance of 0.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("as if D gave each forgery a chance of 0.", outcome.Output, StringComparison.Ordinal);
        Assert.Matches($@"\n    30 +{Regex.Escape(told)} ", outcome.Output);
    }

    [Fact]
    public void Explain_of_what_has_no_two_players_is_refused_in_a_line()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "digits", "--model", "vae", "--batch", "2", "--set", "width=1", "latent=2", "--steps", "2", "--no-report", "--out", "alone").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "explain", "alone");
        Assert.Equal((ExitCode.Failure, ""), (outcome.Code, outcome.Output));
        Assert.Equal("belamy: alone: is of vae, in which no forger plays against an expert; name a run of another model, or none for a small game\n", outcome.Error);
        outcome = BelamyProcess.Run(folder.Path, "explain", "nowhere");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.StartsWith("belamy: nowhere: there is no such run", outcome.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"= −\(−(\d\.\d{3})\) − \(−(\d\.\d{3})\) = (\d\.\d{3})\n")]
    private static partial Regex Sum();
}
