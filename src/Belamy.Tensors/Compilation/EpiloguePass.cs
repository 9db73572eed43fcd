using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Hands elementwise loops that finish the output of a contraction (bias, activation, an optimizer's update) to that
/// contraction's kernel, which runs them on each block while it is in cache.
/// </summary>
internal static class EpiloguePass
{
    public static List<KernelPlan> Run(List<KernelPlan> kernels, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        var writers = new Dictionary<Tensor, KernelPlan>();
        foreach (KernelPlan kernel in kernels)
        {
            foreach (Tensor tensor in kernel.Writes)
                writers[tensor] = kernel;
        }

        var taken = new HashSet<KernelPlan>();
        foreach (LoopPlan loop in kernels.OfType<LoopPlan>())
        {
            NodePlan? host = loop.Sources.Select(source => writers.GetValueOrDefault(source)).OfType<NodePlan>()
                .Where(node => node.Epilogue is null && IsContraction(node.Node) && Finishes(loop, node, writers, views))
                .MaxBy(node => node.Level);
            if (host is null)
                continue;
            host.Epilogue = loop;
            taken.Add(loop);
            // What the loop writes now comes from the contraction's kernel, at that level.
            foreach (Tensor tensor in loop.Writes)
                writers[tensor] = host;
        }

        return [.. kernels.Where(kernel => !taken.Contains(kernel))];
    }

    private static bool IsContraction(Tensor node) =>
        node.Operation is MatrixProductOperation or ConvolutionOperation;

    private static bool Finishes(LoopPlan loop, NodePlan node, Dictionary<Tensor, KernelPlan> writers, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        if (loop.Reductions.Count > 0 || loop.Shape != node.Node.Shape)
            return false;
        StridedView output = views[node.Node];
        bool sameLayout = loop.Stored.All(stored => views[stored].HasStrides(output.Strides, loop.Shape))
            && loop.Loaded.All(loaded => views[loaded].Base != node.Node || views[loaded].SameElements(output, loop.Shape));
        // All else must be in memory before the contraction starts, and nothing that it computes may wait for its end.
        return sameLayout && loop.Sources.All(source => source == node.Node || !writers.TryGetValue(source, out KernelPlan? writer) || writer.Level < node.Level)
            && loop.Loaded.All(loaded => IsRowWise(views[loaded], output, loop.Shape));
    }

    /// <summary>
    /// An epilogue is run on rows of the output, so an operand must be reachable by a row and a column stride: the same for
    /// every row, the same along a row, or element for element.
    /// </summary>
    private static bool IsRowWise(StridedView operand, StridedView output, Shape shape)
    {
        // Even where a row is a single number, the other axes count rows.
        int columns = output.Base.Operation switch
        {
            MatrixProductOperation => shape.Rank - 1,
            ConvolveKernelOperation => Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != 1).DefaultIfEmpty(-1).MinBy(axis => axis < 0 ? 0 : output.Strides[axis]),
            _ => 1,
        };
        long? ratio = null;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1 || axis == columns)
                continue;
            // Row strides must be the same multiple of the output's.
            if (operand.Strides[axis] % output.Strides[axis] != 0 && operand.Strides[axis] != 0)
                return false;
            long factor = operand.Strides[axis] == output.Strides[axis] ? 1 : operand.Strides[axis] == 0 ? 0 : -1;
            if (factor < 0 || (ratio is not null && ratio != factor))
                return false;
            ratio = factor;
        }

        return true;
    }
}
