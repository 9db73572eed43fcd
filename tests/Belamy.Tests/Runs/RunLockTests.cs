using Belamy.Games;
using Belamy.Runs;
using Belamy.Tests.Training;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private static readonly RunDescription Description = RunDescription.Create(TinyRecipes.Dense, Points, steps: Steps);
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CreateFree_by_eight_at_once_gives_eight_folders()
    {
        const int count = 8;
        RunFolder[] folders = await AtOnce(count, _ => RunFolder.CreateFree(Path, Description));
        Assert.Equal(
            [Path, .. Enumerable.Range(2, count - 1).Select(number => $"{Path}-{number}")],
            folders.Select(folder => folder.Path).Order(StringComparer.Ordinal));
        Assert.All(folders, folder => Assert.True(RunFolder.Exists(folder.Path)));
    }

    [Fact]
    public async Task Create_by_eight_at_once_succeeds_for_one()
    {
        BelamyException?[] errors = await AtOnce(8, seed => Record.Exception(
            () => RunFolder.Create(Path, Description with { Recipe = Description.Recipe with { Seed = seed } })) as BelamyException);
        Assert.Single(errors, error => error is null);
        Assert.All(errors.OfType<BelamyException>(), error => Assert.Equal($"{Path}: holds a run already; resume it, or choose another folder", error.Message));
        Assert.Equal(["run.json", "run.lock"], Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).Order());
    }

    /// <summary>One who has just taken a run has not said yet which process it is.</summary>
    [Fact]
    public async Task Stop_waits_for_the_number_of_the_process_that_has_just_taken_the_run()
    {
        RunFolder run = RunFolder.Create(Path, Description);
        string owner = System.IO.Path.Combine(Path, "run.pid");
        using (run.Hold())
        {
            string said = File.ReadAllText(owner);
            File.Delete(owner);
            Task stopping = Task.Run(run.Requests.Stop, TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            File.WriteAllText(owner, said);
            await stopping;
            Assert.Equal(Environment.ProcessId, run.Requests.Take()!.Stop);
            File.Delete(owner);
            Assert.Equal($"{Path}: it cannot be told which process trains it; try again, or stop it where it was started", Assert.Throws<BelamyException>(run.Requests.Stop).Message);
        }

        Assert.Null(run.Requests.Take());
    }

    [Fact]
    public void Hold_keeps_other_objects_out_and_readers_in()
    {
        RunFolder first = RunFolder.Create(Path, Description);
        Assert.Null(first.Owner);
        RunFolder second = RunFolder.Open(Path, TinyRecipes.Dense);
        using (first.Hold())
        {
            first.Extend(20);
            Assert.Equal(Environment.ProcessId, second.Owner!.Process);
            Assert.Equal(20, RunFolder.Open(Path, TinyRecipes.Dense).Description.Steps);
            foreach (Action change in new Action[] { () => second.Hold().Dispose(), () => second.Extend(30), () => second.Remeasure(null), () => second.CutBack(0) })
            {
                string message = Assert.ThrowsAny<BelamyException>(change).Message;
                Assert.StartsWith($"{Path}: is being trained by process {Environment.ProcessId} since ", message);
                Assert.EndsWith(" UTC; wait for its end, or stop it first", message);
            }
        }

        Assert.Null(second.Owner);
        second.Extend(30);
        Assert.Equal(["run.json", "run.lock"], Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).Order());
    }

    [Fact]
    public void Hold_is_not_hindered_by_what_a_crash_left()
    {
        RunFolder folder = RunFolder.Create(Path, Description);
        File.WriteAllText(System.IO.Path.Combine(Path, "run.pid"), "1\n2026-01-01T00:00:00Z\n");
        Assert.Null(folder.Owner);
        using IDisposable held = folder.Hold();
        Assert.Equal(Environment.ProcessId, folder.Owner!.Process);
    }

    [Fact]
    public void Play_of_a_run_that_is_being_trained_is_refused_and_changes_nothing()
    {
        RunFolder folder = RunFolder.Create(Path, Description);
        int asked = 0;
        TrainingOptions options = EveryStep with
        {
            Log = (step, _) =>
            {
                if (step != 5)
                    return;
                asked++;
                // By another object as by another process, and by the same object.
                foreach (RunFolder again in new[] { RunFolder.Open(Path, TinyRecipes.Dense), folder })
                    Assert.Contains("is being trained by process", Assert.ThrowsAny<BelamyException>(() => Play(again)).Message);
                // Readers are welcome.
                RunFolder.Open(Path, TinyRecipes.Dense).LoadGame().Game.Dispose();
            },
        };
        using TrainingRun run = Play(folder, options);
        Assert.Equal(1, asked);
        Assert.Equal(Steps, folder.Log.ReadMetrics().Count);
        Assert.Null(folder.Owner);
    }

    [Fact]
    public void Run_whose_folder_was_deleted_saves_its_weights_elsewhere_and_does_not_come_back()
    {
        RunFolder folder = RunFolder.Create(Path, Description);
        TrainingOptions options = EveryStep with
        {
            Log = (step, _) =>
            {
                if (step == 5)
                    Directory.Delete(Path, recursive: true);
            },
        };
        string message = Assert.Throws<BelamyException>(() => Play(folder, options)).Message;
        Assert.False(Directory.Exists(Path));
        const string before = "; its last weights, of step 5, are saved in ", after = ", a run folder to be moved and resumed";
        Assert.StartsWith($"{Path}: was deleted or moved while the run was trained, and its log, samples and checkpoints with it{before}", message);
        Assert.EndsWith(after, message);
        string saved = message[(message.IndexOf(before, StringComparison.Ordinal) + before.Length)..^after.Length];
        try
        {
            // What was saved goes on to the bits of an undisturbed run.
            using TrainingRun rescued = Play(RunFolder.Open(saved, TinyRecipes.Dense));
            using TrainingRun undisturbed = Play(RunFolder.Create(_folder["undisturbed"], Description));
            Assert.Equal(File.ReadAllBytes(undisturbed.Folder!.LatestCheckpoint!), File.ReadAllBytes(rescued.Folder!.LatestCheckpoint!));
        }
        finally
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(saved)!, recursive: true);
        }
    }

    private static TrainingRun Play(RunFolder folder, TrainingOptions? options = null) =>
        Gan.Play(folder, Points, options ?? EveryStep, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<T[]> AtOnce<T>(int count, Func<int, T> action)
    {
        using var start = new Barrier(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                return action(number);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}
