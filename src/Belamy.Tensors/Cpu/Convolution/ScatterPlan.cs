namespace Belamy.Tensors.Cpu;

/// <summary>
/// A convolution or its input gradient into few channels, source by source: a source pixel times the weights of all taps
/// fills the lanes that a single tap's few channels would leave empty; the products are then added where they belong.
/// </summary>
internal sealed class ScatterPlan
{
    private const int MostTargetChannels = 8;
    private const int PartLength = 4;
    private readonly ConvolutionShape _shape;
    private readonly bool _backward;

    private ScatterPlan(ConvolutionShape shape, bool backward, TileShape tile, int registers)
    {
        _shape = shape;
        _backward = backward;
        (SourceChannels, TargetChannels) = backward ? (shape.OutputChannels, shape.InputChannels) : (shape.InputChannels, shape.OutputChannels);
        (SourceDepth, TargetDepth, StepZ) = backward ? (shape.Z.Output, shape.Z.Input, shape.Z.Stride) : (shape.Z.Input, shape.Z.Output, 1);
        (SourceHeight, TargetHeight, StepY) = backward ? (shape.Y.Output, shape.Y.Input, shape.Y.Stride) : (shape.Y.Input, shape.Y.Output, 1);
        (SourceWidth, TargetWidth, StepX) = backward ? (shape.X.Output, shape.X.Input, shape.X.Stride) : (shape.X.Input, shape.X.Output, 1);
        FirstX = backward ? -shape.X.Padding : shape.X.Padding - (shape.X.Kernel - 1);
        RowColumns = (shape.X.Kernel * TargetChannels + PartLength - 1) / PartLength * PartLength;
        Lanes = tile.Lanes;
        TapLines = shape.Z.Kernel * shape.Y.Kernel;
        var vectors = (TapLines * RowColumns + Lanes - 1) / Lanes;
        var most = tile.Lanes == 1 ? 16 : 4;
        Panels = (vectors + most - 1) / most;
        Vectors = (vectors + Panels - 1) / Panels;
        MaximumRows = registers == 32 ? Math.Min(28, 29 / Vectors) : Math.Max(2, 13 / Vectors);
    }

    public int SourceChannels { get; }

    public int TargetChannels { get; }

    public int SourceDepth { get; }

    public int TargetDepth { get; }

    public int SourceHeight { get; }

    public int SourceWidth { get; }

    public int TargetHeight { get; }

    public int TargetWidth { get; }

    /// <summary>Target planes from one source plane to the next.</summary>
    public int StepZ { get; }

    /// <summary>Target lines from one source line to the next.</summary>
    public int StepY { get; }

    /// <summary>Target pixels from one source pixel to the next.</summary>
    public int StepX { get; }

    /// <summary>Target pixel that the leftmost tap of source pixel 0 adds to.</summary>
    public int FirstX { get; }

    /// <summary>Lines of taps in all planes of the kernel.</summary>
    public int TapLines { get; }

    /// <summary>Columns of the products that belong to one line of taps, the last ones zero.</summary>
    public int RowColumns { get; }

    public int Lanes { get; }

    public int Vectors { get; }

    public int Panels { get; }

    public int PanelWidth => Vectors * Lanes;

    /// <summary>Most source pixels of a tile.</summary>
    public int MaximumRows { get; }

    public long PackedLength => (long)Panels * SourceChannels * PanelWidth;

    /// <summary>The plan, or null where another way is faster or this one does not apply.</summary>
    public static ScatterPlan? Create(ConvolutionShape shape, bool backward, SimdWidth width)
    {
        var tile = TileShape.For(width);
        var target = backward ? shape.InputChannels : shape.OutputChannels;
        var strided = shape.X.Stride > 1 || shape.Y.Stride > 1 || shape.Z.Stride > 1;
        if (shape.Groups > 1 || target > MostTargetChannels || tile.Lanes == 1 || shape.X.Dilation > 1 || (!backward && strided))
            return null;
        var plan = new ScatterPlan(shape, backward, tile, Simd.Registers);

        // Vector operations of both ways; adding the products costs about as much as a multiplication by four vectors.
        var products = (double)plan.SourceDepth * plan.SourceHeight * plan.SourceWidth * plan.Panels * plan.Vectors * (plan.SourceChannels + 4.0 * plan.TapLines);
        var direct = (double)plan.TargetDepth * plan.TargetHeight * plan.TargetWidth * shape.Taps * plan.SourceChannels
            * ((target + tile.Lanes - 1) / tile.Lanes) / (backward ? shape.X.Stride * shape.Y.Stride * shape.Z.Stride : 1);
        return products < direct ? plan : null;
    }

    /// <summary>Target plane that a plane of taps of source plane 0 adds to.</summary>
    public int FirstZ(int kz) => _backward ? kz * _shape.Z.Dilation - _shape.Z.Padding : _shape.Z.Padding - kz * _shape.Z.Dilation;

    /// <summary>Target line that a line of taps of source line 0 adds to.</summary>
    public int FirstY(int ky) => _backward ? ky * _shape.Y.Dilation - _shape.Y.Padding : _shape.Y.Padding - ky * _shape.Y.Dilation;

    /// <summary>Column of the products that holds a tap's target channel.</summary>
    public int Column(int tapLine, int kx, int channel) =>
        tapLine * RowColumns + (_backward ? kx : _shape.X.Kernel - 1 - kx) * TargetChannels + channel;
}
