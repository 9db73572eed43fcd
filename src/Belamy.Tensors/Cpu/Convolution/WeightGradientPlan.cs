namespace Belamy.Tensors.Cpu;

/// <summary>Which numbers of a weight gradient fill a tile's rows, and which the vectors' lanes.</summary>
internal enum WeightGradientRoles
{
    /// <summary>Rows are input channels of one tap, lanes output channels. The input is read in place.</summary>
    InputRows,

    /// <summary>Rows are neighbouring taps and their few input channels, lanes output channels. The input is read through a bordered copy.</summary>
    TapRows,

    /// <summary>Rows are the few output channels, lanes input channels of one tap. Both are read in place.</summary>
    OutputRows,
}

/// <summary>The part of an image's output lines whose gradient stays in the first-level cache, and for every group of taps the segments of it.</summary>
internal sealed record LineBlock(int FirstLine, int Lines, TapSegments[] Groups);

/// <summary>The segments of a group of taps: the same number for each image, image after image.</summary>
internal readonly record struct TapSegments(int First, int PerImage, int Depth);

/// <summary>How a weight gradient is cut: roles, line blocks, segments. The sums run over output pixels.</summary>
internal sealed class WeightGradientPlan
{
    private const int PixelsPerBlock = 256;

    private readonly ConvolutionShape _shape;
    private readonly List<Segment> _segments = [];

    public WeightGradientPlan(ConvolutionShape shape, SimdWidth width)
    {
        _shape = shape;
        var tile = TileShape.For(width);
        Roles = ChooseRoles(shape, tile);
        LaneCount = Roles == WeightGradientRoles.OutputRows ? shape.InputChannels : shape.OutputChannels;
        Rows = Roles switch
        {
            WeightGradientRoles.InputRows => shape.InputChannels,
            WeightGradientRoles.TapRows => shape.InputChannels * shape.X.Kernel,
            _ => shape.OutputChannels,
        };
        Groups = Roles == WeightGradientRoles.TapRows ? shape.Y.Kernel : shape.Taps;

        // Few rows leave registers for more vectors.
        Vectors = tile.Vectors;
        MaximumRows = tile.Rows;
        if (width == SimdWidth.Bits512)
            (Vectors, MaximumRows) = Rows <= 7 ? (4, 7) : (2, 14);
        Vectors = Math.Min(Vectors, (LaneCount + tile.Lanes - 1) / tile.Lanes);
        Lanes = tile.Lanes;
        Panels = (LaneCount + PanelWidth - 1) / PanelWidth;

        var pixels = shape.Y.Output * shape.X.Output;
        ImagesPerBlock = Math.Clamp(PixelsPerBlock / pixels, 1, shape.Batch);
        var limit = Roles == WeightGradientRoles.OutputRows ? PixelsPerBlock / 2 : PixelsPerBlock;
        var blocks = Math.Clamp((pixels + limit - 1) / limit, 1, shape.Y.Output);
        LineBlocks = new LineBlock[blocks];
        SetBorder();
        for (var i = 0; i < blocks; i++)
        {
            var first = shape.Y.Output * i / blocks;
            LineBlocks[i] = Block(first, shape.Y.Output * (i + 1) / blocks - first);
        }

        Segments = GC.AllocateArray<Segment>(Math.Max(1, _segments.Count), pinned: true);
        _segments.CopyTo(Segments);
    }

    public WeightGradientRoles Roles { get; }

    /// <summary>Groups of taps that are computed together: single taps, or rows of them.</summary>
    public int Groups { get; }

    /// <summary>Rows of the result of a group.</summary>
    public int Rows { get; }

    /// <summary>Lanes of the result.</summary>
    public int LaneCount { get; }

    public int Lanes { get; }

    public int Vectors { get; }

    public int MaximumRows { get; }

    public int PanelWidth => Vectors * Lanes;

    public int Panels { get; }

    public int ImagesPerBlock { get; }

    public LineBlock[] LineBlocks { get; }

    /// <summary>All segments, in pinned memory, relative to the first image of a block.</summary>
    public Segment[] Segments { get; }

    public int BorderTop { get; private set; }

    public int BorderBottom { get; private set; }

    public int BorderLeft { get; private set; }

    public int BorderRight { get; private set; }

    /// <summary>Bytes from one line to the next of the input as it is read.</summary>
    public int InputLineStride => (BorderLeft + _shape.X.Input + BorderRight) * _shape.InputChannels * sizeof(float);

    /// <summary>Bytes from one image to the next of the input as it is read.</summary>
    public int InputImageStride => (BorderTop + _shape.Y.Input + BorderBottom) * InputLineStride;

    private static WeightGradientRoles ChooseRoles(ConvolutionShape shape, TileShape tile)
    {
        if (shape.OutputChannels < tile.Lanes && shape.InputChannels % tile.Lanes == 0 && tile.Lanes > 1)
            return WeightGradientRoles.OutputRows;
        return shape.InputChannels < tile.Rows && shape.X.Dilation == 1 ? WeightGradientRoles.TapRows : WeightGradientRoles.InputRows;
    }

    private void SetBorder()
    {
        if (Roles != WeightGradientRoles.TapRows)
            return;
        (BorderTop, BorderBottom) = Border(_shape.Y);
        (BorderLeft, BorderRight) = Border(_shape.X);
    }

    private static (int Low, int High) Border(ConvolutionAxis axis) => (
        Math.Max(0, axis.Padding),
        Math.Max(0, (axis.Output - 1) * axis.Stride + (axis.Kernel - 1) * axis.Dilation - axis.Padding + 1 - axis.Input));

    private LineBlock Block(int firstLine, int lines)
    {
        var groups = new TapSegments[Groups];
        for (var group = 0; group < Groups; group++)
        {
            var first = _segments.Count;
            var (ky, kx) = Roles == WeightGradientRoles.TapRows ? (group, 0) : (group / _shape.X.Kernel, group % _shape.X.Kernel);
            var (from, to) = Roles == WeightGradientRoles.TapRows ? (0, _shape.X.Output) : Reach(_shape.X, kx, 0, _shape.X.Output);
            var depth = Math.Max(0, to - from);
            for (var image = 0; depth > 0 && image < ImagesPerBlock; image++)
                AddImage(image, firstLine, lines, ky, kx, from);
            groups[group] = new(first, (_segments.Count - first) / ImagesPerBlock, depth);
        }

        return new(firstLine, lines, groups);
    }

    private void AddImage(int image, int firstLine, int lines, int ky, int kx, int firstPixel)
    {
        var (from, to) = Roles == WeightGradientRoles.TapRows ? (firstLine, firstLine + lines) : Reach(_shape.Y, ky, firstLine, firstLine + lines);
        var pixelBytes = _shape.InputChannels * sizeof(float);
        for (var line = from; line < to; line++)
        {
            var y = line * _shape.Y.Stride + ky * _shape.Y.Dilation - _shape.Y.Padding + BorderTop;
            var x = firstPixel * _shape.X.Stride + kx * _shape.X.Dilation - _shape.X.Padding + BorderLeft;
            var input = (nint)image * InputImageStride + (nint)y * InputLineStride + (nint)x * pixelBytes;
            var pixel = ((nint)image * (Roles == WeightGradientRoles.OutputRows ? _shape.Y.Output : lines)
                + line - (Roles == WeightGradientRoles.OutputRows ? 0 : firstLine)) * _shape.X.Output + firstPixel;
            _segments.Add(Roles == WeightGradientRoles.OutputRows
                ? new(pixel * _shape.OutputChannels * sizeof(float), input)
                : new(input, pixel * PanelWidth * sizeof(float)));
        }
    }

    /// <summary>The outputs in a range whose input at a tap exists.</summary>
    private static (int From, int To) Reach(ConvolutionAxis axis, int tap, int from, int to)
    {
        while (from < to && from * axis.Stride + tap * axis.Dilation - axis.Padding < 0)
            from++;
        while (to > from && (to - 1) * axis.Stride + tap * axis.Dilation - axis.Padding >= axis.Input)
            to--;
        return (from, to);
    }
}
