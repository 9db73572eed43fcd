using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    /// <summary>
    /// The same elements in memory of their own. Only the compiler makes it, where a kernel needs its operand to lie
    /// otherwise than it does; no gradient is ever taken through it.
    /// </summary>
    /// <param name="Destination">Which output or update the copy is, counted from 0; -1 for one within the graph, whose layout is free.</param>
    internal sealed record CopyOperation(int Destination = -1) : Operation
    {
        public override bool IsElementwise => true;
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    internal sealed record ReshapeOperation : Operation;

    /// <summary>Axes in another order: axis i of the result is axis Order[i] of the input.</summary>
    internal sealed record PermuteOperation(Numbers Order) : Operation
    {
        protected override string Details => Order.ToString();
    }

    /// <summary>Axes of size 1 repeated to the result's size. Rank stays.</summary>
    internal sealed record BroadcastOperation : Operation;

    /// <summary>Every Step-th element from Start on along each axis; the result's shape says how many.</summary>
    internal sealed record SliceOperation(Numbers Start, Numbers Step) : Operation
    {
        protected override string Details => $"from {Start} step {Step}";
    }

    /// <summary>Zeros before, after and between (Interior zeros behind each element but the last) along each axis.</summary>
    internal sealed record PadOperation(Numbers Low, Numbers High, Numbers Interior) : Operation
    {
        protected override string Details => $"{Low}; {High}; {Interior}";
    }

    /// <summary>Elements in reverse order along some axes.</summary>
    internal sealed record ReverseOperation(Numbers Axes) : Operation
    {
        protected override string Details => Axes.ToString();
    }

    /// <summary>Inputs one behind the other along an axis.</summary>
    internal sealed record ConcatOperation(int Axis) : Operation
    {
        protected override string Details => $"axis {Axis}";
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>The same elements under another shape; one size may be -1 and is then worked out.</summary>
        /// <exception cref="ArgumentException">The number of elements would change.</exception>
        public Tensor Reshape(params ReadOnlySpan<int> sizes)
        {
            int[] resolved = sizes.ToArray();
            int unknown = Array.IndexOf(resolved, -1);
            if (unknown >= 0)
            {
                resolved[unknown] = 1;
                long known = new Shape(resolved).Count;
                resolved[unknown] = known == 0 ? 0 : (int)(Shape.Count / known);
            }

            var shape = new Shape(resolved);
            if (shape.Count != Shape.Count)
                throw new ArgumentException($"Reshape: {Shape} has {Shape.Count} elements and [{string.Join(", ", sizes.ToArray())}] cannot hold them.");
            return shape == Shape ? this : new Tensor(new ReshapeOperation(), shape, ElementType, this);
        }

        /// <summary>The same elements under another shape.</summary>
        public Tensor Reshape(Shape shape) => Reshape(shape.Span);

        /// <summary>Axes in another order: axis i of the result is axis <c>order[i]</c> of this tensor.</summary>
        public Tensor Permute(params ReadOnlySpan<int> order)
        {
            var sizes = new int[Rank];
            var seen = new bool[Rank];
            bool valid = order.Length == Rank;
            for (int axis = 0; valid && axis < Rank; axis++)
            {
                valid = order[axis] >= 0 && order[axis] < Rank && !seen[order[axis]];
                if (valid)
                {
                    seen[order[axis]] = true;
                    sizes[axis] = Shape[order[axis]];
                }
            }

            if (!valid)
                throw new ArgumentException($"Permute: ({string.Join(", ", order.ToArray())}) is no order of the {Rank} axes of {Shape}.");
            return new Tensor(new PermuteOperation(new Numbers(order.ToArray())), new Shape(sizes), ElementType, this);
        }

        /// <summary>The last two axes exchanged.</summary>
        public Tensor Transpose()
        {
            if (Rank < 2)
                throw new ArgumentException($"Transpose: {Shape} has fewer than two axes.");
            int[] order = [.. Enumerable.Range(0, Rank)];
            (order[^1], order[^2]) = (order[^2], order[^1]);
            return Permute(order);
        }

        /// <summary>Repeated to a shape: axes align from the right, missing ones are added on the left, sizes of 1 grow.</summary>
        /// <exception cref="ArgumentException">A size differs and is not 1.</exception>
        public Tensor BroadcastTo(Shape shape)
        {
            if (shape == Shape)
                return this;
            if (Operation is ConstantOperation constant && BroadcastShape("Broadcast", Shape, shape) == shape)
                return Constant(constant.Value, shape, ElementType);
            if (BroadcastShape("Broadcast", Shape, shape) != shape)
                throw new ArgumentException($"Broadcast: {Shape} cannot become {shape}.");
            var sizes = new int[shape.Rank];
            Array.Fill(sizes, 1);
            Shape.Span.CopyTo(sizes.AsSpan(shape.Rank - Rank));
            Tensor aligned = Reshape(sizes);
            return aligned.Shape == shape ? aligned : new Tensor(new BroadcastOperation(), shape, ElementType, aligned);
        }

        /// <summary>A channel vector [C] as [1, C, 1 ...], so that it broadcasts over a tensor of the given rank.</summary>
        public Tensor AsChannels(int rank)
        {
            if (Rank != 1 || rank < 2)
                throw new ArgumentException($"AsChannels: {Shape} must be a vector, and the rank {rank} at least 2.");
            var sizes = new int[rank];
            Array.Fill(sizes, 1);
            sizes[1] = Shape[0];
            return Reshape(sizes);
        }

        /// <summary>Part of a tensor along one axis.</summary>
        /// <param name="axis">The axis.</param>
        /// <param name="start">First element.</param>
        /// <param name="length">Number of elements taken.</param>
        /// <param name="step">Distance between elements taken.</param>
        public Tensor Slice(int axis, int start, int length, int step = 1)
        {
            axis = ResolveAxis("Slice", Shape, axis);
            var starts = new int[Rank];
            var steps = new int[Rank];
            Array.Fill(steps, 1);
            starts[axis] = start;
            steps[axis] = step;
            return Slice(starts, Shape.With(axis, length), steps);
        }

        /// <summary>Part of a tensor: along each axis <paramref name="size"/> elements from <paramref name="start"/> on, every <paramref name="step"/>-th.</summary>
        /// <exception cref="ArgumentException">The part reaches outside the tensor.</exception>
        public Tensor Slice(ReadOnlySpan<int> start, Shape size, ReadOnlySpan<int> step)
        {
            if (start.Length != Rank || size.Rank != Rank || step.Length != Rank)
                throw new ArgumentException($"Slice: one start, size and step per axis of {Shape} is needed, not {start.Length}, {size.Rank} and {step.Length}.");
            bool whole = true;
            for (int axis = 0; axis < Rank; axis++)
            {
                whole &= start[axis] == 0 && size[axis] == Shape[axis];
                if (start[axis] < 0 || step[axis] < 1 || (size[axis] > 0 && start[axis] + ((size[axis] - 1) * step[axis]) >= Shape[axis]))
                {
                    throw new ArgumentException(
                        $"Slice: {size[axis]} elements from {start[axis]} on in steps of {step[axis]} reach outside axis {axis} of {Shape}.");
                }
            }

            return whole ? this : new Tensor(new SliceOperation(new Numbers(start.ToArray()), new Numbers(step.ToArray())), size, ElementType, this);
        }

        /// <summary>Zeros around a tensor and, with <paramref name="interior"/>, between its elements.</summary>
        /// <param name="low">Zeros before, per axis.</param>
        /// <param name="high">Zeros after, per axis.</param>
        /// <param name="interior">Zeros between neighbours, per axis; none when left out.</param>
        /// <exception cref="ArgumentException">A number is negative; cropping is what Slice is for.</exception>
        public Tensor Pad(ReadOnlySpan<int> low, ReadOnlySpan<int> high, ReadOnlySpan<int> interior = default)
        {
            int[] between = interior.IsEmpty ? new int[Rank] : interior.ToArray();
            var sizes = new int[Rank];
            if (low.Length != Rank || high.Length != Rank || between.Length != Rank)
                throw new ArgumentException($"Pad: one number per axis of {Shape} is needed, not {low.Length}, {high.Length} and {between.Length}.");
            bool nothing = true;
            for (int axis = 0; axis < Rank; axis++)
            {
                if (low[axis] < 0 || high[axis] < 0 || between[axis] < 0)
                    throw new ArgumentException($"Pad: negative padding along axis {axis} of {Shape}; crop with Slice.");
                nothing &= low[axis] + high[axis] + between[axis] == 0;
                sizes[axis] = low[axis] + high[axis] + Shape[axis] + (Math.Max(Shape[axis] - 1, 0) * between[axis]);
            }

            return nothing
                ? this
                : new Tensor(new PadOperation(new Numbers(low.ToArray()), new Numbers(high.ToArray()), new Numbers(between)), new Shape(sizes), ElementType, this);
        }

        /// <summary>Elements in reverse order along some axes.</summary>
        public Tensor Reverse(params ReadOnlySpan<int> axes)
        {
            int[] sorted = ResolveAxes("Reverse", Shape, axes);
            return sorted.Length == 0 ? this : new Tensor(new ReverseOperation(new Numbers(sorted)), Shape, ElementType, this);
        }

        /// <summary>Tensors one behind the other along an axis; all other sizes must agree.</summary>
        public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            if (tensors.IsEmpty)
                throw new ArgumentException("Concat: no tensors.");
            Tensor first = tensors[0];
            axis = ResolveAxis("Concat", first.Shape, axis);
            int total = 0;
            foreach (Tensor tensor in tensors)
            {
                RequireSameType("Concat", first, tensor);
                if (tensor.Rank != first.Rank || tensor.Shape.With(axis, 0) != first.Shape.With(axis, 0))
                    throw new ArgumentException($"Concat: {first.Shape} and {tensor.Shape} differ outside axis {axis}.");
                total += tensor.Shape[axis];
            }

            return tensors.Length == 1 ? first : new Tensor(new ConcatOperation(axis), first.Shape.With(axis, total), first.ElementType, [.. tensors]);
        }

        internal static Shape BroadcastShape(string operation, Shape left, Shape right)
        {
            var sizes = new int[Math.Max(left.Rank, right.Rank)];
            for (int fromRight = 1; fromRight <= sizes.Length; fromRight++)
            {
                int a = fromRight <= left.Rank ? left[left.Rank - fromRight] : 1;
                int b = fromRight <= right.Rank ? right[right.Rank - fromRight] : 1;
                if (a != b && a != 1 && b != 1)
                    throw new ArgumentException($"{operation}: shapes {left} and {right} do not broadcast together.");
                sizes[^fromRight] = a == 1 ? b : a;
            }

            return new Shape(sizes);
        }

        private static int ResolveAxis(string operation, Shape shape, int axis)
        {
            int resolved = axis < 0 ? axis + shape.Rank : axis;
            return resolved >= 0 && resolved < shape.Rank
                ? resolved
                : throw new ArgumentException($"{operation}: {shape} has no axis {axis}.");
        }

        private static int[] ResolveAxes(string operation, Shape shape, ReadOnlySpan<int> axes)
        {
            var resolved = new SortedSet<int>();
            foreach (int axis in axes)
                resolved.Add(ResolveAxis(operation, shape, axis));
            return [.. resolved];
        }
    }
}
