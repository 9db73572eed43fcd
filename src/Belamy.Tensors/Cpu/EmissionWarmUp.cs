using Belamy.Tensors.Cpu.Loops;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Emits one of each kind on another thread, once per process. The first code that a process emits takes as long as a hundred
/// later ones, since the runtime first brings up reflection; that can happen while the first graph is simplified and fused.
/// </summary>
internal static class EmissionWarmUp
{
    private static int _started;

    /// <summary>Starts, unless it has been, and returns at once. What is emitted decides nothing: it is only early.</summary>
    public static void Start(SimdWidth width)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static width => Emit((SimdWidth)width!), width);
    }

    private static void Emit(SimdWidth width)
    {
        LoopEmitter.Get(Tanh(), width);
        MicroKernel.Get(new MicroKernelShape(1, 1, 1, width, RowAddressing.Strided));
    }

    /// <summary>A loop whose body calls most of the methods there are.</summary>
    private static LoopBody Tanh()
    {
        var lanes = new LaneBuilder();
        int result = lanes.Tanh(lanes.Emit(LaneOperation.LoadFloat, immediate: 0));
        return new LoopBody(
            KeptLoops: 1,
            ReducedLoops: 0,
            LanesReduced: false,
            Access: [LaneAccess.Contiguous, LaneAccess.Contiguous],
            Moves: [1, 1],
            lanes.ToArray(),
            Stores: [new LoopStore(Operand: 1, result)],
            Reductions: []);
    }
}
