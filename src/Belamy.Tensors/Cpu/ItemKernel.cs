using Belamy.Tensors.Cpu.Loops;

namespace Belamy.Tensors.Cpu;

/// <summary>Where an item's part of what lives only while the item is worked on lies in a worker's scratch.</summary>
/// <param name="Kernel">Which of the kernels it is an operand of.</param>
/// <param name="Operand">Which operand.</param>
/// <param name="Place">Bytes from the beginning of the scratch.</param>
/// <param name="ItemBytes">Bytes from one item to the next, if all lay in memory.</param>
internal readonly record struct ItemOperand(int Kernel, int Operand, long Place, long ItemBytes);

/// <summary>
/// Kernels of one task for each item, run item by item instead of one after another: what one writes and the next reads stays in the cache,
/// and where nothing else reads it, it has no memory but one item's in each worker's scratch. Operands: those of all kernels in turn.
/// </summary>
/// <param name="items">Number of items.</param>
/// <param name="make">Makes the kernels anew, each with the loops of its epilogue behind it: every worker has its own, for their operands move from item to item.</param>
/// <param name="operandCounts">Operands of each kernel.</param>
/// <param name="within">Operands in the workers' scratch.</param>
/// <param name="withinBytes">Bytes of scratch that they take.</param>
internal sealed class ItemKernel(int items, Func<Kernel[]> make, int[] operandCounts, ItemOperand[] within, long withinBytes) : Kernel
{
    private readonly Kernel[] _prototypes = make();
    private Kernel[][] _kernels = [];

    public override string Name => $"{items} items of {string.Join(", ", _prototypes.Where(IsMain).Select(kernel => kernel.Name))}";

    public override long ScratchBytesPerWorker => Align(withinBytes) + _prototypes.Max(kernel => kernel.ScratchBytesPerWorker);

    public override double Flops => _prototypes.Where(IsMain).Sum(kernel => kernel.Flops);

    public override int Tasks(int stage) => items;

    public override void Run(int stage, int task, int worker)
    {
        Kernel[] kernels = _kernels[worker];
        foreach (ItemOperand operand in within)
            kernels[operand.Kernel].Move(operand.Operand, Scratch(worker) + (nint)(operand.Place - (task * operand.ItemBytes)));
        foreach (Kernel kernel in kernels)
        {
            if (IsMain(kernel))
                kernel.Run(0, task, worker);
        }
    }

    protected override void OnBound()
    {
        while (_kernels.Length < WorkerTeam.Shared.Workers)
            _kernels = [.. _kernels, _kernels.Length == 0 ? _prototypes : make()];
        foreach (Kernel[] kernels in _kernels)
        {
            int first = 0;
            for (int at = 0; at < kernels.Length; at++)
            {
                var operands = new nint[operandCounts[at]];
                for (int operand = 0; operand < operands.Length; operand++)
                    operands[operand] = Operand(first + operand);
                first += operands.Length;
                kernels[at].Bind(operands, 0, Scratch(0) + (nint)Align(withinBytes), Scratch(1) - Scratch(0));
            }
        }
    }

    /// <summary>Loops are run by the kernels whose output they finish.</summary>
    private static bool IsMain(Kernel kernel) => kernel is not LoopKernel;
}
