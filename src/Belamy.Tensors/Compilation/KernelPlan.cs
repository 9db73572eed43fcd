using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>A kernel before it is built: what it computes and what it reads, as tensors that hold memory.</summary>
internal abstract class KernelPlan
{
    /// <summary>Steps from the inputs: a kernel reads only what kernels of lower levels wrote.</summary>
    public required int Level { get; init; }

    /// <summary>The tensors that it writes.</summary>
    public abstract IEnumerable<Tensor> Writes { get; }

    /// <summary>The tensors whose memory it reads, each once.</summary>
    public abstract IEnumerable<Tensor> Reads { get; }
}

/// <summary>A fused loop: elementwise tensors to store and reductions to compute in one pass over an iteration space.</summary>
internal sealed class LoopPlan : KernelPlan
{
    /// <summary>The iteration space.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Elementwise tensors that are stored, in order of creation.</summary>
    public List<Tensor> Stored { get; } = [];

    /// <summary>Reductions, all over the same axes.</summary>
    public List<Tensor> Reductions { get; } = [];

    /// <summary>Everything computed in registers, inputs before users; holds the stored tensors too.</summary>
    public List<Tensor> Computed { get; } = [];

    /// <summary>Tensors read from memory, as the body names them: views or tensors that hold memory.</summary>
    public List<Tensor> Loaded { get; } = [];

    /// <summary>The tensors that hold what is loaded.</summary>
    public HashSet<Tensor> Sources { get; } = [];

    public override IEnumerable<Tensor> Writes => Stored.Concat(Reductions);

    public override IEnumerable<Tensor> Reads => Sources;
}

/// <summary>One primitive that has a kernel of its own, perhaps with loops that finish its output block by block, one after another.</summary>
internal sealed class NodePlan : KernelPlan
{
    /// <summary>The primitive.</summary>
    public required Tensor Node { get; init; }

    /// <summary>The tensors that hold the inputs.</summary>
    public required Tensor[] Sources { get; init; }

    /// <summary>Work on rows of the output while they are in cache; each may read what those before it wrote.</summary>
    public List<LoopPlan> Epilogues { get; } = [];

    public override IEnumerable<Tensor> Writes => Epilogues.SelectMany(epilogue => epilogue.Writes).Prepend(Node);

    public override IEnumerable<Tensor> Reads => Epilogues.Count == 0
        ? Sources.Distinct()
        : Sources.Concat(Epilogues.SelectMany(epilogue => epilogue.Sources)).Except(Writes);
}
