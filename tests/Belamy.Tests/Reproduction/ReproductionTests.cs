using System.Text.RegularExpressions;
using Belamy.Data;
using Belamy.Reproduction;
using Belamy.Tests.Architecture;

namespace Belamy.Tests.Reproduction;

public sealed class ReproductionTests
{
    private const string Accept = "BELAMY_ACCEPT_PAGES";

    public static TheoryData<string> Names => [.. Reproductions.All.Select(model => model.Name)];

    /// <summary>A file of the repository is what is made of it; where <see cref="Accept"/> is 1, it is written so.</summary>
    private static void AssertAsMade(string file, Func<string, string> make)
    {
        string made = make(Text(file));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(Repository.PathOf(file), made);
        Assert.True(made == Text(file), $"{file} is not what its verdicts say. Run: {Accept}=1 dotnet test --project tests/Belamy.Tests -- --filter-class '*.ReproductionTests'");
    }

    private static Verdict Example => new()
    {
        Form = Verdict.CurrentForm,
        Model = "dcgan",
        Data = "digits",
        Protocol = Protocol.Scaled,
        Description = "100 steps",
        Findings =
        [
            new Finding("modes", "17.3", "≥ 20", [21, 23], true) { Evidence = Evidence.Works },
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
        Adversarial recipe = new Adversarial { Width = 8 };
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
        Assert.Equal(Outcome.Works, read.Outcome);
    }

    [Fact]
    public void Page_of_the_repository_is_that_of_its_log() =>
        AssertAsMade("docs/reproductions.md", _ => ReproductionPage.Write(new ReproductionLog(Repository.PathOf("docs/reproductions.jsonl")).Read()));

    [Fact]
    public void Readme_counts_the_verdicts_and_names_the_models_that_miss()
    {
        string page = ReproductionPage.Write(new ReproductionLog(Repository.PathOf("docs/reproductions.jsonl")).Read());
        string counts = Regex.Match(page, @"^\*\*\d+ verdicts on \d+ models: (.*)\*\*$", RegexOptions.Multiline).Groups[1].Value;
        string[] missed = [.. Regex.Matches(page, @"^\| \[([^\]]+)\].*\| missed[^|]* \| scaled", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        AssertAsMade("README.md", readme => Regex.Replace(
            readme, @"Today that is .*Missed are [^.]*\.", $"Today that is {counts}\nMissed are {string.Join(", ", missed)}.", RegexOptions.Singleline));
    }

    [Fact]
    public void Log_with_a_broken_line_names_the_line() =>
        Assert.Contains("x.jsonl: line 2", Assert.Throws<BelamyException>(() => ReproductionLog.Parse($"{ReproductionLog.ToJson(Example)}\n{{oh", "x.jsonl")).Message, StringComparison.Ordinal);

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

    /// <summary>Settings that came after verdicts were written count only where they change something.</summary>
    [Fact]
    public void Fingerprint_follows_later_settings_that_are_not_neutral()
    {
        Model model = Models.Find("dcgan");
        var recipe = (Adversarial)model.Recipe;
        Model frozen = model with { Recipe = recipe with { Discriminator = recipe.Discriminator with { FrozenLayers = 1 } } };
        Assert.NotEqual(Reproductions.FingerprintOf(model, Protocol.Scaled), Reproductions.FingerprintOf(frozen, Protocol.Scaled));
    }

    private static string Text(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");
}
