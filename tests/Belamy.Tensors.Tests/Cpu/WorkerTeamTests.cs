using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_runs_every_task_once_and_stages_in_order(int workers)
    {
        using var team = new WorkerTeam(workers);
        var kernel = new CountingKernel(stages: 3, tasks: 50);
        for (var i = 0; i < 200; i++)
        {
            // Longer than a thread spins, now and then, so that parking and waking are part of the test.
            if (i % 50 == 0)
                Thread.Sleep(2);
            team.Run(kernel);
        }

        Assert.Equal(0, kernel.Misplaced);
        Assert.All(kernel.Counts, count => Assert.Equal(200, count));
        Assert.InRange(kernel.HighestWorker, 0, workers - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_wave_runs_all_kernels(int workers)
    {
        using var team = new WorkerTeam(workers);
        CountingKernel[] wave = [new(1, 5), new(3, 1), new(2, 0), new(2, 17)];
        for (var i = 0; i < 100; i++)
            team.Run(wave);
        Assert.All(wave, kernel => Assert.All(kernel.Counts, count => Assert.Equal(100, count)));
        Assert.All(wave, kernel => Assert.Equal(0, kernel.Misplaced));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_failing_task_surfaces_and_leaves_the_team_usable(int workers)
    {
        using var team = new WorkerTeam(workers);
        var error = Assert.Throws<InvalidDataException>(() => team.Run(new FailingKernel()));
        Assert.Equal("task 3", error.Message);
        var kernel = new CountingKernel(1, 9);
        team.Run(kernel);
        Assert.All(kernel.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_inside_a_run_says_that_the_team_is_busy()
    {
        using var team = new WorkerTeam(2);
        var error = Assert.Throws<InvalidOperationException>(() => team.Run(new NestingKernel(team)));
        Assert.Contains("running another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_allocates_nothing()
    {
        using var team = new WorkerTeam(1);
        var kernel = new CountingKernel(2, 10);
        team.Run(kernel);
        var before = GC.GetAllocatedBytesForCurrentThread();
        team.Run(kernel);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1000")]
    public void ParseThreads_wrong_value_names_the_variable(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => WorkerTeam.ParseThreads(value));
        Assert.StartsWith($"BELAMY_THREADS={value} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseThreads_reads_numbers()
    {
        Assert.Equal(3, WorkerTeam.ParseThreads("3"));
        Assert.Equal(Math.Min(Environment.ProcessorCount, 256), WorkerTeam.ParseThreads(null));
    }

    [Fact]
    public void SimdParse_wrong_value_names_the_variable()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Simd.Parse("1024"));
        Assert.StartsWith("BELAMY_SIMD=1024 ", error.Message, StringComparison.Ordinal);
    }

    private sealed class CountingKernel(int stages, int tasks) : Kernel
    {
        private readonly int[] _done = new int[stages];

        public int[] Counts { get; } = new int[stages * tasks];

        public int Misplaced { get; private set; }

        public int HighestWorker { get; private set; }

        public override string Name => "counting";

        public override int Stages => stages;

        public override int Tasks(int stage) => tasks;

        public override void Run(int stage, int task, int worker)
        {
            Interlocked.Increment(ref Counts[stage * tasks + task]);
            HighestWorker = Math.Max(HighestWorker, worker);
            var done = Interlocked.Increment(ref _done[stage]);
            // Every earlier stage has done all its tasks of this round.
            if (stage > 0 && Volatile.Read(ref _done[stage - 1]) < (done + tasks - 1) / tasks * tasks)
                Misplaced++;
        }
    }

    private sealed class FailingKernel : Kernel
    {
        public override string Name => "failing";

        public override int Tasks(int stage) => 5;

        public override void Run(int stage, int task, int worker)
        {
            if (task == 3)
                throw new InvalidDataException("task 3");
        }
    }

    private sealed class NestingKernel(WorkerTeam team) : Kernel
    {
        public override string Name => "nesting";

        public override int Tasks(int stage) => 1;

        public override void Run(int stage, int task, int worker) => team.Run(this);
    }
}
