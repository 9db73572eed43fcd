namespace Belamy.Tensors.Cpu;

/// <summary>
/// An executable piece of a plan: a few stages, each a fixed number of independent tasks over raw memory.
/// </summary>
/// <remarks>
/// The number of tasks and what each computes never depend on the number of workers, so the same inputs
/// give the same bits with any number of threads.
/// </remarks>
internal abstract class Kernel
{
    private nint[] _operands = [];
    private nint _scratch;
    private nint _scratchStride;

    /// <summary>What the kernel computes, for traces: its kind and its sizes.</summary>
    public abstract string Name { get; }

    /// <summary>Number of stages; they run one after another with a barrier between.</summary>
    public virtual int Stages => 1;

    /// <summary>Bytes of shared temporary memory needed during <see cref="Run"/> (packed weights, partial sums).</summary>
    public virtual long WorkspaceBytes => 0;

    /// <summary>Bytes of temporary memory that each worker needs for itself.</summary>
    public virtual long ScratchBytesPerWorker => 0;

    /// <summary>Operations the mathematics needs, two for a multiply-add.</summary>
    public virtual double Flops => 0;

    /// <summary>Work to do on output rows as they become final; null for none.</summary>
    public Epilogue? Epilogue { get; set; }

    /// <summary>Base address of the shared temporary memory.</summary>
    protected nint Workspace { get; private set; }

    /// <summary>Number of independent tasks of a stage.</summary>
    public abstract int Tasks(int stage);

    /// <summary>Runs one task on behalf of one worker.</summary>
    public abstract void Run(int stage, int task, int worker);

    /// <summary>
    /// Sets the addresses: operands in the order the kernel documents, the shared workspace, and the workers'
    /// scratch areas, worker <c>w</c> at <paramref name="scratch"/> + w·<paramref name="scratchStride"/>.
    /// </summary>
    /// <remarks>Workspace and scratch must be aligned to 64 bytes; operands to 4, and to 64 for full speed.</remarks>
    public void Bind(ReadOnlySpan<nint> operands, nint workspace, nint scratch, nint scratchStride)
    {
        _operands = operands.ToArray();
        Workspace = workspace;
        _scratch = scratch;
        _scratchStride = scratchStride;
        OnBound();
    }

    /// <summary>Moves one operand.</summary>
    public virtual void Move(int operand, nint address) => _operands[operand] = address;

    /// <summary>Called when addresses have changed.</summary>
    protected virtual void OnBound()
    {
    }

    /// <summary>Address of an operand.</summary>
    protected nint Operand(int index) => _operands[index];

    /// <summary>Address of a worker's scratch area.</summary>
    protected nint Scratch(int worker) => _scratch + worker * _scratchStride;

    /// <summary>Rounds a size in bytes up to a multiple of a cache line.</summary>
    protected static long Align(long bytes) => (bytes + 63) & ~63L;
}
