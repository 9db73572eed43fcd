using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.RandomGraphs;

/// <content>One method per family of operations; each adds to the graph, or returns false where its choice does not fit.</content>
internal sealed partial class RandomGraph
{
    private bool Grow() => Below(32) switch
    {
        0 or 1 or 2 => Function(),
        3 or 4 or 5 or 6 => Arithmetic(),
        7 or 8 => ArithmeticWithNumber(),
        9 => Selection(),
        10 or 11 => Reduction(),
        12 or 13 => BroadcastReduction(),
        14 or 15 or 16 or 17 => Rearrangement(),
        18 => Padding(),
        19 => Concatenation(),
        20 or 21 or 22 => MatrixProduct(),
        23 or 24 => Convolution(),
        25 => Lookup(),
        26 => Numbering(),
        27 => Draw(),
        28 => Integers(),
        29 => Normalization(),
        30 => Gradient(),
        _ => Jump(),
    };

    private bool Function()
    {
        Tensor x = Pick();
        Tensor positive = x.Square() + 0.25;
        Tensor y = Below(17) switch
        {
            0 => -x,
            1 => x.Min(3).Exp(),
            2 => positive.Log(),
            3 => x.Square().Log1p(),
            4 => positive.Sqrt(),
            5 => positive.Rsqrt(),
            6 => x.Sin(),
            7 => x.Cos(),
            8 => x.Tanh(),
            9 => x.Sigmoid(),
            10 => x.Softplus(),
            11 => x.Erf(),
            12 => x.Abs(),
            13 => positive.Power(Any([0.5, -0.5, 1.5, 3.0])),
            14 => x.Power(Any([1.0, 2.0, 3.0])),
            15 => x.StopGradient() * x,
            _ => x.Square(),
        };
        Add(y, exact: IsExact(x) && y.Operation is UnaryOperation { Kind: UnaryKind.Negate or UnaryKind.Abs });
        return true;
    }

    private bool Arithmetic()
    {
        Tensor a = Pick();
        Tensor b = Chance(0.7) && Pick(other => Broadcasts(a.Shape, other.Shape)) is { } found ? found : BroadcastableLeaf(a);
        if (Chance(0.3))
            (a, b) = (b, a);
        int kind = Below(6);
        Add(
            kind switch
            {
                0 => a + b,
                1 => a - b,
                2 => a * b,
                3 => a / (b.Abs() + 0.5),
                4 => Tensor.Max(a, b),
                _ => Tensor.Min(a, b),
            },
            exact: kind >= 4 && IsExact(a) && IsExact(b));
        return true;
    }

    private static bool Broadcasts(Shape left, Shape right)
    {
        long count = 1;
        for (int fromRight = 1; fromRight <= Math.Max(left.Rank, right.Rank); fromRight++)
        {
            int a = fromRight <= left.Rank ? left[left.Rank - fromRight] : 1;
            int b = fromRight <= right.Rank ? right[right.Rank - fromRight] : 1;
            if (a != b && a != 1 && b != 1)
                return false;
            count *= Math.Max(a, b);
        }

        return count <= MostElements;
    }

    private bool ArithmeticWithNumber()
    {
        Tensor x = Pick();
        double number = Any([0.0, 1.0, -1.0, 0.5, 2.0, 0.1, -1.7]);
        Add(
            Below(8) switch
            {
                0 => x + number,
                1 => number - x,
                2 => x * number,
                3 => x / (number + 3),
                4 => number / (x.Abs() + 1),
                5 => x.Clamp(-1, 1.25),
                6 => x.Max(number),
                _ => x - number,
            },
            exact: false);
        return true;
    }

    private bool Selection()
    {
        if (Pick(IsExact) is not { } condition)
            return false;
        Tensor a = Pick(other => Broadcasts(condition.Shape, other.Shape)) ?? Leaf(condition.Shape);
        Tensor b = Chance(0.5) ? BroadcastableLeaf(a) : Tensor.Zeros([]);
        if (!Broadcasts(a.Shape, b.Shape) || !Broadcasts(condition.Shape, Tensor.BroadcastShape("Test", a.Shape, b.Shape)))
            return false;
        Tensor mask = Below(3) switch
        {
            0 => condition > 0,
            1 => condition < BroadcastableLeaf(condition),
            _ => Tensor.Equal(condition, BroadcastableLeaf(condition)),
        };
        if (!Broadcasts(mask.Shape, a.Shape))
            return false;
        Add(Tensor.Select(mask, a, b), exact: IsExact(a) && (IsExact(b) || b.Operation is ConstantOperation));
        return true;
    }

    private bool Jump()
    {
        if (Pick(IsExact) is not { } x)
            return false;
        Add(
            Below(6) switch
            {
                0 => x.Floor(),
                1 => x.Sign(),
                2 => (x < 0.5).Cast(ElementType.Float32),
                3 => x.Cast(ElementType.Int32).Cast(ElementType.Float32),
                4 when x.Rank > 0 => x.ArgMax(Below(x.Rank)).Cast(ElementType.Float32),
                _ => Tensor.Equal(x, x.Floor()).Cast(ElementType.Int32).Cast(ElementType.Float32),
            },
            exact: true);
        return true;
    }

    private int[] Axes(Tensor x) => [.. Enumerable.Range(0, x.Rank).Where(_ => Chance(0.5)).DefaultIfEmpty(Below(x.Rank))];

    private bool Reduction()
    {
        Tensor x = Pick();
        if (x.Rank == 0)
            return false;
        int[] axes = Axes(x);
        bool keep = Chance(0.5);
        int kind = Below(4);
        Add(
            kind switch
            {
                0 => x.Sum(axes, keep),
                1 => x.Mean(axes, keep),
                2 => x.ReduceMax(axes, keep),
                _ => x.ReduceMin(axes, keep),
            },
            exact: kind >= 2 && IsExact(x));
        return true;
    }

    private bool BroadcastReduction()
    {
        Tensor x = Pick();
        if (x.Rank == 0)
            return false;
        int[] axes = Axes(x);
        Tensor mean = x.Mean(axes, keepAxes: true);
        Add(
            Below(5) switch
            {
                0 => x - mean,
                1 => x * (x.Square().Sum(axes, keepAxes: true) + 1).Rsqrt(),
                2 => (x - x.ReduceMax(axes, keepAxes: true)).Exp(),
                3 => (x + 1) * x.Sum(axes, keepAxes: true).BroadcastTo(x.Shape).Tanh(),
                _ => (x - mean).Square().Mean(axes, keepAxes: true) + mean,
            },
            exact: false);
        return true;
    }

    private bool Normalization()
    {
        Tensor x = Pick();
        if (x.Rank < 2)
            return false;
        if (Chance(0.5))
        {
            Tensor shifted = (x - x.ReduceMax([-1], keepAxes: true)).Exp();
            Add(shifted / shifted.Sum([-1], keepAxes: true), exact: false);
            return true;
        }

        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        Tensor centred = x - x.Mean(axes, keepAxes: true);
        Tensor scale = (centred.Square().Mean(axes, keepAxes: true) + 0.1).Rsqrt();
        Tensor normal = centred * scale * Leaf([x.Shape[1]]).AsChannels(x.Rank) + Leaf([x.Shape[1]]).AsChannels(x.Rank);
        Add(Chance(0.5) ? Tensor.Select(normal > 1e30, normal, 0.2 * normal) : normal.Softplus(), exact: false);
        return true;
    }

    private bool Rearrangement()
    {
        Tensor x = Pick();
        Tensor y = Rearranged(x);
        if (Chance(0.3))
            y = Rearranged(y);
        Add(y, exact: IsExact(x));
        return true;
    }

    private Tensor Rearranged(Tensor x)
    {
        switch (Below(5))
        {
            case 0:
                return x.Reshape(Refactored(x.Shape));
            case 1 when x.Rank > 1:
                int[] order = [.. Enumerable.Range(0, x.Rank)];
                _random.Shuffle(order);
                return x.Permute(order);
            case 2 when x.Rank > 0:
                var start = new int[x.Rank];
                var size = new int[x.Rank];
                var step = new int[x.Rank];
                for (int axis = 0; axis < x.Rank; axis++)
                {
                    step[axis] = 1 + Below(3);
                    start[axis] = Chance(0.5) ? 0 : Below(x.Shape[axis]);
                    int most = ((x.Shape[axis] - start[axis] - 1) / step[axis]) + 1;
                    size[axis] = Chance(0.5) ? most : 1 + Below(most);
                }

                return x.Slice(start, new Shape(size), step);
            case 3 when x.Rank > 0:
                return x.Reverse(Axes(x));
            default:
                Shape grown = new([.. Enumerable.Range(0, Below(2)).Select(_ => 2), .. x.Shape.Select(size => size == 1 ? Any([1, 3, 17]) : size)]);
                return grown.Count <= MostElements && grown.Rank <= 5 ? x.BroadcastTo(grown) : x;
        }
    }

    /// <summary>The elements split anew over axes: neighbours joined, or one split in two.</summary>
    private int[] Refactored(Shape shape)
    {
        List<int> sizes = [.. shape];
        if (sizes.Count > 1 && Chance(0.6))
        {
            int at = Below(sizes.Count - 1);
            sizes[at] *= sizes[at + 1];
            sizes.RemoveAt(at + 1);
        }

        if (sizes.Count is > 0 and < 4 && Chance(0.6))
        {
            int at = Below(sizes.Count);
            int[] divisors = [.. Enumerable.Range(1, sizes[at]).Where(divisor => sizes[at] % divisor == 0)];
            int divisor = Any(divisors);
            sizes[at] /= divisor;
            sizes.Insert(at, divisor);
        }

        return [.. sizes];
    }

    private bool Padding()
    {
        Tensor x = Pick();
        if (x.Rank == 0)
            return false;
        int[] Some() => [.. Enumerable.Range(0, x.Rank).Select(_ => Chance(0.5) ? 0 : Below(3))];
        Add(x.Pad(Some(), Some(), Some()), exact: IsExact(x));
        return true;
    }

    private bool Concatenation()
    {
        Tensor x = Pick();
        if (x.Rank == 0)
            return false;
        int axis = Below(x.Rank);
        Tensor other = Chance(0.6) && Pick(one => one.Rank == x.Rank && one.Shape.With(axis, 1) == x.Shape.With(axis, 1)) is { } found
            ? found
            : Leaf(x.Shape.With(axis, 1 + Below(3)));
        Add(Chance(0.5) ? Tensor.Concat(axis, x, other) : Tensor.Concat(axis, other, x, Rearranged(x) is var moved && moved.Shape == x.Shape ? moved : x), exact: IsExact(x) && IsExact(other));
        return true;
    }

    private bool MatrixProduct()
    {
        Tensor x = Pick();
        if (x.Rank < 2)
            x = x.Reshape(1, -1);
        bool transposeLeft = Chance(0.4);
        bool transposeRight = Chance(0.4);
        int depth = x.Shape[transposeLeft ? ^2 : ^1];
        Shape batch = new([.. x.Shape.SkipLast(2)]);
        Tensor? other = Chance(0.5)
            ? Pick(one => one.Rank == x.Rank && one.Shape.SkipLast(2).SequenceEqual(batch) && one.Shape[transposeRight ? ^1 : ^2] == depth)
            : null;
        int width = Any(Sizes);
        other ??= Leaf(transposeRight ? [.. batch, width, depth] : [.. batch, depth, width]);
        if ((double)x.Shape.Count * other.Shape.Count / batch.Count / depth > MostElements * 2)
            return false;
        Tensor product = Tensor.MatMul(x, other, transposeLeft, transposeRight) * (1 / Math.Sqrt(depth));
        Add(Finished(product, product.Shape[^1], -1), exact: false);
        return true;
    }

    /// <summary>Bias and activation behind a contraction, at times.</summary>
    private Tensor Finished(Tensor product, int channels, int axis)
    {
        if (Chance(0.5))
        {
            Tensor bias = Leaf([channels]);
            product += axis < 0 ? bias : bias.AsChannels(product.Rank);
        }

        return Below(5) switch
        {
            0 => product.Tanh(),
            1 => Tensor.Max(product, 0.2 * product),
            2 => product + BroadcastableLeaf(product),
            _ => product,
        };
    }

    private bool Convolution()
    {
        Tensor x = Pick(one => one.Rank is 3 or 4 && one.Shape[1] <= 17) ?? Leaf(RandomShape(3, 4));
        int rank = x.Rank - 2;
        int groups = Chance(0.2) && x.Shape[1] % 2 == 0 ? 2 : 1;
        int[] PerAxis(int least, int most) => [.. Enumerable.Range(0, rank).Select(_ => _random.Next(least, most + 1))];
        int[] kernel = PerAxis(1, 4);
        int[] stride = PerAxis(1, 3);
        int[] dilation = Chance(0.2) ? PerAxis(1, 2) : [1];
        int outputs = groups * (1 + Below(5));
        int[] size = x.Shape.Span[2..].ToArray();
        int kind = Below(3);
        Tensor y;
        try
        {
            ConvolutionGeometry geometry = kind == 1
                ? ConvolutionGeometry.CreateTransposed(size, kernel, stride, [Below(2)], default, dilation, groups)
                : ConvolutionGeometry.Create(size, kernel, stride, PerAxis(-1, 2), PerAxis(-1, 2), dilation, groups);
            double products = (double)geometry.OutputSize.Count * geometry.KernelSize.Count * x.Shape[0] * x.Shape[1] * outputs;
            if (products > 500_000 || geometry.InputSize.Count == 0 || geometry.OutputSize.Count == 0)
                return false;
            double scale = 1 / Math.Sqrt(geometry.KernelSize.Count * x.Shape[1]);
            y = kind switch
            {
                0 => Tensor.Convolve(x, Leaf([outputs, x.Shape[1] / groups, .. kernel]), geometry) * scale,
                1 => Tensor.ConvolveInput(x, Leaf([x.Shape[1], outputs / groups, .. kernel]), geometry) * scale,
                _ => Tensor.ConvolveKernel(x, Leaf([x.Shape[0], outputs, .. geometry.OutputSize]), geometry) * (1 / Math.Sqrt(geometry.OutputSize.Count * x.Shape[0])),
            };
        }
        catch (ArgumentException)
        {
            // The kernel does not fit into the input, or the transposed convolution would crop everything.
            return false;
        }

        Add(Finished(y, y.Shape[1], 1), exact: false);
        return true;
    }

    private bool Lookup()
    {
        Tensor x = Pick();
        if (x.Rank == 0)
            return false;
        int axis = Below(x.Rank);
        Tensor indices = IndexLeaf(Any([1, 2, 3, 5]), x.Shape[axis]);
        if (Chance(0.5))
            Add(x.Gather(indices, axis), exact: IsExact(x));
        else
            Add(x.ScatterAdd(indices, Leaf(x.Shape.With(axis, indices.Shape[0])), axis), exact: false);
        return true;
    }

    private bool Numbering()
    {
        Shape shape = RandomShape(1, 3);
        if (Chance(0.5))
            Add(Tensor.Iota(shape, Below(shape.Rank), Chance(0.5) ? ElementType.Float32 : ElementType.Int32).Cast(ElementType.Float32) * 0.125, exact: false);
        else
            Add(Tensor.OneHot(IndexLeaf(shape[0], 5), 5), exact: true);
        return true;
    }

    private bool Draw()
    {
        NDArray state = NDArray.From([4], [Below(1000), -Below(1000), Below(1000), Below(10)]);
        Tensor tensor = Chance(0.5) ? Tensor.Literal(state) : Tensor.Input($"input {Inputs.Count}", [4], ElementType.Int32);
        if (tensor.Operation is InputOperation)
            Inputs.Add(tensor, state);
        Shape shape = RandomShape();
        bool uniform = Chance(0.5);
        Add(uniform ? Tensor.RandomUniform(tensor, (uint)Below(10), shape) : Tensor.RandomNormal(tensor, (uint)Below(10), shape), exact: uniform);
        return true;
    }

    private bool Integers()
    {
        Add(IntegerExpression(RandomShape(mostRank: 3)).Cast(ElementType.Float32) * 0.0625, exact: false);
        return true;
    }

    /// <summary>Whole numbers below about a hundred.</summary>
    private Tensor IntegerExpression(Shape shape)
    {
        Tensor x = Tensor.Input($"input {Inputs.Count}", shape, ElementType.Int32);
        Inputs.Add(x, NDArray.From(shape, Enumerable.Range(0, (int)shape.Count).Select(_ => Below(11) - 5).ToArray()));
        Tensor y = shape.Rank == 0 ? x : Rearranged(x) is var moved && moved.Shape == x.Shape ? moved : x;
        return Below(6) switch
        {
            0 => x + y,
            1 => x - (y * Tensor.Constant(3, [], ElementType.Int32)),
            2 => Tensor.Max(x, Tensor.Constant(0, [], ElementType.Int32)) * y,
            3 => Tensor.Min(x, y),
            4 => Tensor.Select(x < Tensor.Constant(1, [], ElementType.Int32), x * x, y),
            _ => shape.Rank == 0 ? x : Tensor.Concat(0, x, y + x),
        };
    }

    /// <summary>The gradient of something that bends but never jumps, with respect to leaves and values along the way.</summary>
    private bool Gradient()
    {
        Tensor x = Pick();
        Tensor scale = BroadcastableLeaf(x);
        Tensor y = (x * scale).Tanh() + scale.Square();
        if (x.Rank >= 2 && x.Shape[^1] <= 33)
            y = Tensor.MatMul(y, y, transposeRight: true) * (1.0 / x.Shape[^1]);
        if (y.Shape.Count > MostElements)
            return false;
        Tensor loss = y.Sin().Mean();
        Tensor[] gradients = loss.Gradient([x, scale]);
        Add(gradients[0] * (double)Math.Max(1, x.Shape.Count / 8), exact: false);
        Add(gradients[1], exact: false);
        if (Chance(0.3))
            Add((gradients[0].Square().Sum() * x.Shape.Count).Gradient(scale), exact: false);
        return true;
    }
}
