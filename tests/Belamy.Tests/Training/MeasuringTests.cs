using System.Text.Json;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Training;

public sealed class MeasuringTests
{
    [Fact]
    public void Play_measured_ends_in_the_weights_of_a_run_that_is_not()
    {
        using var folder = new TemporaryFolder();
        RunFolder plain = Play(folder["plain"], EveryStep);
        RunFolder measured = Play(folder["measured"], EveryStep with { Measurement = Distance(every: 2) });
        Assert.Equal(File.ReadAllBytes(plain.LatestCheckpoint!), File.ReadAllBytes(measured.LatestCheckpoint!));
        Assert.Equal(plain.Log.ReadMetrics().Select(line => line["generator-loss"]), measured.Log.ReadMetrics().Select(line => line["generator-loss"]));
    }

    [Fact]
    public void Play_measured_logs_each_measure_and_what_it_is_of()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Play(folder["run"], EveryStep with { Measurement = Distance(every: 2) });
        IReadOnlyList<(long Step, Measure Measure)> measures = run.Log.ReadMeasures();
        Assert.Equal([2, 4, 6, 8, 9], measures.Select(one => one.Step));
        Assert.All(measures, one => Assert.Equal(("sliced-wasserstein", false, 40, 50, "all"), (one.Measure.Metric, one.Measure.IsHigherBetter, one.Measure.Generated, one.Measure.Real, one.Measure.Split)));
    }

    [Fact]
    public void Play_until_a_step_is_measured_there_and_goes_on_as_if_it_had_not_been_left_off()
    {
        using var folder = new TemporaryFolder();
        Measurement distance = Distance(every: 4);
        RunFolder whole = Play(folder["whole"], EveryStep with { Measurement = distance });
        RunFolder part = Play(folder["part"], EveryStep with { Measurement = distance, Until = 6 });
        Assert.Equal(6, part.SavedStep);
        Assert.Equal([4, 6], part.Log.ReadMeasures().Select(one => one.Step));
        using TrainingRun rest = Gan.Play(RunFolder.Open(folder["part"], TinyRecipes.Dense), Points, EveryStep with { Measurement = distance }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([4, 6, 8, 9], rest.Folder!.Log.ReadMeasures().Select(one => one.Step));
        Assert.Equal(File.ReadAllBytes(whole.LatestCheckpoint!), File.ReadAllBytes(rest.Folder.LatestCheckpoint!));
    }

    [Fact]
    public void Play_measured_tells_the_time_that_measuring_took()
    {
        using var folder = new TemporaryFolder();
        var told = new List<TrainingProgress>();
        var measurement = new Scripted([1, 2, 3], isHigherBetter: false) { Every = 4, Pause = TimeSpan.FromMilliseconds(30) };
        RunFolder run = Play(folder["run"], EveryStep with { Measurement = measurement, ProgressSpacing = TimeSpan.Zero, Progress = told.Add });
        Assert.All(told.Where(now => now.Step < 4), now => Assert.Equal(TimeSpan.Zero, now.Measuring));
        // The clock stands while the run trains.
        Assert.Single(told.Where(now => now.Step is > 4 and < 8).Select(now => now.Measuring).Distinct());
        TimeSpan total = told[^1].Measuring;
        Assert.True(total >= 3 * measurement.Pause);
        double[] seconds = [.. File.ReadLines(run.Log.Path).Where(line => line.Contains("scripted", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seconds").GetDouble())];
        Assert.Equal(3, seconds.Length);
        Assert.Equal(total.TotalSeconds, seconds.Sum(), 0.016);
    }

    [Fact]
    public void Measuring_is_due_once_at_a_step_and_again_after_a_return()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, Points);
        var measuring = new Measuring(new Scripted([1], isHigherBetter: false), game.RequireGenerator(), null);
        Assert.True(measuring.IsDue(1, isLast: false));
        measuring.Take(game.Game, new TrainingState(4, 0, 0), TestContext.Current.CancellationToken);
        Assert.Equal([false, false, true], new[] { 3L, 4, 5 }.Select(step => measuring.IsDue(step, isLast: false)));
        measuring.RollBack(2);
        measuring.RollBack(7);
        Assert.Equal([false, true, true], new[] { 2L, 3, 4 }.Select(step => measuring.IsDue(step, isLast: false)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Play_keeps_the_weights_of_the_best_measure(bool isHigherBetter)
    {
        using var folder = new TemporaryFolder();
        double[] values = [3, 5, 1, 4, 1, 5, 2, 3, 4];
        RunFolder run = Play(folder["run"], EveryStep with { Measurement = new Scripted(values, isHigherBetter) });
        // The first of equal ones stays.
        Assert.Equal(isHigherBetter ? 2 : 3, run.ReadBest()!.Step);
        (AssembledGame game, TrainingState state) = run.LoadBest();
        using (game)
            Assert.Equal(isHigherBetter ? 2 : 3, state.Step);
        using var shorter = new TemporaryFolder();
        RunFolder stopped = Play(shorter["run"], EveryStep with { Steps = run.ReadBest()!.Step });
        (AssembledGame there, _) = stopped.LoadGame();
        using (there)
            Assert.Equal(there.RequireGenerator().Sample(5).Values.ToArray(), Best(run));
    }

    [Fact]
    public void Play_resumed_keeps_the_best_so_far()
    {
        using var folder = new TemporaryFolder();
        double[] values = [3, 1, 2, 2, 2, 2, 2, 2, 2];
        Play(folder["run"], EveryStep with { Steps = 4, Measurement = new Scripted(values, false) });
        using TrainingRun resumed = Gan.Play(
            RunFolder.Open(folder["run"], TinyRecipes.Dense), Points, EveryStep with { Measurement = new Scripted(values[4..], false) }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, resumed.Result.Best!.Step);
        Assert.Equal(1, resumed.Folder!.ReadBest()!.Deciding.Value);
        Assert.Equal(Enumerable.Range(1, (int)Steps), resumed.Folder.Log.ReadMeasures().Select(one => (int)one.Step));
    }

    [Fact]
    public void LoadBest_of_a_run_that_was_not_measured_says_so()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Play(folder["run"], EveryStep);
        Assert.Contains("train with --metrics", Assert.Throws<BelamyException>(() => run.LoadBest()).Message);
    }

    [Fact]
    public void Metric_without_a_direction_cannot_come_first()
    {
        var error = Assert.Throws<BelamyException>(() => new MetricMeasurement([Metric.Find("two-sample")], samples => new MetricInput(samples, Points)));
        Assert.StartsWith("two-sample: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CanRank_agrees_with_the_first_value()
    {
        MixtureDataset ring = (MixtureDataset)Datasets.Open("ring8");
        var half = new DatasetPart(ring, [.. Enumerable.Range(0, 100)]);
        var input = new MetricInput(half, ring) { Count = 100, Mixture = MixtureLaw.Of(ring) };
        Metric[] measurable = [.. Metric.All.Where(metric => metric.Obstacle(input) is null && metric.Name != "classifier-two-sample")];
        Assert.Contains(measurable, metric => !metric.CanRank);
        Assert.All(measurable, metric => Assert.Equal(metric.CanRank, metric.Compute(input)[0].Better != Better.Nearer));
    }

    private static float[] Best(RunFolder run)
    {
        (AssembledGame game, _) = run.LoadBest();
        using (game)
            return game.RequireGenerator().Sample(5).Values.ToArray();
    }

    private static MetricMeasurement Distance(int every) =>
        new([Metric.Find("sliced-wasserstein")], samples => new MetricInput(samples, Points)) { Count = 40, Every = every };

    private static RunFolder Play(string path, TrainingOptions options)
    {
        RunFolder folder = RunFolder.Create(path, RunDescription.Create(TinyRecipes.Dense, Points, steps: Steps));
        using TrainingRun run = Gan.Play(folder, Points, options, cancellationToken: TestContext.Current.CancellationToken);
        return folder;
    }

    /// <summary>Gives values that were thought up, one a step.</summary>
    private sealed class Scripted : Measurement
    {
        private readonly Queue<double> _values;
        private readonly bool _isHigherBetter;

        public Scripted(IEnumerable<double> values, bool isHigherBetter)
        {
            (_values, _isHigherBetter) = (new Queue<double>(values), isHigherBetter);
            Every = 1;
        }

        public TimeSpan Pause { get; init; }

        public override IReadOnlyList<Measure> Take(Generator generator, CancellationToken cancellationToken)
        {
            Thread.Sleep(Pause);
            return [new Measure("scripted", "value", _values.Dequeue(), _isHigherBetter) { Features = "none", Generated = 1, Real = 0, Split = "" }];
        }
    }
}
