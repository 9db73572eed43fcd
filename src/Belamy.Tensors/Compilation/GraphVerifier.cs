using System.Diagnostics;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>What every graph between two passes must satisfy. Runs in debug builds and under <c>BELAMY_CHECK=1</c>.</summary>
internal static class GraphVerifier
{
    public static void Verify(string program, IReadOnlyList<Tensor> roots, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        if (!PlanCheck.IsOn && !IsDebug())
            return;
        foreach (Tensor tensor in Graph.InOrder(roots))
        {
            Require(tensor.Inputs.All(input => input.Order < tensor.Order), tensor, "is older than its input");
            Require(views.ContainsKey(tensor), tensor, "has no layout");
            StridedView view = views[tensor];
            Require(view.Strides.Length == tensor.Rank, tensor, "has strides of another rank");
            (long low, long high) = Reach(view, tensor.Shape);
            Require(tensor.Shape.Count == 0 || (low >= 0 && high < view.Base.Shape.Count), tensor, "reaches outside its memory");
            switch (tensor.Operation)
            {
                case StopGradientOperation:
                    Require(false, tensor, "should have been removed");
                    break;
                case SelectOperation:
                    Require(tensor.Inputs[0].ElementType == ElementType.Boolean, tensor, "chooses by something that is not Boolean");
                    break;
                case BinaryOperation:
                    Require(tensor.Inputs.All(input => input.Shape == tensor.Shape && input.ElementType == tensor.ElementType), tensor, "has operands of other shapes or types");
                    break;
                case ReshapeOperation:
                    Require(tensor.Inputs[0].Shape.Count == tensor.Shape.Count, tensor, "changes the number of elements");
                    break;
            }
        }

        void Require(bool holds, Tensor tensor, string complaint)
        {
            if (!holds)
                throw new InvalidOperationException($"Program {program}: {tensor} {complaint}.");
        }
    }

    private static (long Low, long High) Reach(StridedView view, Shape shape)
    {
        long low = view.Offset;
        long high = view.Offset;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            long span = view.Strides[axis] * Math.Max(0, shape[axis] - 1);
            low += Math.Min(0, span);
            high += Math.Max(0, span);
        }

        return (low, high);
    }

    private static bool IsDebug()
    {
        bool debug = false;
        SetInDebug(ref debug);
        return debug;
    }

    [Conditional("DEBUG")]
    private static void SetInDebug(ref bool debug) => debug = true;
}
