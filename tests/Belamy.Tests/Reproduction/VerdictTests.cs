using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy.Tests.Reproduction;

/// <summary>What verdicts are allowed to say.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(true, 3.0)]
    [InlineData(false, 2.0)]
    public void Effect_is_shown_where_the_medians_differ_by_more_than_the_wider_spread(bool shown, double shift)
    {
        // The spreads are 2 and 1; a gain that equals the wider one shows nothing.
        double[] without = [4, 5, 5], with = [4 + shift, 5 + shift, 6 + shift];
        Assert.Equal(shift, SeedStatistics.Gain(with, without));
        Assert.Equal(2, SeedStatistics.Spread(with, without));
        Assert.Equal(shown, SeedStatistics.ShowsEffect(with, without));
        Assert.Equal(shown, SeedStatistics.ShowsEffect(without, with, higher: false));
        Assert.False(SeedStatistics.ShowsEffect(without, with));
    }

    [Theory]
    [InlineData(new double[] { 9, 9, 9 }, new double[] { 9, 9, 9 })]
    [InlineData(new double[] { 9, 9 }, new double[] { 1, 1 })]
    [InlineData(new double[] { 9, double.NaN, 9 }, new double[] { 1, 1, 1 })]
    [InlineData(new double[] { 9, 9, 9 }, new double[] { 1, double.NegativeInfinity, 1 })]
    public void No_difference_too_few_seeds_and_values_that_are_no_numbers_show_no_effect(double[] with, double[] without) =>
        Assert.False(SeedStatistics.ShowsEffect(with, without));

    // Every value with the idea is better, but the game without it fails in another way with each seed.
    [Theory]
    [InlineData(new double[] { 23, 25, 22, 24, 22 }, new double[] { 16, 6, 16, 5, 15 }, false)]
    [InlineData(new double[] { 27, 27, 26, 28, 26 }, new double[] { 16, 6, 16, 5, 15 }, true)]
    public void Seeds_that_lie_apart_show_no_effect_within_the_spread(double[] with, double[] without, bool shown)
    {
        Assert.Equal(shown, SeedStatistics.ShowsEffect(with, without));
        Assert.Equal(shown, SeedStatistics.ShowsEffect([.. with.Select(value => -value)], [.. without.Select(value => -value)], higher: false));
    }

    [Fact]
    public void Effect_of_an_idea_that_does_nothing_is_shown_in_one_case_of_twenty_five()
    {
        const int Cases = 20_000;
        var random = new Random(1);
        double[] Draw() => [.. Enumerable.Range(0, 3).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        double share = Enumerable.Range(0, Cases).Count(_ => SeedStatistics.ShowsEffect(Draw(), Draw())) / (double)Cases;
        Assert.InRange(share, 0.02, 0.05);
    }

    [Theory]
    [InlineData(new double[] { 7.5, 8.2, 100 }, Better.Nearer, true)]
    [InlineData(new double[] { 9, 9, 9 }, Better.Nearer, false)]
    [InlineData(new double[] { 9, 9, 9 }, Better.Higher, true)]
    [InlineData(new double[] { 7, 7, 9 }, Better.Higher, false)]
    [InlineData(new double[] { 1, 2, 9 }, Better.Lower, true)]
    [InlineData(new double[] { double.NaN }, Better.Lower, false)]
    public void Figure_is_met_where_the_median_is_within_its_error_or_better(double[] values, Better better, bool met)
    {
        ReproductionRun run = Judged();
        run.Published("modes", values, figure: 8, error: 0.25, better);
        Finding finding = Assert.Single(run.Findings);
        Assert.Equal((Evidence.Figure, met, "8 ± 0.25"), (finding.Evidence, finding.IsReached!.Value, finding.Published));
    }

    [Fact]
    public void Rows_judge_medians_so_that_the_best_seed_decides_nothing()
    {
        ReproductionRun run = Judged();
        run.Works("modes", [1, 1, 9], Ask.AtLeast(5));
        run.Effect("modes", [1, 1, 99], [1, 1, 1]);
        Assert.All(run.Findings, finding => Assert.False(finding.IsReached));
    }

    [Fact]
    public void Effect_of_two_seeds_is_refused_except_in_a_quick_run()
    {
        Assert.Contains("3 seeds", Assert.Throws<ArgumentException>(() => Judged().Effect("modes", [8, 8], [1, 1])).Message, StringComparison.Ordinal);
        ReproductionRun quick = Judged(Protocol.Quick);
        quick.Effect("modes", [8], [1]);
        Assert.Null(Assert.Single(quick.Findings).IsReached);
    }

    [Theory]
    [InlineData(Outcome.FigureMet, "figure met", "+figure", "+effect", "+works")]
    [InlineData(Outcome.FigureMet, "figure met", "+figure")]
    [InlineData(Outcome.EffectShown, "effect shown", "+effect", "+works", "told")]
    [InlineData(Outcome.EffectShown, "effect shown, figure missed", "-figure", "+effect", "+works")]
    [InlineData(Outcome.Works, "works", "+works", "told")]
    [InlineData(Outcome.Missed, "missed", "-figure", "+works")]
    [InlineData(Outcome.Missed, "missed", "+figure", "-effect")]
    [InlineData(Outcome.Missed, "missed", "+effect", "-effect")]
    [InlineData(Outcome.Missed, "missed", "+figure", "+effect", "-works")]
    [InlineData(Outcome.NotJudged, "not judged", "told")]
    public void Verdict_is_the_highest_kind_that_its_rows_carry_and_a_miss_is_named(Outcome outcome, string words, params string[] rows)
    {
        Verdict verdict = Example([.. rows.Select(Row)]);
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(words, ReproductionPage.Words(verdict));
        Assert.Equal(Outcome.Earlier, (verdict with { Form = 0 }).Outcome);
    }

    [Fact]
    public void Verdict_of_an_earlier_form_is_read_and_stands_for_nothing()
    {
        const string Line = """{"model":"dcgan","data":"digits","protocol":"scaled","description":"100 steps","findings":[{"measure":"modes","published":"","asked":"≥ 1","values":[2],"isReached":true,"mean":2}],"notes":[],"seed":1,"seconds":3,"fingerprint":"0123","version":"0.1.0","picture":"","outcome":"reached"}""";
        Verdict verdict = Assert.Single(ReproductionLog.Parse(Line, "log"));
        Assert.Equal(Outcome.Earlier, verdict.Outcome);
        string page = ReproductionPage.Write([verdict]);
        Assert.Contains("**0 verdicts on 0 models: 0 figure met, 0 effect shown, 0 works, 0 missed.**\n1 verdict by an earlier check,", page, StringComparison.Ordinal);
        Assert.Contains("| by an earlier check | scaled | 3 |", page, StringComparison.Ordinal);
        Assert.Contains("| modes |  |  | ≥ 1 | 2 |  | by an earlier check |", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reached", page[page.IndexOf("## dcgan", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("by an earlier check", ReproductionPage.Words(Models.Find("dcgan"), verdict));
    }

    [Fact]
    public void Page_counts_the_kinds_and_names_seeds_machine_commit_and_time()
    {
        Verdict verdict = Example(
            Row("+effect") with { Values = [7, 9, 8], Without = [3, 3, 4] }, Row("-figure")) with
        {
            Seeds = [1, 2, 3],
            Machine = new Machine("Some processor", 2, 1, 256),
            Commit = "0123456789abcdef",
            ProcessorSeconds = 20,
        };
        string page = ReproductionPage.Write([verdict, Example(Row("-works")) with { Model = "wgan" }, Example(Row("+works")) with { Model = "mlp" }]);
        Assert.Contains("**3 verdicts on 3 models: 0 figure met, 1 effect shown (1 of them with a figure missed), 1 works, 1 missed.**", page, StringComparison.Ordinal);
        Assert.Contains("| effect row | 1 | effect | asked | 8 (7, 9, 8) | 3 (3, 3, 4) | shown |", page, StringComparison.Ordinal);
        Assert.Contains("| figure row | 1 | figure | asked | 1 |  | missed |", page, StringComparison.Ordinal);
        Assert.Contains("seeds 1, 2, 3; 13 s by the clock, 20 s of processor, on Some processor, 2 cores, 1 thread, vectors of 256 bits, commit 0123456789.", page, StringComparison.Ordinal);
        Assert.Contains("**Effect shown, figure missed, by an earlier recipe or check**", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_shows_the_newest_verdict_of_each_protocol()
    {
        Verdict scaled = Example(Row("+works")) with { Description = "newer steps", Fingerprint = Reproductions.FingerprintOf(Models.Find("dcgan"), Protocol.Scaled), Picture = "reproductions/dcgan.png" };
        Verdict full = Example(Row("+effect")) with { Protocol = Protocol.Full, Description = "many steps", Seconds = 4000 };
        string page = ReproductionPage.Write([scaled with { Description = "older steps" }, scaled, full, scaled with { Protocol = Protocol.Quick, Description = "few steps" }]);
        Assert.Contains("| works | scaled | 13 |", page, StringComparison.Ordinal);
        Assert.Contains("| effect shown, by an earlier recipe or check | full | 4000 |", page, StringComparison.Ordinal);
        Assert.Contains("On digits: newer steps. **Works**; seed 3", page, StringComparison.Ordinal);
        Assert.Contains("With `--full`, on digits: many steps.", page, StringComparison.Ordinal);
        Assert.Contains("(reproductions/dcgan.png)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("older steps", page, StringComparison.Ordinal);
        Assert.DoesNotContain("few steps", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_tells_the_figures_of_other_seeds_by_the_same_check()
    {
        Verdict second = Example(Row("-works") with { Values = [19] }, Row("told") with { Values = [0.5] }) with { Seed = 2 };
        string page = ReproductionPage.Write([second with { Notes = ["older"] }, second, second with { Seed = 5, Fingerprint = "earlier" }, second with { Seed = 6, Protocol = Protocol.Quick }, Example(Row("+works"))]);
        Assert.Contains("\nSeed 2, missed: 19.0; 0.5.\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed 5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed 6", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Machine_of_this_process_names_its_processor() => Assert.Matches("^.+, \\d+ cores?.*, (no vectors|vectors of (128|256|512) bits)$", Machine.Current.ToString());

    private static ReproductionRun Judged(Protocol protocol = Protocol.Scaled) => new(Models.Gan, protocol, 1, new DataOptions(), null, default);

    private static Finding Row(string row)
    {
        string kind = row.TrimStart('+', '-');
        var evidence = Enum.Parse<Evidence>(kind, ignoreCase: true);
        return new Finding($"{kind} row", "1", evidence == Evidence.Told ? "" : "asked", [1], evidence == Evidence.Told ? null : row[0] == '+') { Evidence = evidence };
    }

    private static Verdict Example(params IReadOnlyList<Finding> findings) => new()
    {
        Form = Verdict.CurrentForm,
        Model = "dcgan",
        Data = "digits",
        Protocol = Protocol.Scaled,
        Description = "100 steps",
        Findings = findings,
        Seed = 3,
        Seconds = 12.5,
        Fingerprint = "0123",
        Version = "1",
    };
}
