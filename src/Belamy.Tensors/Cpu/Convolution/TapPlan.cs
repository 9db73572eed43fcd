namespace Belamy.Tensors.Cpu;

/// <summary>
/// A convolution or its input gradient as dense phases: every target pixel of a phase is the sum, over the same taps,
/// of a source pixel's channels times a matrix.
/// </summary>
/// <remarks>
/// The convolution has one phase. The input gradient has one for each residue of the target position modulo the stride,
/// so no zero between strided pixels is ever multiplied.
/// </remarks>
internal sealed class TapPlan
{
    private TapPlan(ConvolutionShape shape, bool backward)
    {
        Groups = shape.Groups;
        (SourceChannels, TargetChannels) = backward ? (shape.GroupOutputs, shape.GroupInputs) : (shape.GroupInputs, shape.GroupOutputs);
        Func<ConvolutionAxis, int> source = backward ? axis => axis.Output : axis => axis.Input;
        Func<ConvolutionAxis, int> target = backward ? axis => axis.Input : axis => axis.Output;
        (SourceDepth, SourceHeight, SourceWidth) = (source(shape.Z), source(shape.Y), source(shape.X));
        (TargetDepth, TargetHeight, TargetWidth) = (target(shape.Z), target(shape.Y), target(shape.X));
        Func<ConvolutionAxis, List<AxisPhase>> phases = backward ? BackwardAxis : axis => [ForwardAxis(axis)];
        Phases = Cross(phases(shape.Z), phases(shape.Y), phases(shape.X), shape);
    }

    /// <summary>Groups of channels, which have nothing to do with each other.</summary>
    public int Groups { get; }

    /// <summary>Source channels of a group.</summary>
    public int SourceChannels { get; }

    /// <summary>Target channels of a group.</summary>
    public int TargetChannels { get; }

    public int SourceDepth { get; }

    public int SourceHeight { get; }

    public int SourceWidth { get; }

    public int TargetDepth { get; }

    public int TargetHeight { get; }

    public int TargetWidth { get; }

    public IReadOnlyList<TapPhase> Phases { get; }

    /// <summary>Pixels of one source image.</summary>
    public int SourcePixels => SourceDepth * SourceHeight * SourceWidth;

    /// <summary>Pixels of one target image.</summary>
    public int TargetPixels => TargetDepth * TargetHeight * TargetWidth;

    /// <summary>Bytes of a source pixel, all groups.</summary>
    public int SourcePixelBytes => Groups * SourceChannels * sizeof(float);

    /// <summary>Bytes of a target pixel, all groups.</summary>
    public int TargetPixelBytes => Groups * TargetChannels * sizeof(float);

    /// <summary>Source is the input, target the output.</summary>
    public static TapPlan Forward(ConvolutionShape shape) => new(shape, backward: false);

    /// <summary>Source is the output, or its gradient; target is the input, or its gradient.</summary>
    public static TapPlan Backward(ConvolutionShape shape) => new(shape, backward: true);

    private static AxisPhase ForwardAxis(ConvolutionAxis axis)
    {
        var taps = new AxisTap[axis.Kernel];
        for (var k = 0; k < taps.Length; k++)
            taps[k] = new(k, k * axis.Dilation - axis.Padding);
        return new(0, 1, axis.Output, axis.Stride, taps);
    }

    private static List<AxisPhase> BackwardAxis(ConvolutionAxis axis)
    {
        List<AxisPhase> phases = [];
        for (var start = 0; start < Math.Min(axis.Stride, axis.Input); start++)
        {
            List<AxisTap> taps = [];
            for (var k = axis.Kernel - 1; k >= 0; k--)
            {
                var distance = start + axis.Padding - k * axis.Dilation;
                if (distance % axis.Stride == 0)
                    taps.Add(new(k, distance / axis.Stride));
            }

            phases.Add(new(start, axis.Stride, (axis.Input - start + axis.Stride - 1) / axis.Stride, 1, [.. taps]));
        }

        return phases;
    }

    private static List<TapPhase> Cross(List<AxisPhase> zs, List<AxisPhase> ys, List<AxisPhase> xs, ConvolutionShape shape)
    {
        List<TapPhase> phases = [];
        foreach (var z in zs)
        {
            foreach (var y in ys)
            {
                foreach (var x in xs)
                    phases.Add(new(z, y, x, Rows(z, y, x, shape)));
            }
        }

        return phases;
    }

    private static List<TapRow> Rows(AxisPhase z, AxisPhase y, AxisPhase x, ConvolutionShape shape)
    {
        List<TapRow> rows = [];
        var contiguous = true;
        for (var t = 1; t < x.Taps.Length; t++)
            contiguous &= x.Taps[t].Offset == x.Taps[t - 1].Offset + 1;
        foreach (var tz in z.Taps)
        {
            foreach (var ty in y.Taps)
            {
                for (var t = 0; t < x.Taps.Length; t += contiguous ? x.Taps.Length : 1)
                {
                    var kernel = x.Taps[t..(contiguous ? x.Taps.Length : t + 1)];
                    var line = (tz.Index * shape.Y.Kernel + ty.Index) * shape.X.Kernel;
                    rows.Add(new(tz.Offset, ty.Offset, kernel[0].Offset, [.. kernel.Select(tx => line + tx.Index)]));
                }
            }
        }

        return rows;
    }
}

/// <summary>A tap along one axis and the source position it adds to a target's.</summary>
internal readonly record struct AxisTap(int Index, int Offset);

/// <summary>
/// Targets <c>Start + j·Step</c>, j below Count, along one axis; tap t of target j is at source <c>j·SourceStep + Taps[t].Offset</c>.
/// </summary>
internal sealed record AxisPhase(int Start, int Step, int Count, int SourceStep, AxisTap[] Taps);

/// <summary>Taps side by side: their source pixels, and so their channels, are neighbours in memory.</summary>
/// <param name="OffsetZ">Source plane relative to the target's.</param>
/// <param name="OffsetY">Source line relative to the target's.</param>
/// <param name="OffsetX">Source pixel of the first tap relative to the target's.</param>
/// <param name="Taps">Flat indices of the taps in the kernel.</param>
internal sealed record TapRow(int OffsetZ, int OffsetY, int OffsetX, int[] Taps);

/// <summary>The targets that share their taps.</summary>
internal sealed record TapPhase(AxisPhase Z, AxisPhase Y, AxisPhase X, IReadOnlyList<TapRow> Rows)
{
    /// <summary>Taps of all rows.</summary>
    public int TapCount { get; } = Rows.Sum(row => row.Taps.Length);
}
