namespace Belamy.Tensors.Cpu;

/// <summary>Which numbers of a weight gradient fill a tile's rows, and which the vectors' lanes.</summary>
internal enum WeightGradientRoles
{
    /// <summary>Rows are input channels of one tap, lanes output channels. The input is read in place.</summary>
    InputRows,

    /// <summary>Rows are neighbouring taps and their few input channels, lanes output channels. The input is read through a bordered copy.</summary>
    TapRows,

    /// <summary>The same of small groups: lanes are output channels of several, and a row is a vector with each lane's own input channel.</summary>
    LaneByLane,

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
    private const int MostCopiedInputs = 64;

    private readonly ConvolutionShape _shape;
    private readonly List<Segment> _segments = [];

    public WeightGradientPlan(ConvolutionShape shape, SimdWidth width)
    {
        _shape = shape;
        width = ChannelBlocks.Width(shape.Groups, shape.GroupOutputs, width);
        Width = width;
        var tile = TileShape.For(width);
        Roles = ChooseRoles(shape, tile);
        Lanes = tile.Lanes;
        LaneCount = Roles switch
        {
            WeightGradientRoles.OutputRows => shape.GroupInputs,
            WeightGradientRoles.LaneByLane => shape.OutputChannels,
            _ => shape.GroupOutputs,
        };
        Rows = Roles switch
        {
            WeightGradientRoles.InputRows => shape.GroupInputs,
            WeightGradientRoles.OutputRows => shape.GroupOutputs,
            _ => shape.GroupInputs * shape.X.Kernel,
        };
        TapGroups = CopiesInput ? shape.Z.Kernel * shape.Y.Kernel : shape.Taps;

        // Few rows leave registers for more vectors, and a single vector for more rows.
        Vectors = tile.Vectors;
        MaximumRows = tile.Rows;
        if (width == SimdWidth.Bits512)
            (Vectors, MaximumRows) = Rows <= 7 ? (4, 7) : (2, 14);
        Vectors = Roles == WeightGradientRoles.LaneByLane ? 1 : Math.Min(Vectors, (LaneCount + tile.Lanes - 1) / tile.Lanes);
        if (Vectors == 1)
            MaximumRows = Math.Min(28, tile.Rows * tile.Vectors);
        TapLines = CopiesInput ? Math.Clamp(MaximumRows / Rows, 1, shape.Y.Kernel) : 1;
        PanelsPerGroup = (LaneCount + PanelWidth - 1) / PanelWidth;
        Panels = PanelsPerGroup * (Roles == WeightGradientRoles.LaneByLane ? 1 : shape.Groups);
        SourceStep = Roles == WeightGradientRoles.LaneByLane ? tile.Lanes * sizeof(float) : sizeof(float);
        InputPixelBytes = CopiesInput ? shape.GroupInputs * SourceStep : shape.InputChannels * sizeof(float);

        var pixels = shape.OutputPixels;
        var limit = Roles == WeightGradientRoles.OutputRows || shape.Groups > 1 ? PixelsPerBlock / 2 : PixelsPerBlock;
        ImagesPerBlock = Math.Clamp((shape.Groups > 1 ? limit : PixelsPerBlock) / pixels, 1, shape.Batch);
        var lines = shape.Z.Output * shape.Y.Output;
        var blocks = Math.Clamp((pixels + limit - 1) / limit, 1, lines);
        LineBlocks = new LineBlock[blocks];
        Frame = new ImageFrame(shape.Z.Input, shape.Y.Input, shape.X.Input);
        if (CopiesInput)
            Frame = Bordered(Frame);
        for (var i = 0; i < blocks; i++)
        {
            var first = lines * i / blocks;
            LineBlocks[i] = Block(first, lines * (i + 1) / blocks - first);
        }

        Segments = GC.AllocateArray<Segment>(Math.Max(1, _segments.Count), pinned: true);
        _segments.CopyTo(Segments);
    }

    public WeightGradientRoles Roles { get; }

    /// <summary>Width of the vectors.</summary>
    public SimdWidth Width { get; }

    /// <summary>Whether the input is read through a bordered copy of the channels that a panel needs.</summary>
    public bool CopiesInput => Roles is WeightGradientRoles.TapRows or WeightGradientRoles.LaneByLane;

    /// <summary>Groups of taps that are computed together: single taps, or rows of them.</summary>
    public int TapGroups { get; }

    /// <summary>Neighbouring groups of taps that share a tile: lines of a kernel's plane.</summary>
    public int TapLines { get; }

    /// <summary>Rows of the result of a group of taps.</summary>
    public int Rows { get; }

    /// <summary>Lanes of the result: channels of a group, or of all if lane by lane.</summary>
    public int LaneCount { get; }

    public int Lanes { get; }

    public int Vectors { get; }

    /// <summary>Most rows of a tile.</summary>
    public int MaximumRows { get; }

    public int PanelWidth => Vectors * Lanes;

    /// <summary>Panels across <see cref="LaneCount"/>.</summary>
    public int PanelsPerGroup { get; }

    public int Panels { get; }

    public int ImagesPerBlock { get; }

    public LineBlock[] LineBlocks { get; }

    /// <summary>All segments, in pinned memory, relative to the first image of a block.</summary>
    public Segment[] Segments { get; }

    /// <summary>The input's images as they are read.</summary>
    public ImageFrame Frame { get; }

    /// <summary>Bytes from one row of a copied input to the next: a number, or a vector of them.</summary>
    public int SourceStep { get; }

    /// <summary>Bytes from one pixel to the next of the input as it is read.</summary>
    public int InputPixelBytes { get; }

    /// <summary>Bytes from one line to the next of the input as it is read.</summary>
    public nint InputLineStride => (nint)Frame.LineLength * InputPixelBytes;

    /// <summary>Bytes from one image to the next of the input as it is read.</summary>
    public nint InputImageStride => (nint)Frame.Length * InputPixelBytes;

    private static WeightGradientRoles ChooseRoles(ConvolutionShape shape, TileShape tile)
    {
        if (shape.X.Dilation == 1 && ChannelBlocks.LaneByLanePays(shape.Groups, shape.GroupInputs, shape.GroupOutputs, tile.Lanes))
            return WeightGradientRoles.LaneByLane;
        if (shape.GroupOutputs < tile.Lanes && shape.GroupInputs % tile.Lanes == 0 && tile.Lanes > 1)
            return WeightGradientRoles.OutputRows;
        // What a group reads of pixels of many channels is copied, so that it stays in the first-level cache.
        var copied = shape.Groups == 1 ? tile.Rows : MostCopiedInputs + 1;
        return shape.GroupInputs < copied && shape.X.Dilation == 1 ? WeightGradientRoles.TapRows : WeightGradientRoles.InputRows;
    }

    private ImageFrame Bordered(ImageFrame frame)
    {
        var ((front, back), (top, bottom), (left, right)) = (Border(_shape.Z), Border(_shape.Y), Border(_shape.X));
        return frame with { Front = front, Back = back, Top = top, Bottom = bottom, Left = left, Right = right };
    }

    private static (int Low, int High) Border(ConvolutionAxis axis) => (
        Math.Max(0, axis.Padding),
        Math.Max(0, (axis.Output - 1) * axis.Stride + (axis.Kernel - 1) * axis.Dilation - axis.Padding + 1 - axis.Input));

    private LineBlock Block(int firstLine, int lines)
    {
        var groups = new TapSegments[TapGroups];
        for (var group = 0; group < TapGroups; group++)
        {
            var first = _segments.Count;
            var (line, kx) = CopiesInput ? (group, 0) : (group / _shape.X.Kernel, group % _shape.X.Kernel);
            var (from, to) = CopiesInput ? (0, _shape.X.Output) : Reach(_shape.X, kx, 0, _shape.X.Output);
            var depth = Math.Max(0, to - from);
            for (var image = 0; depth > 0 && image < ImagesPerBlock; image++)
                AddImage(image, firstLine, lines, line / _shape.Y.Kernel, line % _shape.Y.Kernel, kx, from);
            groups[group] = new(first, (_segments.Count - first) / ImagesPerBlock, depth);
        }

        return new(firstLine, lines, groups);
    }

    private void AddImage(int image, int firstLine, int lines, int kz, int ky, int kx, int firstPixel)
    {
        for (var line = firstLine; line < firstLine + lines; line++)
        {
            var z = line / _shape.Y.Output * _shape.Z.Stride + kz * _shape.Z.Dilation - _shape.Z.Padding;
            var y = line % _shape.Y.Output * _shape.Y.Stride + ky * _shape.Y.Dilation - _shape.Y.Padding;
            if (!CopiesInput && (z < 0 || z >= _shape.Z.Input || y < 0 || y >= _shape.Y.Input))
                continue;
            var x = firstPixel * _shape.X.Stride + kx * _shape.X.Dilation - _shape.X.Padding;
            var input = image * InputImageStride
                + ((nint)(z + Frame.Front) * Frame.PlaneLength + (nint)(y + Frame.Top) * Frame.LineLength + x + Frame.Left) * InputPixelBytes;
            var pixel = Roles == WeightGradientRoles.OutputRows
                ? (nint)image * _shape.OutputPixels + line * _shape.X.Output + firstPixel
                : ((nint)image * lines + line - firstLine) * _shape.X.Output + firstPixel;
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
