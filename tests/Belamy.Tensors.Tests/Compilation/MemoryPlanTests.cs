using Belamy.Tensors.Compilation;
using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;
using Belamy.Tensors.Tests.RandomGraphs;

namespace Belamy.Tensors.Tests.Compilation;

/// <summary>Nothing that is still needed is ever overwritten: the planner alone, and whole plans of random graphs.</summary>
public sealed class MemoryPlanTests
{
    private const int GraphsPerTest = 50;

    // Others than those that RandomGraphTests runs.
    private const int FirstSeed = 1_000_000;

    public static TheoryData<int> FirstSeeds() => [.. Enumerable.Range(0, 6).Select(block => FirstSeed + (block * GraphsPerTest))];

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void Place_random_lives_never_overlap_and_are_aligned(int guard)
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            Allocation[] allocations = [.. Enumerable.Range(0, random.Next(1, 60)).Select(at =>
            {
                int first = random.Next(20);
                return new Allocation($"{at}", random.Next(1, 3000), first) { LastWave = first + random.Next(8) };
            })];
            AssertSound(allocations, MemoryPlan.Place(allocations, guard), guard);
        }
    }

    [Fact]
    public void Place_lives_one_after_another_share_one_place()
    {
        Allocation[] allocations = [new("first", 1000, 0) { LastWave = 1 }, new("second", 900, 2) { LastWave = 2 }, new("third", 1024, 3)];
        Assert.Equal(1024, MemoryPlan.Place(allocations, guard: 0));
        Assert.All(allocations, allocation => Assert.Equal(0, allocation.Offset));
    }

    [Theory]
    [MemberData(nameof(FirstSeeds))]
    public void Compile_random_graph_overwrites_nothing_that_is_needed(int firstSeed)
    {
        Assert.SkipWhen(Simd.Current == SimdWidth.None, "Programs run by the reference evaluator here, which plans no memory.");
        int shared = 0;
        for (int seed = firstSeed; seed < firstSeed + GraphsPerTest; seed++)
        {
            using var graph = new RandomGraph(seed);
            using Program program = Program.Compile("random", graph.Outputs, graph.Updates);
            if (program.Plan is not { } plan)
                continue;
            AssertSound(plan.Allocations, plan.ArenaBytes, guard: 0);
            shared += AssertNothingNeededIsOverwritten(plan, seed);
        }

        // Otherwise the property would hold for a planner that never reuses memory.
        Assert.True(shared > GraphsPerTest, $"Memory was shared {shared} times.");
    }

    private static void AssertSound(IReadOnlyList<Allocation> allocations, long peak, int guard)
    {
        Assert.All(allocations, allocation =>
        {
            Assert.Equal(0, allocation.Offset % MemoryPlan.Alignment);
            Assert.InRange(allocation.Offset, 0, peak - allocation.Bytes - guard);
        });
        for (int one = 0; one < allocations.Count; one++)
        {
            for (int other = 0; other < one; other++)
            {
                (Allocation a, Allocation b) = (allocations[one], allocations[other]);
                bool together = a.FirstWave <= b.LastWave && b.FirstWave <= a.LastWave;
                bool apart = a.Offset + a.Bytes + guard <= b.Offset || b.Offset + b.Bytes + guard <= a.Offset;
                Assert.True(apart || !together, $"{a.Name} at {a.Offset} and {b.Name} at {b.Offset}");
            }
        }

        foreach (int wave in allocations.Select(allocation => allocation.FirstWave).Distinct())
            Assert.True(peak >= allocations.Where(allocation => allocation.FirstWave <= wave && wave <= allocation.LastWave).Sum(allocation => allocation.Bytes));
    }

    /// <summary>Works out from the kernels alone who needs which bytes when; returns how many pairs share bytes at different times.</summary>
    private static int AssertNothingNeededIsOverwritten(Plan plan, int seed)
    {
        List<Life> lives = Lives(plan);
        int shared = 0;
        for (int one = 0; one < lives.Count; one++)
        {
            for (int other = one + 1; other < lives.Count; other++)
            {
                (Life first, Life second) = lives[one].First <= lives[other].First ? (lives[one], lives[other]) : (lives[other], lives[one]);
                if (first.Begin >= second.End || second.Begin >= first.End)
                    continue;
                shared++;
                bool after = first.Last < second.First;
                Assert.True(after || TakesOver(first, second), $"Seed {seed}: {second} overwrites {first}.\n{plan}");
            }
        }

        return shared;
    }

    /// <summary>Whether a kernel overwrites, place for place, what it alone still reads.</summary>
    private static bool TakesOver(Life first, Life second) =>
        first.Last == second.First && first.Begin == second.Begin && first.End == second.End && second.Writer is not null
        && (first.LastReaders.Count == 0 ? first.Writer == second.Writer && second.Writer.Epilogues.Count > 0 : first.LastReaders.All(reader => reader == second.Writer));

    private static List<Life> Lives(Plan plan)
    {
        var lives = new Dictionary<Tensor, Life>();
        var all = new List<Life>();
        for (int wave = 0; wave < plan.Kernels.Count; wave++)
        {
            foreach (BuiltKernel kernel in plan.Kernels[wave])
            {
                // A leaf is there from the beginning.
                foreach (Tensor read in kernel.Plan.Reads)
                {
                    Life life = lives.TryGetValue(read, out Life? known) ? known : Begin(read, -1, null);
                    if (life.Last < wave)
                        life.LastReaders.Clear();
                    life.Last = wave;
                    life.LastReaders.Add(kernel);
                }
            }

            foreach (BuiltKernel kernel in plan.Kernels[wave])
            {
                if (kernel.Workspace is { } workspace)
                {
                    nint address = plan.ArenaAddress + (nint)workspace.Offset;
                    all.Add(new Life(workspace.Name, address, address + (nint)workspace.Bytes, wave, kernel) { Last = wave });
                }

                foreach (Tensor written in kernel.Plan.Writes)
                {
                    Life life = Begin(written, wave, kernel);
                    // Outputs and updates are wanted after the last wave.
                    life.Last = written.Operation is CopyOperation { Destination: >= 0 } ? plan.Kernels.Count : wave;
                }
            }
        }

        return all;

        Life Begin(Tensor tensor, int wave, BuiltKernel? writer)
        {
            nint address = plan.AddressOf(tensor);
            var life = new Life(tensor.ToString(), address, address + (nint)(tensor.Shape.Count * tensor.ElementType.Size()), wave, writer) { Last = wave };
            Assert.True(lives.TryAdd(tensor, life), $"{tensor} is read before it is written, or written twice.");
            all.Add(life);
            return life;
        }
    }

    /// <summary>Bytes and the waves, from the writing one to the last reading one, in which they are needed.</summary>
    private sealed record Life(string Name, nint Begin, nint End, int First, BuiltKernel? Writer)
    {
        public int Last { get; set; }

        public List<BuiltKernel> LastReaders { get; } = [];

        public override string ToString() => $"{Name} of waves {First} to {Last}";
    }
}
