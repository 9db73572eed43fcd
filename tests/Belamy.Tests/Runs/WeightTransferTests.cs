using Belamy.Data;
using Belamy.Games;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Runs;

public sealed class WeightTransferTests
{
    private static readonly Recipe Tiny = Models.Gan with { Width = 2, Latent = 3, Batch = 4, Averaging = 0.9 };

    private static readonly Recipe Conditional = Models.Cgan with { Width = 5, Latent = 3, Batch = 4 };

    /// <summary>Other points than those the source is trained on.</summary>
    private static GaussianData Others => new(40, 1, 0.25, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_run_begins_with_the_weights_statistics_and_averages_of_another_and_with_nothing_else_of_it()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        using AssembledGame there = RunFolder.Open(source).LoadGame().Game;
        RunFolder begun = Begin(folder["run"], Tiny, Others, source, steps: 0);
        using AssembledGame here = begun.LoadGame().Game;
        string[] taken = [.. there.Game.Store.Parameters.Select(parameter => parameter.Name).Where(IsWeight)];
        Assert.Contains(taken, name => name.StartsWith("average/generator/", StringComparison.Ordinal));
        Assert.Contains(taken, name => name.StartsWith("discriminator/", StringComparison.Ordinal));
        Assert.All(taken, name => Assert.Equal(there.Game.Store[name].AsBytes().ToArray(), here.Game.Store[name].AsBytes().ToArray()));
        Parameter[] moments = [.. here.Game.Store.Parameters.Where(parameter => parameter.Name.StartsWith("optimizer/", StringComparison.Ordinal))];
        Assert.NotEmpty(moments);
        Assert.All(moments, moment => Assert.All(moment.AsBytes().ToArray(), value => Assert.Equal(0, value)));
        Assert.All(moments, moment => Assert.Contains(there.Game.Store[moment.Name].AsBytes().ToArray(), value => value != 0));
        // So what it makes at first is what the source makes.
        Assert.Equal(there.RequireGenerator().Sample(5).Values.ToArray(), here.RequireGenerator().Sample(5).Values.ToArray());
    }

    [Fact]
    public void Averages_that_were_followed_before_are_not_forgotten_at_the_first_step()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        using AssembledGame game = Begin(folder["run"], Tiny, Others, source, steps: 1).LoadGame().Game;
        // (1 + t) / (10 + t) with the nine moves of the source, where a new run has 0.1.
        Assert.Equal((float)(10.0 / 19), game.Game.Store["average-decay"].AsSpan<float>()[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void Interrupted_and_resumed_it_ends_in_the_bytes_of_an_undisturbed_run(int moves)
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        RunFolder whole = Begin(folder["whole"], Tiny, Others, source, Steps);

        using var cancellation = new CancellationTokenSource();
        RunFolder interrupted = Begin(folder["interrupted"], Tiny, Others, source, Steps, cancellation, moves);
        Assert.NotEqual(Steps, interrupted.SavedStep);
        // What it stands for by now is its own.
        Directory.Delete(source, recursive: true);
        using TrainingRun resumed = Gan.Play(RunFolder.Open(folder["interrupted"]), Others, EveryStep, cancellationToken: Token);
        Assert.Equal(File.ReadAllBytes(whole.LatestCheckpoint!), File.ReadAllBytes(resumed.Folder!.LatestCheckpoint!));
    }

    [Fact]
    public void Stopped_before_its_first_checkpoint_it_takes_the_weights_once_more_or_says_that_they_are_gone()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        RunFolder whole = Begin(folder["whole"], Tiny, Others, source, Steps);
        RunFolder bare = RunFolder.Create(folder["bare"], whole.Description);
        Gan.Play(bare, Others, EveryStep, cancellationToken: Token).Dispose();
        Assert.Equal(File.ReadAllBytes(whole.LatestCheckpoint!), File.ReadAllBytes(bare.LatestCheckpoint!));

        bare = RunFolder.Create(folder["later"], whole.Description);
        RunFolder further = RunFolder.Open(source);
        further.Extend(Steps + 3);
        Gan.Play(further, Points, EveryStep with { Steps = Steps + 3 }, cancellationToken: Token).Dispose();
        string message = Assert.Throws<BelamyException>(() => Gan.Play(bare, Others, EveryStep, cancellationToken: Token)).Message;
        Assert.Equal($"{folder["later"]}: was to begin with the weights that {source} had at step 9, and by now it has others; start a new run", message);

        Directory.Delete(source, recursive: true);
        message = Assert.Throws<BelamyException>(() => Gan.Play(bare, Others, EveryStep, cancellationToken: Token)).Message;
        Assert.StartsWith($"{folder["later"]}: was to begin with the weights of {source}, which cannot be read: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_began_is_written_down_read_again_and_part_of_the_command_that_makes_it_again()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        RunDescription description = RunFolder.Open(Begin(folder["run"], Tiny, Others, source, steps: 1).Path).Description;
        Assert.Equal(new RunOrigin(source, Steps, "gan", Points.Name, WeightTransfer.Open(source).Origin.Weights), description.Origin);
        Assert.Equal(64, description.Origin!.Weights.Length);
        IReadOnlyList<string> words = RunCommandLine.Of(description)!;
        Assert.Equal(["train", Others.Name, "--from", source, "--model", "gan"], words.Take(6));
    }

    [Fact]
    public void Networks_of_other_shapes_are_refused_by_the_first_parameter_that_differs()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        Assert.Equal(
            $"{source}: its networks are others: generator/0/weight is [3, 40] there and is [3, 60] here; give the model, the settings and the size of items that it has",
            Refusal(source, Tiny.With("width=3"), Points));
        Assert.StartsWith($"{source}: its networks are others: generator/", Refusal(source, Tiny, new GaussianData(50, 0, 1, 3)), StringComparison.Ordinal);
        Assert.Equal($"{source}: its networks (discriminator, generator) are none of vae's (decoder, encoder); choose a run of that model", Refusal(source, Models.Vae, new GaussianData(50, 0, 0.1, 2)));
        Assert.EndsWith("has no checkpoint yet, so it has no weights to begin with; train it first, with --resume " + folder["empty"],
            Assert.Throws<BelamyException>(() => WeightTransfer.Open(RunFolder.Create(folder["empty"], RunDescription.Create(Tiny, Points)).Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_part_for_each_class_begins_anew_where_there_are_other_classes()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Conditional, new ClassedPoints("a", "b", "c"));
        using var four = new AssembledGame(Conditional, [2], 4, new ClassedPoints("a", "b", "c", "d"), initialize: false);
        Assert.Equal(
            [$"generator/0/label/0/weight, discriminator/1/label/0/weight begin anew: {source} has 3 classes, these data have 4"],
            WeightTransfer.Open(source).Prepare(four, ["a", "b", "c", "d"]));
        four.Initialize();
        using AssembledGame there = RunFolder.Open(source).LoadGame().Game;
        Assert.Equal(there.Game.Store["generator/1/weight"].AsBytes().ToArray(), four.Game.Store["generator/1/weight"].AsBytes().ToArray());
        Assert.Contains(four.Game.Store["generator/0/label/0/weight"].AsSpan<float>().ToArray(), value => value != 0);

        using var renamed = new AssembledGame(Conditional, [2], 3, new ClassedPoints("x", "y", "z"), initialize: false);
        Assert.Equal(["classes are taken over by their numbers: x, y, z begin as a, b, c"], WeightTransfer.Open(source).Prepare(renamed, ["x", "y", "z"]));
        using var same = new AssembledGame(Conditional, [2], 3, new ClassedPoints("a", "b", "c"), initialize: false);
        Assert.Empty(WeightTransfer.Open(source).Prepare(same, ["a", "b", "c"]));
        // Where more than the classes differs, it is not for them.
        using var wider = new AssembledGame(Conditional.With("width=10"), [2], 4, new ClassedPoints("a", "b", "c", "d"), initialize: false);
        Assert.Contains("its networks are others", Assert.Throws<BelamyException>(() => WeightTransfer.Open(source).Prepare(wider, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_takes_the_folder_of_a_run_to_begin_with()
    {
        using var folder = new TemporaryFolder();
        string source = Train(folder["source"], Tiny, Points);
        using TrainingRun run = Gan.Train(Tiny, Others, steps: 3, folder: folder["run"], from: source, cancellationToken: Token);
        Assert.Equal(source, run.Folder!.Description.Origin!.Run);
        using AssembledGame begun = Begin(folder["other"], Tiny, Others, source, steps: 3).LoadGame().Game;
        Assert.Equal(begun.RequireGenerator().Sample(5).Values.ToArray(), run.Generator.Sample(5).Values.ToArray());
        Assert.Throws<BelamyException>(() => Gan.Train(Tiny.With("width=3"), Others, steps: 3, folder: folder["refused"], from: source, cancellationToken: Token));
        Assert.False(Directory.Exists(folder["refused"]));
    }

    private static bool IsWeight(string name) => name.Contains("generator/", StringComparison.Ordinal) || name.Contains("discriminator/", StringComparison.Ordinal)
        ? !name.StartsWith("optimizer/", StringComparison.Ordinal) && !name.StartsWith("learning-rate/", StringComparison.Ordinal)
        : false;

    private static string Train(string path, Recipe recipe, Dataset data)
    {
        RunFolder folder = RunFolder.Create(path, RunDescription.Create(recipe, data, steps: Steps));
        Gan.Play(folder, data, EveryStep, cancellationToken: Token).Dispose();
        return path;
    }

    private static RunFolder Begin(string path, Recipe recipe, Dataset data, string source, long steps, CancellationTokenSource? cancellation = null, int moves = 0)
    {
        var transfer = WeightTransfer.Open(source);
        RunDescription description = RunDescription.Create(recipe, data, steps: Math.Max(1, steps)) with { Origin = transfer.Origin };
        var game = new AssembledGame(recipe, new Shape(data.ItemShape), data.ClassNames.Count, data, initialize: false);
        transfer.Prepare(game, data.ClassNames);
        if (cancellation is not null)
            game.Game.Policy = new CancelAfter(game.Game.Policy, moves, cancellation);
        RunFolder folder = RunFolder.Create(path, description);
        Gan.Begin(folder, game, data, EveryStep with { Steps = steps }, cancellation?.Token ?? Token).Dispose();
        return folder;
    }

    private static string Refusal(string source, Recipe recipe, Dataset data)
    {
        using var game = new AssembledGame(recipe, new Shape(data.ItemShape), data.ClassNames.Count, data, initialize: false);
        return Assert.Throws<BelamyException>(() => WeightTransfer.Open(source).Prepare(game, data.ClassNames)).Message;
    }

    private sealed class ClassedPoints(params string[] names) : Dataset("classed points", [2], names)
    {
        private readonly int[] _labels = [.. Enumerable.Range(0, 24).Select(at => at % names.Length)];

        public override int Count => 24;

        public override ReadOnlySpan<int> Labels => _labels;

        public override void Read(int index, Span<float> destination) => destination.Fill((float)_labels[index] / 10);

        protected override string ComputeFingerprint() => string.Join(' ', ClassNames);
    }
}
