using Belamy.Data;
using Belamy.Reproduction;

namespace Belamy.Tests.Reproduction;

public sealed class ReproductionTests
{
    public static TheoryData<string> Names => [.. Reproductions.All.Select(model => model.Name)];

    private static Verdict Example => new()
    {
        Model = "dcgan",
        Data = "digits",
        Protocol = Protocol.Scaled,
        Description = "100 steps",
        Findings =
        [
            new Finding("modes", "17.3", "≥ 20", [21, 23], true),
            new Finding("loss", "", "", [0.25], null),
        ],
        Notes = ["A remark."],
        Seed = 3,
        Seconds = 12.5,
        Fingerprint = "0123",
        Version = "1",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Quick_check_runs_through_and_keeps_its_facts(string name)
    {
        (Verdict verdict, _) = Reproductions.Run(Models.Find(name), Protocol.Quick, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(verdict.Findings);
        Assert.NotEqual("", verdict.Description);
        Assert.All(verdict.Findings, finding => Assert.All(finding.Values, value => Assert.True(double.IsFinite(value), $"{finding.Measure}: {value}")));
        Assert.NotEqual(Outcome.Missed, verdict.Outcome);
    }

    [Theory]
    [InlineData(200, 10)]
    [InlineData(95, 9)]
    public void Train_hands_out_the_generator_after_each_tenth_and_changes_nothing_by_it(long steps, int times)
    {
        var run = new ReproductionRun(Models.Gan, Protocol.Quick, 1, new DataOptions(), null, TestContext.Current.CancellationToken);
        Recipe recipe = Recipe.Default with { Width = 8 };
        Dataset data = run.Open("ring8");
        var visits = new List<float>();
        using TrainingRun visited = run.Train(recipe, data, steps, visit: generator => visits.Add(generator.Sample(1).Values[0]));
        using TrainingRun left = run.Train(recipe, data, steps);
        // It comes with the lines of the log, the last of which is that of step 90 in a run of 95.
        Assert.Equal(times, visits.Count);
        Assert.Equal(visits.Count, visits.Distinct().Count());
        Assert.Equal(left.Generator.Sample(4).Values.ToArray(), visited.Generator.Sample(4).Values.ToArray());
    }

    [Fact]
    public void Log_gives_back_what_was_appended()
    {
        using var folder = new TemporaryFolder();
        var log = new ReproductionLog(Path.Combine(folder.Path, "sub", ReproductionLog.FileName));
        Assert.Empty(log.Read());
        log.Append(Example);
        log.Append(Example with { Protocol = Protocol.Quick, Findings = [new Finding("modes", "", "≥ 20", [1], null)] });
        Assert.Equal(2, log.Read().Count);
        Verdict read = log.Latest("dcgan")!;
        Assert.Equal(ReproductionLog.ToJson(Example), ReproductionLog.ToJson(read));
        Assert.Equal(Outcome.Reached, read.Outcome);
    }

    [Fact]
    public void Log_with_a_broken_line_names_the_line() =>
        Assert.Contains("x.jsonl: line 2", Assert.Throws<BelamyException>(() => ReproductionLog.Parse($"{ReproductionLog.ToJson(Example)}\n{{oh", "x.jsonl")).Message, StringComparison.Ordinal);

    [Fact]
    public void One_missed_figure_makes_a_miss()
    {
        Verdict verdict = Example with { Findings = [.. Example.Findings, new Finding("error", "", "≤ 1", [2], false)] };
        Assert.Equal(Outcome.Missed, verdict.Outcome);
        string page = ReproductionPage.Write([verdict]);
        Assert.Contains("| modes | 17.3 | ≥ 20 | 22.0 (21.0, 23.0) | reached |", page, StringComparison.Ordinal);
        Assert.Contains("| error |  | ≤ 1 | 2 | missed |", page, StringComparison.Ordinal);
        Assert.Contains("1 verdicts on 1 models: 0 reached, 1 missed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_shows_the_newest_verdict_of_each_protocol_and_says_which_are_out_of_date()
    {
        Model model = Models.Find("dcgan");
        Verdict scaled = Example with { Description = "newer steps", Fingerprint = Reproductions.FingerprintOf(model, Protocol.Scaled), Picture = "reproductions/dcgan.png" };
        Verdict full = Example with { Protocol = Protocol.Full, Description = "many steps", Seconds = 4000, Picture = "reproductions/dcgan-full.png" };
        string page = ReproductionPage.Write([Example with { Description = "older steps" }, scaled, full, Example with { Protocol = Protocol.Quick }]);
        Assert.Contains("2 verdicts on 1 models: 2 reached, 0 missed", page, StringComparison.Ordinal);
        Assert.Contains("| reached | scaled | 13 |", page, StringComparison.Ordinal);
        Assert.Contains("| reached, by an earlier recipe or check | full | 4000 |", page, StringComparison.Ordinal);
        Assert.Contains("On digits: newer steps; seed 3", page, StringComparison.Ordinal);
        Assert.Contains("With `--full`, on digits: many steps; seed 3", page, StringComparison.Ordinal);
        Assert.Contains("(reproductions/dcgan.png)", page, StringComparison.Ordinal);
        Assert.Contains("(reproductions/dcgan-full.png)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("older steps", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_tells_the_figures_of_other_seeds_by_the_same_check()
    {
        Verdict second = Example with { Seed = 2, Findings = [new Finding("modes", "", "≥ 20", [19], false), new Finding("quality", "", "", [0.5], null)] };
        string page = ReproductionPage.Write(
            [second with { Findings = [new Finding("modes", "", "≥ 20", [1], false)] }, second, Example with { Seed = 5, Fingerprint = "earlier" }, Example with { Seed = 6, Protocol = Protocol.Quick }, Example]);
        Assert.Contains("\nSeed 2, missed: 19.0; 0.5.\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed 5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed 6", page, StringComparison.Ordinal);
        Assert.Contains("seed 3", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(23.9, false)]
    public void Ask_counts_its_bound_in(double value, bool reached) => Assert.Equal(reached, Ask.AtLeast(24).IsReached(value));

    [Fact]
    public void Fingerprint_follows_the_settings()
    {
        Model model = Reproductions.All[0];
        string before = Reproductions.FingerprintOf(model, Protocol.Scaled);
        Assert.Equal(before, Reproductions.FingerprintOf(model, Protocol.Scaled));
        Assert.NotEqual(before, Reproductions.FingerprintOf(model, Protocol.Full));
        Assert.NotEqual(before, Reproductions.FingerprintOf(model with { Recipe = model.Recipe with { Batch = model.Recipe.Batch + 1 } }, Protocol.Scaled));
    }
}
