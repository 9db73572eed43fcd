using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    /// <summary>(values, indices): the slices of the values at the indices along an axis.</summary>
    internal sealed record GatherOperation(int Axis) : Operation
    {
        protected override string Details => $"axis {Axis}";
    }

    /// <summary>(base, indices, updates): the base with each update added to the slice at its index along an axis.</summary>
    internal sealed record ScatterAddOperation(int Axis) : Operation
    {
        protected override string Details => $"axis {Axis}";
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>Slices at given indices along an axis: an embedding looks up rows this way.</summary>
        /// <param name="indices">Int32 [count], each within the axis; one outside it is clamped to the nearest.</param>
        /// <param name="axis">The axis, which gets the size count.</param>
        public Tensor Gather(Tensor indices, int axis = 0)
        {
            RequireIndices("Gather", indices);
            axis = ResolveAxis("Gather", Shape, axis);
            return new Tensor(new GatherOperation(axis), Shape.With(axis, indices.Shape[0]), ElementType, this, indices);
        }

        /// <summary>This tensor with each slice of the updates added at its index along an axis; equal indices add up in order.</summary>
        /// <param name="indices">Int32 [count], each within the axis; one outside it is clamped to the nearest.</param>
        /// <param name="updates">This shape, but with count along the axis.</param>
        /// <param name="axis">The axis.</param>
        public Tensor ScatterAdd(Tensor indices, Tensor updates, int axis = 0)
        {
            RequireIndices("ScatterAdd", indices);
            RequireSameType("ScatterAdd", this, updates);
            RequireFloat("ScatterAdd", this);
            axis = ResolveAxis("ScatterAdd", Shape, axis);
            if (updates.Shape != Shape.With(axis, indices.Shape[0]))
                throw new ArgumentException($"ScatterAdd: updates {updates.Shape} must be {Shape.With(axis, indices.Shape[0])} for base {Shape} and {indices.Shape[0]} indices along axis {axis}.");
            return new Tensor(new ScatterAddOperation(axis), Shape, ElementType, this, indices, updates);
        }

        /// <summary>1 at the place of each label and 0 elsewhere.</summary>
        /// <param name="labels">Int32 [batch], each in [0, classes).</param>
        /// <param name="classes">Number of classes.</param>
        /// <param name="elementType">Float32 or Float64.</param>
        /// <returns>[batch, classes].</returns>
        public static Tensor OneHot(Tensor labels, int classes, ElementType elementType = ElementType.Float32)
        {
            RequireIndices("OneHot", labels);
            Shape shape = [labels.Shape[0], classes];
            return Equal(labels.Reshape(shape[0], 1).BroadcastTo(shape), Iota(shape, 1)).Cast(elementType);
        }

        private static void RequireIndices(string operation, Tensor indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            if (indices.ElementType != ElementType.Int32 || indices.Rank != 1)
                throw new ArgumentException($"{operation}: indices must be Int32 of rank 1, not {indices.ElementType}{indices.Shape}.");
        }
    }
}
