namespace Belamy.Tensors;

/// <summary>
/// Sizes, strides, padding, dilation and groups of a convolution in one, two or three spatial dimensions. One geometry
/// is shared by the three products of a convolution: <see cref="Tensor.Convolve"/>, <see cref="Tensor.ConvolveInput"/>
/// and <see cref="Tensor.ConvolveKernel"/>. It holds the size of the input, so a transposed convolution needs no
/// "output padding".
/// </summary>
public sealed class ConvolutionGeometry : IEquatable<ConvolutionGeometry>
{
    private ConvolutionGeometry(int[] input, int[] kernel, int[] stride, int[] low, int[] high, int[] dilation, int groups)
    {
        InputSize = new Shape(input);
        KernelSize = new Shape(kernel);
        Stride = new Shape(stride);
        PaddingLow = [.. low];
        PaddingHigh = [.. high];
        Dilation = new Shape(dilation);
        Groups = groups;
        var output = new int[input.Length];
        for (int axis = 0; axis < output.Length; axis++)
        {
            int room = input[axis] + low[axis] + high[axis] - (dilation[axis] * (kernel[axis] - 1)) - 1;
            if (room < 0)
            {
                throw new ArgumentException(
                    $"Convolution: along spatial axis {axis} a kernel of {kernel[axis]} with dilation {dilation[axis]} does not fit into "
                    + $"an input of {input[axis]} with padding {low[axis]} and {high[axis]}.");
            }

            output[axis] = (room / stride[axis]) + 1;
        }

        OutputSize = new Shape(output);
    }

    /// <summary>Size of the input along each spatial axis.</summary>
    public Shape InputSize { get; }

    /// <summary>Size of the output along each spatial axis.</summary>
    public Shape OutputSize { get; }

    /// <summary>Size of the kernel along each spatial axis.</summary>
    public Shape KernelSize { get; }

    /// <summary>Steps of the kernel over the input, each at least 1.</summary>
    public Shape Stride { get; }

    /// <summary>Zeros before the input along each spatial axis; a negative number crops.</summary>
    public IReadOnlyList<int> PaddingLow { get; }

    /// <summary>Zeros after the input along each spatial axis; a negative number crops.</summary>
    public IReadOnlyList<int> PaddingHigh { get; }

    /// <summary>Distance between neighbouring taps of the kernel, each at least 1.</summary>
    public Shape Dilation { get; }

    /// <summary>Number of groups that the channels are split into; each output channel sees the inputs of its group.</summary>
    public int Groups { get; }

    /// <summary>Number of spatial axes: 1, 2 or 3.</summary>
    public int SpatialRank => InputSize.Rank;

    /// <summary>Creates a geometry; what is left out is stride 1, padding 0, dilation 1, one group.</summary>
    /// <param name="input">Size of the input along each spatial axis.</param>
    /// <param name="kernel">Size of the kernel along each spatial axis.</param>
    /// <param name="stride">Stride per axis, or one number for all.</param>
    /// <param name="paddingLow">Padding before per axis, or one number for all.</param>
    /// <param name="paddingHigh">Padding after per axis, or one number for all; as <paramref name="paddingLow"/> when left out.</param>
    /// <param name="dilation">Dilation per axis, or one number for all.</param>
    /// <param name="groups">Number of groups.</param>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public static ConvolutionGeometry Create(
        ReadOnlySpan<int> input,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> stride = default,
        ReadOnlySpan<int> paddingLow = default,
        ReadOnlySpan<int> paddingHigh = default,
        ReadOnlySpan<int> dilation = default,
        int groups = 1)
    {
        int rank = input.Length;
        if (rank is < 1 or > 3)
            throw new ArgumentException($"Convolution: {rank} spatial axes; 1, 2 or 3 are supported.");
        int[] low = PerAxis(paddingLow, rank, 0, "padding");
        int[] strides = PerAxis(stride, rank, 1, "stride");
        int[] dilations = PerAxis(dilation, rank, 1, "dilation");
        int[] kernels = PerAxis(kernel, rank, 1, "kernel size");
        if (strides.Any(value => value < 1) || dilations.Any(value => value < 1) || kernels.Any(value => value < 1) || groups < 1)
            throw new ArgumentException("Convolution: kernel size, stride, dilation and groups must each be at least 1.");
        return new ConvolutionGeometry(
            input.ToArray(),
            kernels,
            strides,
            low,
            paddingHigh.IsEmpty ? low : PerAxis(paddingHigh, rank, 0, "padding"),
            dilations,
            groups);
    }

    /// <summary>
    /// The geometry of a transposed convolution that maps <paramref name="size"/> to
    /// <c>(size - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1</c>. Its
    /// <see cref="OutputSize"/> is <paramref name="size"/>: a transposed convolution is <see cref="Tensor.ConvolveInput"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers do not fit together, or the output padding reaches the stride.</exception>
    public static ConvolutionGeometry CreateTransposed(
        ReadOnlySpan<int> size,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> stride = default,
        ReadOnlySpan<int> padding = default,
        ReadOnlySpan<int> outputPadding = default,
        ReadOnlySpan<int> dilation = default,
        int groups = 1)
    {
        int rank = size.Length;
        int[] kernels = PerAxis(kernel, rank, 1, "kernel size");
        int[] strides = PerAxis(stride, rank, 1, "stride");
        int[] paddings = PerAxis(padding, rank, 0, "padding");
        int[] extra = PerAxis(outputPadding, rank, 0, "output padding");
        int[] dilations = PerAxis(dilation, rank, 1, "dilation");
        var input = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            if (extra[axis] < 0 || extra[axis] >= strides[axis])
                throw new ArgumentException($"Convolution: output padding {extra[axis]} along spatial axis {axis} must be at least 0 and below the stride {strides[axis]}.");
            input[axis] = ((size[axis] - 1) * strides[axis]) - (2 * paddings[axis]) + (dilations[axis] * (kernels[axis] - 1)) + extra[axis] + 1;
        }

        return Create(input, kernels, strides, paddings, paddings, dilations, groups);
    }

    /// <inheritdoc/>
    public bool Equals(ConvolutionGeometry? other) =>
        other is not null && InputSize == other.InputSize && KernelSize == other.KernelSize && Stride == other.Stride
        && PaddingLow.SequenceEqual(other.PaddingLow) && PaddingHigh.SequenceEqual(other.PaddingHigh)
        && Dilation == other.Dilation && Groups == other.Groups;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConvolutionGeometry);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, KernelSize, Stride, PaddingLow[0], PaddingHigh[0], Dilation, Groups);

    /// <summary>For example <c>28x28 -> 14x14, kernel 4x4, stride 2x2, padding 1x1</c>.</summary>
    public override string ToString()
    {
        string text = $"{By(InputSize)} -> {By(OutputSize)}, kernel {By(KernelSize)}, stride {By(Stride)}, padding {By(PaddingLow)}";
        if (!PaddingLow.SequenceEqual(PaddingHigh))
            text += $"..{By(PaddingHigh)}";
        if (Dilation.Any(value => value != 1))
            text += $", dilation {By(Dilation)}";
        return Groups == 1 ? text : $"{text}, {Groups} groups";
    }

    private static string By(IEnumerable<int> values) => string.Join("x", values);

    private static int[] PerAxis(ReadOnlySpan<int> values, int rank, int missing, string name)
    {
        if (values.Length == rank)
            return values.ToArray();
        var all = new int[rank];
        if (values.Length > 1)
            throw new ArgumentException($"Convolution: {values.Length} numbers for {name}, but there are {rank} spatial axes.");
        Array.Fill(all, values.IsEmpty ? missing : values[0]);
        return all;
    }
}
