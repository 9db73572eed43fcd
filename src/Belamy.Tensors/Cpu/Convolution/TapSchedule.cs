namespace Belamy.Tensors.Cpu;

/// <summary>One call of a micro-kernel, relative to the task's first image and panel. Offsets are in bytes.</summary>
internal readonly record struct TapCall(
    nint Left, nint Target, int FirstSegment, int SegmentCount, int Depth, int Groups, int RowsPerGroup, bool Accumulate);

/// <summary>The calls that use the same block of a panel of weights, which stays in the first-level cache meanwhile.</summary>
internal sealed record TapBlock(TapCall[] Calls);

/// <summary>
/// Cuts each phase of a <see cref="TapPlan"/> into tiles and depth blocks, and lists the micro-kernel calls.
/// </summary>
/// <remarks>
/// Two ways to fill a tile's rows. <em>Images</em>: the same pixel of several images; taps beyond the border are left out,
/// which saves the work on small pictures. <em>Pixels</em>: neighbours along a line, or several short lines; the source
/// is read through a copy with a border of zeros.
/// </remarks>
internal sealed class TapSchedule
{
    private const int DepthPerBlock = 8192;

    private readonly TapPlan _plan;
    private readonly TapWeights _weights;
    private readonly List<Segment> _segments = [];

    public TapSchedule(TapPlan plan, TapWeights weights, bool rowsAreImages, int linesPerTile)
    {
        _plan = plan;
        _weights = weights;
        RowsAreImages = rowsAreImages;
        LinesPerTile = linesPerTile;
        Frame = new ImageFrame(plan.SourceDepth, plan.SourceHeight, plan.SourceWidth);
        if (!rowsAreImages)
            Frame = Bordered(Frame);
        Phases = new TapBlock[plan.Phases.Count][];
        for (var i = 0; i < Phases.Length; i++)
            Phases[i] = Blocks(plan.Phases[i]);
        Segments = GC.AllocateArray<Segment>(Math.Max(1, _segments.Count), pinned: true);
        _segments.CopyTo(Segments);
    }

    public bool RowsAreImages { get; }

    /// <summary>Lines of pixels that share a tile.</summary>
    public int LinesPerTile { get; }

    /// <summary>Blocks of calls, for each phase.</summary>
    public TapBlock[][] Phases { get; }

    /// <summary>The segments of all calls, in pinned memory.</summary>
    public Segment[] Segments { get; }

    /// <summary>The source's images, with the border that tiles of pixels reach into.</summary>
    public ImageFrame Frame { get; }

    /// <summary>Bytes from one source pixel to the next, in the block of channels that is read.</summary>
    public int PixelStride => _plan.SourceChannels * _weights.SourceStep;

    /// <summary>Bytes from one source line to the next, border included.</summary>
    public nint LineStride => (nint)Frame.LineLength * PixelStride;

    private nint PlaneStride => (nint)Frame.PlaneLength * PixelStride;

    /// <summary>Lines of a phase that fill a tile of at most <paramref name="maximumRows"/> pixels.</summary>
    public static int ChooseLinesPerTile(TapPlan plan, int maximumRows)
    {
        var width = plan.Phases.Max(phase => phase.X.Count);
        return Math.Clamp(maximumRows / Math.Max(1, width), 1, plan.Phases.Max(phase => phase.Y.Count));
    }

    private ImageFrame Bordered(ImageFrame frame)
    {
        foreach (var phase in _plan.Phases)
        {
            if (phase.X.Count == 0 || phase.Y.Count == 0)
                continue;
            foreach (var row in phase.Rows)
            {
                // Planes, and lines where a tile has one, are left out instead where they are beyond the border.
                frame = frame with
                {
                    Left = Math.Max(frame.Left, -row.OffsetX),
                    Right = Math.Max(frame.Right, (phase.X.Count - 1) * phase.X.SourceStep + row.OffsetX + row.Taps.Length - _plan.SourceWidth),
                };
                if (LinesPerTile == 1)
                    continue;
                frame = frame with
                {
                    Top = Math.Max(frame.Top, -row.OffsetY),
                    Bottom = Math.Max(frame.Bottom, (phase.Y.Count - 1) * phase.Y.SourceStep + row.OffsetY + 1 - _plan.SourceHeight),
                };
            }
        }

        return frame;
    }

    private TapBlock[] Blocks(TapPhase phase)
    {
        var tiles = RowsAreImages ? ImageTiles(phase) : PixelTiles(phase);
        var started = new bool[tiles.Count];
        List<TapBlock> blocks = [];
        foreach (var (firstRow, rowCount, start, depth) in DepthBlocks(phase))
        {
            List<TapCall> calls = [];
            for (var i = 0; i < tiles.Count; i++)
            {
                if (Call(phase, tiles[i], firstRow, rowCount, start, depth, started[i]) is not { } call)
                    continue;
                calls.Add(call);
                started[i] = true;
            }

            if (calls.Count > 0)
                blocks.Add(new([.. calls]));
        }

        // Targets that no tap reaches are zero.
        var unreached = tiles.Where((_, i) => !started[i]).Select(tile => Call(phase, tile, 0, 0)).ToArray();
        if (unreached.Length > 0)
            blocks.Add(new(unreached));
        return [.. blocks];
    }

    /// <summary>Blocks of whole rows of taps while they are short, of parts of one row when it is long.</summary>
    private IEnumerable<(int FirstRow, int RowCount, int Start, int Depth)> DepthBlocks(TapPhase phase)
    {
        if (phase.Rows.Count == 0)
            yield break;
        var limit = DepthPerBlock / _weights.PanelWidth;
        var rowDepth = phase.Rows[0].Taps.Length * _plan.SourceChannels;
        if (rowDepth <= limit)
        {
            var rows = phase.Rows.Count / ((phase.Rows.Count * rowDepth + limit - 1) / limit);
            rows = Math.Max(1, rows);
            for (var row = 0; row < phase.Rows.Count; row += rows)
                yield return (row, Math.Min(rows, phase.Rows.Count - row), 0, rowDepth);
            yield break;
        }

        var parts = (rowDepth + limit - 1) / limit;
        for (var row = 0; row < phase.Rows.Count; row++)
        {
            for (var part = 0; part < parts; part++)
            {
                var start = (int)((long)rowDepth * part / parts);
                yield return (row, 1, start, (int)((long)rowDepth * (part + 1) / parts) - start);
            }
        }
    }

    private List<Tile> PixelTiles(TapPhase phase)
    {
        List<Tile> tiles = [];
        var widths = (phase.X.Count + _weights.MaximumRows - 1) / _weights.MaximumRows;
        var heights = (phase.Y.Count + LinesPerTile - 1) / LinesPerTile;
        for (var i = 0; i < phase.Z.Count * heights; i++)
        {
            var (z, row) = (i / heights, i % heights);
            var y = phase.Y.Count * row / heights;
            var lines = phase.Y.Count * (row + 1) / heights - y;
            for (var j = 0; j < widths; j++)
            {
                var x = phase.X.Count * j / widths;
                tiles.Add(new(z, y, x, lines, phase.X.Count * (j + 1) / widths - x));
            }
        }

        return tiles;
    }

    private static List<Tile> ImageTiles(TapPhase phase)
    {
        List<Tile> tiles = [];
        for (var line = 0; line < phase.Z.Count * phase.Y.Count; line++)
        {
            for (var x = 0; x < phase.X.Count; x++)
                tiles.Add(new(line / phase.Y.Count, line % phase.Y.Count, x, 1, 0));
        }

        return tiles;
    }

    private TapCall? Call(TapPhase phase, Tile tile, int firstRow, int rowCount, int start, int depth, bool accumulate)
    {
        var firstSegment = _segments.Count;
        var callDepth = depth;
        for (var i = firstRow; i < firstRow + rowCount; i++)
        {
            var row = phase.Rows[i];
            var firstLine = tile.Y * phase.Y.SourceStep + row.OffsetY;
            var lastLine = firstLine + (tile.Lines - 1) * phase.Y.SourceStep;
            var plane = tile.Z * phase.Z.SourceStep + row.OffsetZ;
            if (lastLine < 0 || firstLine >= _plan.SourceHeight || plane < 0 || plane >= _plan.SourceDepth)
                continue;
            var from = start;
            var to = start + depth;
            if (RowsAreImages)
            {
                var x = tile.X * phase.X.SourceStep + row.OffsetX;
                from = Math.Max(from, -x * _plan.SourceChannels);
                to = Math.Min(to, (_plan.SourceWidth - x) * _plan.SourceChannels);
                if (from >= to)
                    continue;
            }

            callDepth = to - from;
            var rowDepth = row.Taps.Length * _plan.SourceChannels;
            _segments.Add(new(
                row.OffsetZ * PlaneStride + row.OffsetY * LineStride + (nint)row.OffsetX * PixelStride + from * _weights.SourceStep,
                ((nint)i * rowDepth + from) * _weights.PanelWidth * sizeof(float)));
        }

        var count = _segments.Count - firstSegment;
        return count == 0 ? null : Call(phase, tile, firstSegment, count) with { Depth = callDepth, Accumulate = accumulate };
    }

    private TapCall Call(TapPhase phase, Tile tile, int firstSegment, int segmentCount)
    {
        var left = tile.Z * phase.Z.SourceStep * PlaneStride + (tile.Y * phase.Y.SourceStep + Frame.Top) * LineStride
            + (nint)(tile.X * phase.X.SourceStep + Frame.Left) * PixelStride;
        nint z = phase.Z.Start + tile.Z * phase.Z.Step;
        nint y = phase.Y.Start + tile.Y * phase.Y.Step;
        nint x = phase.X.Start + tile.X * phase.X.Step;
        var target = ((z * _plan.TargetHeight + y) * _plan.TargetWidth + x) * _plan.TargetPixelBytes;
        return new(left, target, firstSegment, segmentCount, 0, tile.Lines, tile.Pixels, Accumulate: false);
    }

    /// <summary>Grid position and size; the rows of an image tile are counted when the task's images are known.</summary>
    private readonly record struct Tile(int Z, int Y, int X, int Lines, int Pixels);
}
