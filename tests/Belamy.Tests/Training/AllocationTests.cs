using Belamy.Data;
using Belamy.Games;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

/// <summary>Training leaves the garbage collector nothing to do: neither a program's run nor a step of the trainer allocates.</summary>
public sealed class AllocationTests
{
    private const int Steps = 64;

    // Contractions, convolutions both ways, fused loops, reductions in pieces, random numbers, updates in place.
    private static readonly Recipe Small = Models.Dcgan with { Batch = 8, Width = 8, DiscriminatorMoves = 2, LearningRateDecay = 0.5 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_of_the_moves_of_a_dcgan_allocates_nothing(int threads)
    {
        using var _ = new TeamOf(threads);
        using var game = new AssembledGame(Small, [1, 28, 28]);
        Program[] moves = [.. game.Game.Players.Select(player => game.Game.MoveOf(player).Program)];
        SkipOnReference(moves[0]);
        Assert.Equal((0, 0), Allocated(warmUps: 1, runs: 20, () =>
        {
            foreach (Program move in moves)
                move.Run();
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_of_reductions_in_pieces_and_swapped_parameters_allocates_nothing(int threads)
    {
        using var _ = new TeamOf(threads);
        using var store = new ParameterStore();
        Parameter left = store.Create("left", [300, 200]);
        Parameter right = store.Create("right", [300, 200]);
        Tensor x = Tensor.Input("x", [300, 200]);
        Tensor sums = (x * left.Value).Tanh().Sum([0], keepAxes: true);
        using Program program = Program.Compile(
            "pieces",
            [sums, x.ReduceMax([1]), x.Softplus().Sum(), Tensor.MatMul(x, right.Value, transposeRight: true)],
            new Dictionary<Parameter, Tensor> { [left] = right.Value, [right] = left.Value });
        SkipOnReference(program);
        Assert.Equal((0, 0), Allocated(warmUps: 1, runs: 20, program.Run));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(1, 1, true)]
    public void Run_of_the_trainer_allocates_nothing_from_step_to_step(int threads, int accumulation, bool ofClasses)
    {
        using var _ = new TeamOf(threads);
        Recipe recipe = ofClasses ? Models.Cgan with { Batch = 8, Width = 8, LearningRateDecay = 0.5 } : Small;
        using var game = new AssembledGame(recipe.With("accumulation", $"{accumulation}"), [1, 28, 28], ofClasses ? 10 : 0);
        Move move = game.Game.MoveOf(game.Game.Players[0]);
        SkipOnReference(move.Program);
        var meter = new Meter(new Stages(Steps, new Stage(1, game.Game.Policy), new Stage(1, game.Game.Policy, "generator", "discriminator")));
        game.Game.Policy = meter;
        var options = new TrainingOptions { Steps = Steps, MetricsEvery = 1000, SamplesEvery = 1000, LearningRateDecay = 0.5 };
        new Trainer(game.Game, Datasets.Digits(), options).Run(TestContext.Current.CancellationToken);
        // From step 2 on everything has been called before.
        Assert.Equal(0, meter.OwnAt(Steps - 1) - meter.OwnAt(2));
        Assert.Equal(0, Enumerable.Range(0, 6).Min(stretch => meter.AllAt(2 + (10 * stretch) + 10) - meter.AllAt(2 + (10 * stretch))));
    }

    /// <summary>
    /// The least number of bytes allocated in some attempts: by this thread, and by all threads. What the runtime and the
    /// test runner allocate beside falls into some attempts only; what a run allocates falls into each.
    /// </summary>
    private static (long Own, long All) Allocated(int warmUps, int runs, Action run)
    {
        for (int at = 0; at < warmUps; at++)
            run();
        (long own, long all) = (long.MaxValue, long.MaxValue);
        for (int attempt = 0; attempt < 6; attempt++)
        {
            long allBefore = GC.GetTotalAllocatedBytes(precise: true);
            long ownBefore = GC.GetAllocatedBytesForCurrentThread();
            for (int at = 0; at < runs; at++)
                run();
            own = Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore);
            all = Math.Min(all, GC.GetTotalAllocatedBytes(precise: true) - allBefore);
        }

        return (own, all);
    }

    // The reference evaluator makes an array of every value.
    private static void SkipOnReference(Program program) =>
        Assert.SkipWhen(program.ToString().Contains("reference evaluator", StringComparison.Ordinal), "Programs run by the reference evaluator here.");

    /// <summary>A number of threads for as long as a test takes.</summary>
    private sealed class TeamOf : IDisposable
    {
        private readonly int _before = Program.Threads;

        public TeamOf(int threads) => Program.Threads = threads;

        public void Dispose() => Program.Threads = _before;
    }

    /// <summary>Reads the counters at the beginning of each step.</summary>
    private sealed record Meter(MovePolicy Inner) : MovePolicy
    {
        private readonly long[] _own = new long[Steps];
        private readonly long[] _all = new long[Steps];

        public long OwnAt(int step) => _own[step];

        public long AllAt(int step) => _all[step];

        public override Player? Next(Standing standing)
        {
            if (standing.Move == 0)
            {
                _own[standing.Step] = GC.GetAllocatedBytesForCurrentThread();
                _all[standing.Step] = GC.GetTotalAllocatedBytes(precise: true);
            }

            return Inner.Next(standing);
        }
    }
}
