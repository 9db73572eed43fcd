using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Hands loops that finish the output of a contraction (bias, activation, an optimizer's update) to that contraction's kernel, which
/// runs them on each block of rows while it is in cache: elementwise work, and sums and greatest values of rows, as a softmax has them.
/// </summary>
internal static class EpiloguePass
{
    /// <summary>With fewer rows or columns a loop is cut, or its lanes lie, otherwise than row by row.</summary>
    private const int LeastReduced = 8;

    public static List<KernelPlan> Run(List<KernelPlan> kernels, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        var writers = new Dictionary<Tensor, KernelPlan>();
        foreach (KernelPlan kernel in kernels)
        {
            foreach (Tensor tensor in kernel.Writes)
                writers[tensor] = kernel;
        }

        var taken = new HashSet<KernelPlan>();
        var besides = new Dictionary<KernelPlan, HashSet<KernelPlan>>();
        foreach (LoopPlan loop in kernels.OfType<LoopPlan>())
        {
            NodePlan? host = loop.Sources.Select(source => writers.GetValueOrDefault(source)).OfType<NodePlan>()
                .Where(node => IsContraction(node.Node) && Finishes(loop, node, views) && IsFirstElse(loop, node, writers, besides))
                .MaxBy(node => node.Level);
            if (host is null)
                continue;
            foreach (KernelPlan writer in loop.Sources.Select(source => writers.GetValueOrDefault(source)).OfType<KernelPlan>())
            {
                if (writer.Level == host.Level && writer != host)
                    (besides.TryGetValue(host, out HashSet<KernelPlan>? known) ? known : besides[host] = []).Add(writer);
            }

            host.Epilogues.Add(loop);
            taken.Add(loop);
            // What the loop writes now comes from the contraction's kernel, at that level.
            foreach (Tensor tensor in loop.Writes)
                writers[tensor] = host;
        }

        return [.. kernels.Where(kernel => !taken.Contains(kernel))];
    }

    private static bool IsContraction(Tensor node) =>
        node.Operation is MatrixProductOperation or ConvolutionOperation;

    /// <summary>Whether a loop can run on the rows of a contraction's output, and on what earlier epilogues left in the same rows.</summary>
    private static bool Finishes(LoopPlan loop, NodePlan node, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        if (loop.Shape != node.Node.Shape)
            return false;
        StridedView output = views[node.Node];
        if (loop.Reductions.Count > 0)
        {
            long columns = loop.Shape[^1];
            if (node.Node.Operation is not MatrixProductOperation || columns < LeastReduced || loop.Shape.Count / columns < LeastReduced
                || !loop.Reductions.All(reduction => IsOfRows((ReductionOperation)reduction.Operation, loop.Shape) && IsRowVector(views[reduction], output, loop.Shape)))
            {
                return false;
            }
        }

        var here = new HashSet<Tensor>(node.Writes);
        return loop.Stored.All(stored => views[stored].HasStrides(output.Strides, loop.Shape))
            && loop.Loaded.All(loaded => IsRowWise(views[loaded], output, loop.Shape) && (!here.Contains(views[loaded].Base) || IsInStep(views[loaded], output, loop.Shape)));
    }

    /// <summary>
    /// Whether all else that a loop reads can be in memory before the contraction starts: it comes from a lower level, or from the same and
    /// does not wait for this contraction by way of another one's epilogues.
    /// </summary>
    private static bool IsFirstElse(LoopPlan loop, NodePlan node, Dictionary<Tensor, KernelPlan> writers, Dictionary<KernelPlan, HashSet<KernelPlan>> besides)
    {
        return loop.Sources.All(source => !writers.TryGetValue(source, out KernelPlan? writer) || writer == node || writer.Level < node.Level
            || (writer.Level == node.Level && writer is NodePlan && !Waits(writer)));

        bool Waits(KernelPlan writer) => besides.TryGetValue(writer, out HashSet<KernelPlan>? others) && others.Any(other => other == node || Waits(other));
    }

    private static bool IsOfRows(ReductionOperation reduction, Shape shape) => reduction.Axes.Length == 1 && reduction.Axes[0] == shape.Rank - 1;

    /// <summary>Whether what was written in these rows is read in the same rows: element for element, or a number for each.</summary>
    public static bool IsInStep(StridedView loaded, StridedView output, Shape shape) =>
        loaded.Offset == 0 && (loaded.HasStrides(output.Strides, shape) || (loaded.Strides[^1] == 0 && IsRowVector(loaded, output, shape)));

    /// <summary>Whether an operand's rows begin one after another, as those of a column do.</summary>
    private static bool IsRowVector(StridedView operand, StridedView output, Shape shape)
    {
        for (int axis = 0; axis < shape.Rank - 1; axis++)
        {
            if (shape[axis] != 1 && operand.Strides[axis] * shape[^1] != output.Strides[axis])
                return false;
        }

        return true;
    }

    /// <summary>
    /// An epilogue is run on rows of the output, so an operand must be reachable by a row and a column stride: the same for
    /// every row, the same along a row, or element for element.
    /// </summary>
    private static bool IsRowWise(StridedView operand, StridedView output, Shape shape)
    {
        if (output.Base.Operation is MatrixProductOperation && operand.Strides[^1] == 0 && IsRowVector(operand, output, shape))
            return true;
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
