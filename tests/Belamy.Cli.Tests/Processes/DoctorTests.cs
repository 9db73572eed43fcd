using System.Globalization;

namespace Belamy.Cli.Tests.Processes;

public sealed class DoctorTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Doctor_of_a_run_too_short_to_judge_says_so()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "doctor", "tiny");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.StartsWith("runs/tiny: mlp on digits, logged to step 30 of 30\nThere is too little log to judge: 3 lines and 0 measures of samples. Not looked for yet: collapse, data, ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is the matter", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "\nNothing is the matter with it.\n")]
    [InlineData(0.02, "\nThere is no finding, but it is not well either.\nIt is getting worse: ")]
    public void Doctor_of_a_run_without_findings_is_content_unless_it_gets_worse(double drift, string said)
    {
        using TemporaryFolder copy = trained.Copy();
        IEnumerable<string> lines = Enumerable.Range(4, 200).Select(at =>
            $"{{\"step\":{at * 10},\"discriminator-loss\":1.{at:000},\"accuracy-real\":0.7,\"accuracy-generated\":0.6"
            + (at % 20 == 0 ? $",\"sample-diversity\":0.9,\"sample-distance\":{(0.1 + (drift * at / 20)).ToString("0.00", CultureInfo.InvariantCulture)},\"data-diversity\":0.7,\"data-classes\":10}}" : "}"));
        File.AppendAllLines(copy["runs/tiny/metrics.jsonl"], lines);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "doctor", "tiny");
        Assert.Contains(said, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_explains_with_advice_also_while_a_line_is_being_written()
    {
        using TemporaryFolder copy = trained.Copy();
        string log = copy["runs/tiny/metrics.jsonl"];
        for (int step = 200; step <= 600; step += 200)
            File.AppendAllText(log, $"{{\"step\":{step},\"generator-loss\":1,\"sample-diversity\":0.02,\"data-diversity\":0.7}}\n");
        File.AppendAllText(log, "{\"step\":600,\"finding\":\"rollback\",\"severity\":\"warning\",\"sentence\":\"It went back.\",\"advice\":\"Do better.\"}\n{\"step\":610,\"gen");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "doctor", "tiny");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("Since step 600: The generator has collapsed: its samples are 2 % as diverse as the data.\n  Start again", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("At step 600: It went back.\n  Do better.\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is the matter", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_names_a_symptom_that_came_back_once()
    {
        using TemporaryFolder copy = trained.Copy();
        // Three measures tell of a collapse, twenty lines without one end it.
        string[] lines = [.. Enumerable.Range(4, 86).Select(at =>
            $"{{\"step\":{at * 10},\"generator-loss\":1,\"sample-diversity\":{(at is < 10 or > 80 ? "0.02" : "0.7")},\"data-diversity\":0.7}}")];
        File.AppendAllLines(copy["runs/tiny/metrics.jsonl"], lines);
        string output = BelamyProcess.Run(copy.Path, "doctor", "tiny").Output;
        Assert.Contains("Since step 830, 2 times from step 60 on: The generator has collapsed", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("has collapsed").Length);
    }

    [Fact]
    public void Train_ends_with_each_kind_of_finding_once()
    {
        using TemporaryFolder copy = trained.Copy();
        string[] lines = [.. new[] { 10, 20 }.Select(step =>
            $"{{\"step\":{step},\"finding\":\"collapse\",\"severity\":\"warning\",\"sentence\":\"It fell.\",\"advice\":\"Lift it.\"}}")];
        File.AppendAllLines(copy["runs/tiny/metrics.jsonl"], lines);
        string output = BelamyProcess.Run(copy.Path, "train", "--resume", "tiny", "--steps", "40").Output;
        Assert.Contains("Found on the way: collapse 2 times from step 10 on. belamy doctor runs/tiny says what to do.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_that_goes_back_says_so_in_a_line()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            folder.Path, ["train", "digits", .. TrainedRun.Tiny, "learning-rate=1e8", "--steps", "50", "--out", "run"]);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Matches(@"step \d+: The (generator|discriminator) diverged: ", outcome.Output);
        Assert.Contains("(return 3 of 3)", outcome.Output, StringComparison.Ordinal);
        string output = BelamyProcess.Run(folder.Path, "doctor", "run").Output;
        Assert.Matches(@"3 times from step \d+ on: .*\(return 3 of 3\)", output);
        Assert.Contains("The run ended: the ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is the matter", output, StringComparison.Ordinal);
    }
}
