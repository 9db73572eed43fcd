using Belamy.Reproduction;

namespace Belamy.Cli.Tests.Processes;

public sealed class ReproduceTests
{
    [Fact]
    public void Quick_check_prints_its_table_and_keeps_no_verdict()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "reproduce", "wgan-gp", "--quick", "--out", "verdicts");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("modes of 25, by the penalty in place of clipping", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("not judged (quick: too short to judge what training decides); seed 1", outcome.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["verdicts"]));
    }

    [Fact]
    public void Json_is_one_line_that_names_the_model_and_its_findings()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "reproduce", "wgan-gp", "--quick", "--json");
        string line = Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var document = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal("wgan-gp", document.RootElement.GetProperty("model").GetString());
        Assert.NotEqual(0, document.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void All_measures_what_has_no_current_verdict_and_writes_the_page()
    {
        using var folder = new TemporaryFolder();
        var log = new ReproductionLog(folder["verdicts/reproductions.jsonl"]);
        foreach (Model model in Reproductions.All)
        {
            // One verdict is of an earlier recipe.
            string fingerprint = model.Name == "r1" ? "earlier" : Reproductions.FingerprintOf(model, Protocol.Quick);
            log.Append(VerdictOn(model, Protocol.Quick, fingerprint));
        }

        // Quick ones are not shown.
        log.Append(VerdictOn(Models.Find("wgan-gp"), Protocol.Scaled, "earlier"));
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "reproduce", "--all", "--quick", "--out", "verdicts");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("wgan-gp: unchanged since its last verdict", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("r1: unchanged", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("r, minimax, in turn", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("sides of a figure", File.ReadAllText(folder["verdicts/reproductions.md"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name a model", "reproduce")]
    [InlineData("did you mean wgan-gp?", "reproduce", "wgangp")]
    [InlineData("choose one of them", "reproduce", "wgan-gp", "--quick", "--full")]
    public void What_cannot_be_reproduced_is_answered_in_one_line(string named, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, arguments);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains(named, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static Verdict VerdictOn(Model model, Protocol protocol, string fingerprint) => new()
    {
        Model = model.Name,
        Data = "data",
        Protocol = protocol,
        Description = "steps",
        Form = Verdict.CurrentForm,
        Findings = [new Finding("sides of a figure", "", "≥ 1", [2], true) { Evidence = Evidence.Works }],
        Seed = 1,
        Seconds = 1,
        Fingerprint = fingerprint,
        Version = "1",
    };
}
