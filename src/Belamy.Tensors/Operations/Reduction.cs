using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    internal enum ReductionKind
    {
        Sum, Max,
    }

    /// <summary>Sum or greatest value over some axes, which stay with size 1.</summary>
    internal sealed record ReductionOperation(ReductionKind Kind, Numbers Axes) : Operation
    {
        public override string Name => Kind == ReductionKind.Sum ? "Sum" : "ReduceMax";

        protected override string Details => $"axes {Axes}";
    }

    /// <summary>Index of the greatest value along an axis, the first on a tie; the axis stays with size 1. Int32.</summary>
    internal sealed record ArgMaxOperation(int Axis) : Operation
    {
        protected override string Details => $"axis {Axis}";
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>Sum over some axes, over all when none are named.</summary>
        /// <param name="axes">The axes; negative ones count from the last.</param>
        /// <param name="keepAxes">Whether the axes stay with size 1.</param>
        public Tensor Sum(ReadOnlySpan<int> axes = default, bool keepAxes = false) => Reduce(ReductionKind.Sum, axes, keepAxes);

        /// <summary>Sum over one axis.</summary>
        public Tensor Sum(int axis, bool keepAxes = false) => Sum([axis], keepAxes);

        /// <summary>Mean over some axes, over all when none are named.</summary>
        /// <param name="axes">The axes; negative ones count from the last.</param>
        /// <param name="keepAxes">Whether the axes stay with size 1.</param>
        public Tensor Mean(ReadOnlySpan<int> axes = default, bool keepAxes = false)
        {
            Tensor sum = Sum(axes, keepAxes);
            return sum * ((double)sum.Shape.Count / Shape.Count);
        }

        /// <summary>Mean over one axis.</summary>
        public Tensor Mean(int axis, bool keepAxes = false) => Mean([axis], keepAxes);

        /// <summary>Greatest value over some axes, over all when none are named; equal greatest values share the gradient.</summary>
        /// <param name="axes">The axes; negative ones count from the last.</param>
        /// <param name="keepAxes">Whether the axes stay with size 1.</param>
        public Tensor ReduceMax(ReadOnlySpan<int> axes = default, bool keepAxes = false) => Reduce(ReductionKind.Max, axes, keepAxes);

        /// <summary>Least value over some axes, over all when none are named; equal least values share the gradient.</summary>
        /// <param name="axes">The axes; negative ones count from the last.</param>
        /// <param name="keepAxes">Whether the axes stay with size 1.</param>
        public Tensor ReduceMin(ReadOnlySpan<int> axes = default, bool keepAxes = false) => -(-this).ReduceMax(axes, keepAxes);

        /// <summary>Index of the greatest value along an axis, the first on a tie. Int32; no gradient flows through it.</summary>
        /// <param name="axis">The axis, which disappears.</param>
        public Tensor ArgMax(int axis)
        {
            RequireFloat("ArgMax", this);
            axis = ResolveAxis("ArgMax", Shape, axis);
            var index = new Tensor(new ArgMaxOperation(axis), Shape.With(axis, 1), ElementType.Int32, this);
            return index.Reshape(new Shape([.. Shape.Where((_, at) => at != axis)]));
        }

        private Tensor Reduce(ReductionKind kind, ReadOnlySpan<int> axes, bool keepAxes)
        {
            string name = kind == ReductionKind.Sum ? "Sum" : "ReduceMax";
            RequireFloat(name, this);
            int[] reduced = axes.IsEmpty ? [.. Enumerable.Range(0, Rank)] : ResolveAxes(name, Shape, axes);
            if (kind == ReductionKind.Max && Shape.Count == 0)
                throw new ArgumentException($"ReduceMax: {Shape} has no elements.");
            Shape kept = Shape;
            foreach (int axis in reduced)
                kept = kept.With(axis, 1);
            Tensor result = kept == Shape ? this : new Tensor(new ReductionOperation(kind, new Numbers(reduced)), kept, ElementType, this);
            return keepAxes ? result : result.Reshape(new Shape([.. Shape.Where((_, axis) => !reduced.Contains(axis))]));
        }
    }
}
