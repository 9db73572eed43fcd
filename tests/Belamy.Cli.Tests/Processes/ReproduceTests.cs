namespace Belamy.Cli.Tests.Processes;

public sealed class ReproduceTests
{
    [Fact]
    public void Quick_check_prints_its_table_and_keeps_no_verdict()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "reproduce", "wgan-gp", "--quick", "--out", "verdicts");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("modes covered, of 25", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("not judged; seed 1", outcome.Output, StringComparison.Ordinal);
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
}
