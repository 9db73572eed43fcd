using System.Globalization;
using Belamy.Tensors.Cpu;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// With <c>BELAMY_CHECK=1</c>: every kernel runs beside the reference evaluator, memory that has died is filled with NaN, and
/// guards behind each allocation are watched. The first divergence stops the program with a message. Slow.
/// </summary>
internal sealed class PlanCheck(
    string program,
    List<List<BuiltKernel>> waves,
    Allocation[] allocations,
    IReadOnlyDictionary<Tensor, StridedView> views,
    Func<Tensor, nint> address)
{
    /// <summary>Bytes watched behind each allocation.</summary>
    public const int GuardBytes = 64;

    private const byte Guard = 0xA5;

    /// <summary>All bits set is a NaN, and no number that any kernel writes on purpose but a true mask.</summary>
    private const byte Poison = 0xFF;

    /// <summary>The tensors that packed kernels were made from, which may have died since, and their values.</summary>
    private readonly Dictionary<Tensor, (Tensor Source, NDArray Value)> _packed = [];

    /// <summary>Whether checking is on.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("BELAMY_CHECK") == "1";

    public void Run(WorkerTeam team, nint arena, long bytes)
    {
        HostMemory.Fill(arena, bytes, Poison);
        for (int wave = 0; wave < waves.Count; wave++)
        {
            // Not before: until then the place belongs to others.
            foreach (Allocation allocation in allocations.Where(allocation => allocation.FirstWave == wave))
                HostMemory.Fill(GuardOf(allocation, arena), GuardBytes, Guard);
            foreach (BuiltKernel kernel in waves[wave])
                RunChecked(team, kernel, wave, arena);
            foreach (Allocation dead in allocations.Where(allocation => allocation.LastWave == wave))
                HostMemory.Fill(arena + (nint)dead.Offset, dead.Bytes, Poison);
        }
    }

    private void RunChecked(WorkerTeam team, BuiltKernel kernel, int wave, nint arena)
    {
        // A packed kernel has no value of its own: the evaluator looks through it, at what was packed.
        var before = new Dictionary<Tensor, NDArray>();
        foreach (Tensor tensor in kernel.Plan.Reads)
        {
            if (_packed.TryGetValue(tensor, out (Tensor Source, NDArray Value) packed))
                before[packed.Source] = packed.Value;
            else
                before[tensor] = Read(tensor);
        }

        team.Run(kernel.Kernel);
        foreach (Allocation allocation in allocations.Where(allocation => allocation.FirstWave <= wave && wave <= allocation.LastWave))
        {
            if (!HostMemory.IsFilled(GuardOf(allocation, arena), GuardBytes, Guard))
                throw Failure(kernel, wave, $"wrote behind '{allocation.Name}'");
        }

        Tensor[] written = [.. kernel.Plan.Writes];
        double largestRead = before.Values.Select(Largest).DefaultIfEmpty(0).Max();
        NDArray[] expected = ReferenceEvaluator.Evaluate(written, before);
        for (int output = 0; output < written.Length; output++)
        {
            if (written[output].Operation is PackKernelOperation)
            {
                Tensor source = views[written[output].Inputs[0]].Base;
                _packed[written[output]] = (source, before[source]);
                continue;
            }

            // What an epilogue has written over cannot be compared any more.
            if (written[(output + 1)..].Any(later => address(later) == address(written[output])))
                continue;
            Compare(kernel, wave, written[output], expected[output], Read(written[output]), largestRead);
        }
    }

    private void Compare(BuiltKernel kernel, int wave, Tensor tensor, NDArray expected, NDArray actual, double largestRead)
    {
        double[] wanted = expected.ToDoubles();
        double[] found = actual.ToDoubles();

        // Where terms cancel, the error is that of the terms.
        double scale = Math.Max(Largest(expected), largestRead / 10);
        for (int at = 0; at < wanted.Length; at++)
        {
            bool same = wanted[at].Equals(found[at]) || Math.Abs(wanted[at] - found[at]) <= 1e-4 * Math.Max(scale, 1e-3);
            if (!same)
            {
                throw Failure(kernel, wave, string.Create(CultureInfo.InvariantCulture,
                    $"computed {found[at]:G9} where the reference has {wanted[at]:G9}, element {at} of {tensor}"));
            }
        }
    }

    private static double Largest(NDArray values) => values.ToDoubles().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

    private InvalidOperationException Failure(BuiltKernel kernel, int wave, string complaint) =>
        new($"BELAMY_CHECK: program {program}, wave {wave}, kernel '{kernel.Kernel.Name}' {complaint}.");

    private NDArray Read(Tensor tensor) => HostMemory.Read(address(tensor), tensor.ElementType, tensor.Shape, views[tensor].Strides);

    private static nint GuardOf(Allocation allocation, nint arena) =>
        arena + (nint)(allocation.Offset + ((allocation.Bytes + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment * MemoryPlan.Alignment));
}
