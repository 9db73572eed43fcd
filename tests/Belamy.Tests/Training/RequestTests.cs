using Belamy.Runs;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Training;

/// <summary>What others ask of a run while it is trained.</summary>
public sealed class RequestTests
{
    private static readonly TimeSpan UntilSeen = Requests.Spacing + TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Change_of_a_learning_rate_is_made_again_by_a_run_that_was_killed_before_or_behind_it(long killed)
    {
        using var folder = new TemporaryFolder();
        byte[] plain = Plain(folder["plain"]);
        RunFolder run = Begin(folder["changed"]);
        Train(run, 8, () => run.Requests.ChangeLearningRate("generator", 0.25));
        Assert.Equal([new LearningRateChange(8, "generator", 0.25)], run.Log.ReadChanges());
        Assert.Equal(0.25, run.ReadLearningRates()["generator"]);
        Assert.NotEqual(0.25, run.ReadLearningRates()["discriminator"]);
        byte[] undisturbed = File.ReadAllBytes(run.LatestCheckpoint!);
        Assert.NotEqual(plain, undisturbed);
        string[] lines = [.. Lines(run)];

        foreach (CheckpointFile later in run.Checkpoints.Where(file => file.Step > killed))
            File.Delete(later.Path);
        Resume(folder["changed"]);
        Assert.Equal(undisturbed, File.ReadAllBytes(run.LatestCheckpoint!));
        Assert.Equal(lines.Order(), Lines(run).Order());
    }

    [Fact]
    public void Change_that_was_asked_for_last_counts()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Begin(folder["run"]);
        Train(run, 8, () => run.Requests.ChangeLearningRate("generator", 0.25));
        foreach (CheckpointFile later in run.Checkpoints.Where(file => file.Step > 7))
            File.Delete(later.Path);
        // Nobody trains it: the change is made where the run goes on, before that of step 8, which would be made again.
        run.Requests.ChangeLearningRate("generator", 0.125);
        run.Requests.ChangeLearningRate("discriminator", 0.5);
        run.Requests.ChangeLearningRate("nobody", 0.5);
        Resume(folder["run"]);
        Assert.Equal([new(8, "generator", 0.25), new(7, "generator", 0.125), new(7, "discriminator", 0.5)], run.Log.ReadChanges());
        Assert.Equal((0.125, 0.5), (run.ReadLearningRates()["generator"], run.ReadLearningRates()["discriminator"]));
    }

    [Fact]
    public void Stop_saves_and_ends_the_process_that_it_is_meant_for_alone()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Begin(folder["run"]);
        TrainingResult stopped = Train(run, 3, () =>
        {
            run.Requests.ChangeLearningRate("generator", 0.25);
            run.Requests.Stop();
        });
        Assert.Equal((TrainingOutcome.Cancelled, 3L), (stopped.Outcome, stopped.State.Step));
        Assert.Equal(3, Assert.Single(run.Log.ReadChanges()).Step);
        Assert.Equal(3, run.Checkpoints[0].Step);

        File.WriteAllText(Path.Combine(run.Path, "request.json"), $"{{\"stop\":{Environment.ProcessId + 1}}}");
        Assert.Equal(TrainingOutcome.Completed, Resume(folder["run"]).Outcome);
        Assert.DoesNotContain(Directory.GetFiles(run.Path), file => Path.GetFileName(file).StartsWith("request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"stop\":\"all\"}")]
    [InlineData("{\"learning-rates\":{\"generator\":0}}")]
    [InlineData("{\"learning-rates\":{\"generator\":-1}}")]
    [InlineData("{\"learning-rates\":null}")]
    public void Request_that_is_none_is_taken_away_and_changes_nothing(string json)
    {
        using var folder = new TemporaryFolder();
        byte[] plain = Plain(folder["plain"]);
        RunFolder run = Begin(folder["run"]);
        File.WriteAllText(Path.Combine(run.Path, "request.json"), json);
        Train(run, -1, () => { });
        Assert.Equal(plain, File.ReadAllBytes(run.LatestCheckpoint!));
        Assert.Empty(run.Log.ReadChanges());
        Assert.False(File.Exists(Path.Combine(run.Path, "request.json")));
    }

    [Fact]
    public void Request_that_makes_no_sense_is_refused()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Begin(folder["run"]);
        Assert.Equal($"{run.Path}: nobody trains it at this moment", Assert.Throws<BelamyException>(run.Requests.Stop).Message);
        Assert.Equal("generator.learning-rate=0: must be above 0", Assert.Throws<BelamyException>(() => run.Requests.ChangeLearningRate("generator", 0)).Message);
        Assert.Throws<BelamyException>(() => run.Requests.ChangeLearningRate("generator", double.NaN));
        Assert.Empty(run.ReadLearningRates());
    }

    /// <summary>The last checkpoint of a run of which nothing is asked.</summary>
    private static byte[] Plain(string path)
    {
        RunFolder run = Begin(path);
        Train(run, -1, () => { });
        return File.ReadAllBytes(run.LatestCheckpoint!);
    }

    /// <summary>The log without what the clock says.</summary>
    private static IEnumerable<string> Lines(RunFolder run) => File.ReadLines(run.Log.Path).Select(line => line[..(line.IndexOf(",\"seconds\"", StringComparison.Ordinal) is >= 0 and var at ? at : line.Length)]);

    private static RunFolder Begin(string path) => RunFolder.Create(path, RunDescription.Create(TinyRecipes.Dense, Points, steps: Steps));

    /// <summary>Plays a run, and asks for something once a step is done.</summary>
    private static TrainingResult Train(RunFolder run, long step, Action ask)
    {
        TrainingOptions options = EveryStep with
        {
            Progress = progress =>
            {
                if (progress.Step != step || progress.Stage != TrainingStage.Training)
                    return;
                ask();
                Thread.Sleep(UntilSeen);
            },
        };
        using TrainingRun played = Gan.Play(run, Points, options, cancellationToken: TestContext.Current.CancellationToken);
        return played.Result;
    }

    private static TrainingResult Resume(string path)
    {
        using TrainingRun resumed = Gan.Play(RunFolder.Open(path, TinyRecipes.Dense), Points, EveryStep, cancellationToken: TestContext.Current.CancellationToken);
        return resumed.Result;
    }
}
