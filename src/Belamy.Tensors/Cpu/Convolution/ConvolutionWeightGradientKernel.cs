using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// ConvolveKernel: the gradient of the weights. Operands: input, output's gradient, weights' gradient [output channels,
/// input channels / groups, z, y, x]. Epilogue rows are output channels.
/// </summary>
/// <remarks>
/// The sums run over the output pixels of all images. Chunks of images are summed apart, as many as give every worker
/// something to do, and added in their order when the result is put into the layout of the weights.
/// </remarks>
internal sealed unsafe class ConvolutionWeightGradientKernel : Kernel
{
    private const int TasksWanted = 16;
    private const int ChunksOfGroups = 4;
    private const double FlopsWorthATask = 2e6;
    private const long MostPartialBytes = 32 << 20;
    private const int OutputChannelsPerTask = 8;

    private readonly WeightGradientPlan _plan;
    private readonly int _panelBlock;
    private readonly int _panelTasks;
    private readonly int _chunkImages;
    private readonly int _chunks;
    private readonly long _packedPanelBytes;
    private readonly ChannelBlocks? _channels;
    private readonly MicroKernel?[] _kernels;

    /// <summary>Plans the gradient.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="width">Vector width.</param>
    public ConvolutionWeightGradientKernel(ConvolutionShape shape, SimdWidth width)
    {
        Shape = shape;
        _plan = new WeightGradientPlan(shape, width);
        if (_plan.Roles != WeightGradientRoles.OutputRows)
            _packedPanelBytes = Align((long)_plan.ImagesPerBlock * _plan.LineBlocks.Max(block => block.Lines) * shape.X.Output * _plan.PanelWidth * sizeof(float));
        var wanted = (int)Math.Clamp(shape.Flops / FlopsWorthATask, 1, TasksWanted);
        var chunks = Math.Min((int)Math.Clamp(MostPartialBytes / (PartialLength * sizeof(float)), 1, TasksWanted), DivideUp(wanted, _plan.Panels));
        _panelBlock = 1;
        if (shape.Groups > 1)
        {
            // The panels of a task pass an image while it is in cache, of which each reads a part.
            chunks = Math.Min((int)Math.Clamp(MostPartialBytes / (PartialLength * sizeof(float)), 1, ChunksOfGroups), wanted);
            _panelBlock = DivideUp(_plan.Panels, Math.Min(_plan.Panels, DivideUp(wanted, chunks)));
        }

        _panelTasks = DivideUp(_plan.Panels, _panelBlock);
        _chunkImages = DivideUp(shape.Batch, chunks);
        _chunkImages = Math.Min(shape.Batch, DivideUp(_chunkImages, _plan.ImagesPerBlock) * _plan.ImagesPerBlock);
        _chunks = DivideUp(shape.Batch, _chunkImages);

        if (_plan.CopiesInput && shape.Groups > 1)
            _channels = new ChannelBlocks(shape.Groups, shape.GroupInputs, shape.GroupOutputs, IsLaneByLane ? _plan.Lanes : 0);
        _kernels = new MicroKernel[KernelIndex(_plan.TapLines + 1, 0, 0)];
        for (var tile = 0; tile < RowTiles; tile++)
        {
            var rows = TileStart(tile + 1) - TileStart(tile);
            foreach (var vectors in (ReadOnlySpan<int>)[PanelVectors(0), PanelVectors(_plan.PanelsPerGroup - 1)])
            {
                foreach (var lines in (ReadOnlySpan<int>)[_plan.TapLines, shape.Y.Kernel % _plan.TapLines])
                {
                    if (lines > 0)
                        _kernels[KernelIndex(lines, rows, vectors)] = MicroKernel.Get(new(lines, rows, vectors, _plan.Width, IsLaneByLane ? RowAddressing.Lanes : RowAddressing.Contiguous));
                }
            }
        }
    }

    /// <summary>The convolution.</summary>
    public ConvolutionShape Shape { get; }

    public override string Name => $"convolve kernel {Shape}";

    public override int Stages => 2;

    public override long WorkspaceBytes => _chunks * PartialLength * sizeof(float);

    public override long ScratchBytesPerWorker => _packedPanelBytes + InputCopyBytes;

    public override double Flops => Shape.Flops;

    private bool IsLaneByLane => _plan.Roles == WeightGradientRoles.LaneByLane;

    private long PartialLength => (long)_plan.Panels * _plan.TapGroups * _plan.Rows * _plan.PanelWidth;

    private int RowTiles => DivideUp(_plan.Rows, _plan.MaximumRows);

    private long InputCopyBytes => _plan.CopiesInput ? (long)_plan.ImagesPerBlock * _plan.InputImageStride : 0;

    private nint InputImageBytes => (nint)Shape.InputPixels * Shape.InputChannels * sizeof(float);

    private nint OutputImageBytes => (nint)Shape.OutputPixels * Shape.OutputChannels * sizeof(float);

    public override int Tasks(int stage) => stage == 0 ? _chunks * _panelTasks : DivideUp(Shape.OutputChannels, OutputChannelsPerTask);

    public override void Run(int stage, int task, int worker)
    {
        if (stage == 0)
            Sum(task / _panelTasks, task % _panelTasks * _panelBlock, worker);
        else
            Finish(task * OutputChannelsPerTask, Math.Min(Shape.OutputChannels, (task + 1) * OutputChannelsPerTask));
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;

    private int KernelIndex(int lines, int rows, int vectors) => (lines * (_plan.MaximumRows + 1) + rows) * (_plan.Vectors + 1) + vectors;

    private int TileStart(int tile) => _plan.Rows * tile / RowTiles;

    private int PanelLanes(int panel) => Math.Min(_plan.PanelWidth, _plan.LaneCount - panel % _plan.PanelsPerGroup * _plan.PanelWidth);

    private int PanelVectors(int panel) => DivideUp(PanelLanes(panel), _plan.Lanes);

    /// <summary>The first channel of a panel's lanes, counted through all groups.</summary>
    private nint FirstLane(int panel) => (nint)(panel / _plan.PanelsPerGroup) * _plan.LaneCount + panel % _plan.PanelsPerGroup * _plan.PanelWidth;

    private float* Partial(int chunk, int panel, int group) =>
        (float*)Workspace + chunk * PartialLength + ((long)panel * _plan.TapGroups + group) * _plan.Rows * _plan.PanelWidth;

    private void Sum(int chunk, int firstPanel, int worker)
    {
        var first = chunk * _chunkImages;
        var end = Math.Min(Shape.Batch, first + _chunkImages);
        var lastPanel = Math.Min(_plan.Panels, firstPanel + _panelBlock);
        for (var image = first; image < end; image += _plan.ImagesPerBlock)
        {
            for (var panel = firstPanel; panel < lastPanel; panel++)
                SumImages(chunk, panel, image, Math.Min(_plan.ImagesPerBlock, end - image), worker, accumulate: image > first);
        }
    }

    private void SumImages(int chunk, int panel, int image, int images, int worker, bool accumulate)
    {
        var input = Operand(0) + image * InputImageBytes;
        var output = Operand(1) + image * OutputImageBytes;
        if (_plan.CopiesInput)
        {
            CopyInput(panel / (IsLaneByLane ? 1 : _plan.PanelsPerGroup), input, Scratch(worker) + (nint)_packedPanelBytes, images);
            input = Scratch(worker) + (nint)_packedPanelBytes;
        }

        foreach (var block in _plan.LineBlocks)
        {
            SumBlock(chunk, panel, images, input, output, block, worker, accumulate);
            accumulate = true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumBlock(int chunk, int panel, int images, nint input, nint output, LineBlock block, int worker, bool accumulate)
    {
        var call = new MicroKernelCall
        {
            OutputRowStride = _plan.PanelWidth * sizeof(float),
            OutputGroupStride = _plan.Rows * _plan.PanelWidth * sizeof(float),
            Accumulate = accumulate ? 1 : 0,
            LeftDepthStride = Shape.X.Stride * _plan.InputPixelBytes,
            LeftRowStride = _plan.SourceStep,
            LeftGroupStride = Shape.Y.Dilation * _plan.InputLineStride,
            RightDepthStride = _plan.PanelWidth * sizeof(float),
            Right = Scratch(worker),
        };
        var left = input;
        nint channelGroup = panel / _plan.PanelsPerGroup;
        if (_plan.Roles == WeightGradientRoles.OutputRows)
        {
            call.RightDepthStride = call.LeftDepthStride;
            call.LeftDepthStride = Shape.OutputChannels * sizeof(float);
            call.Right = input + FirstLane(panel) * sizeof(float);
            left = output + channelGroup * Shape.GroupOutputs * sizeof(float);
        }
        else
        {
            if (!_plan.CopiesInput)
                left += channelGroup * Shape.GroupInputs * sizeof(float);
            PackOutput(output, panel, images, block, (float*)call.Right);
        }

        var vectors = PanelVectors(panel);
        var lines = 1;
        for (var group = 0; group < _plan.TapGroups; group += lines)
        {
            lines = _plan.CopiesInput ? Math.Min(_plan.TapLines, Shape.Y.Kernel - group % Shape.Y.Kernel) : 1;
            var segments = block.Groups[group];
            call.SegmentCount = segments.PerImage * images;
            call.Depth = segments.Depth;
            call.Segments = (Segment*)Unsafe.AsPointer(ref _plan.Segments[call.SegmentCount == 0 ? 0 : segments.First]);
            var to = Partial(chunk, panel, group);
            if (call.SegmentCount == 0)
            {
                if (!accumulate)
                    NativeMemory.Clear(to, (nuint)(_plan.Rows * _plan.PanelWidth * sizeof(float)));
                continue;
            }

            for (var tile = 0; tile < RowTiles; tile++)
            {
                var start = TileStart(tile);
                call.Left = left + start * _plan.SourceStep;
                call.Output = (nint)(to + start * _plan.PanelWidth);
                _kernels[KernelIndex(lines, TileStart(tile + 1) - start, vectors)]!.Run(&call);
            }
        }
    }

    private void PackOutput(nint output, int panel, int images, LineBlock block, float* packed)
    {
        var columns = PanelLanes(panel);
        nint stride = Shape.OutputChannels * sizeof(float);
        nint pixels = block.Lines * Shape.X.Output;
        var from = output + block.FirstLine * Shape.X.Output * stride + FirstLane(panel) * sizeof(float);
        for (var image = 0; image < images; image++)
            PanelPacking.Copy((byte*)(from + image * OutputImageBytes), stride, packed + image * pixels * _plan.PanelWidth, pixels, columns, _plan.PanelWidth);
    }

    private void CopyInput(int block, nint from, nint to, int images)
    {
        if (_channels is null)
            BorderedCopy.Run(new WholePixels(_plan.InputPixelBytes), _plan.Frame, from, to, images, _plan.InputImageStride);
        else
            BorderedCopy.Run(_channels.At(block), _plan.Frame, from, to, images, _plan.InputImageStride);
    }

    /// <summary>Adds the chunks and turns [tap][row][lane] into the layout of the weights.</summary>
    private void Finish(int first, int last)
    {
        var (taps, inputs) = (Shape.Taps, Shape.GroupInputs);
        if (_plan.Roles == WeightGradientRoles.OutputRows)
        {
            for (var output = first; output < last; output++)
                FinishRow(output % Shape.GroupOutputs, Shape.GroupOutputs, output / Shape.GroupOutputs, 0, inputs, taps, (nint)output * inputs * taps);
        }
        else
        {
            // A tap of a row of taps is a stretch of its rows: partial sums are [tap][input channel][output channel] either way.
            for (var group = first / _plan.LaneCount; group * _plan.LaneCount < last; group++)
            {
                var start = group * _plan.LaneCount;
                for (var input = 0; input < inputs; input++)
                {
                    FinishRow(
                        input, inputs, group, Math.Max(0, first - start), Math.Min(_plan.LaneCount, last - start), (nint)inputs * taps,
                        ((nint)start * inputs + input) * taps);
                }
            }
        }

        Epilogue?.Run(first, last - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FinishRow(int row, int rowsPerTap, int group, int firstLane, int lastLane, nint targetStride, nint targetOffset)
    {
        var taps = Shape.Taps;
        var width = _plan.PanelWidth;
        nint tapStride = (nint)rowsPerTap * width;
        nint chunkStride = (nint)PartialLength;
        var target = (float*)Operand(2) + targetOffset;
        var lane = firstLane;
        while (lane < lastLane)
        {
            var panel = lane / width;
            var from = Partial(0, group * _plan.PanelsPerGroup + panel, 0) + (nint)row * width + (lane - panel * width);
            var to = target + lane * targetStride;

            // Four lanes never cross a panel's end: panels are at least four wide unless vectors are off.
            if (lane % 4 != 0 || lane + 4 > lastLane || width % 4 != 0)
            {
                for (var tap = 0; tap < taps; tap++)
                    to[tap] = Sum(from + tap * tapStride, chunkStride);
                lane++;
                continue;
            }

            var t = 0;
            for (; t + 4 <= taps; t += 4)
            {
                var a = SumVector(from + t * tapStride, chunkStride);
                var b = SumVector(from + (t + 1) * tapStride, chunkStride);
                var c = SumVector(from + (t + 2) * tapStride, chunkStride);
                var d = SumVector(from + (t + 3) * tapStride, chunkStride);
                var lowAc = PanelPacking.InterleaveLow(a, c);
                var lowBd = PanelPacking.InterleaveLow(b, d);
                var highAc = PanelPacking.InterleaveHigh(a, c);
                var highBd = PanelPacking.InterleaveHigh(b, d);
                Vector128.Store(PanelPacking.InterleaveLow(lowAc, lowBd), to + t);
                Vector128.Store(PanelPacking.InterleaveHigh(lowAc, lowBd), to + targetStride + t);
                Vector128.Store(PanelPacking.InterleaveLow(highAc, highBd), to + 2 * targetStride + t);
                Vector128.Store(PanelPacking.InterleaveHigh(highAc, highBd), to + 3 * targetStride + t);
            }

            for (; t < taps; t++)
            {
                var sum = SumVector(from + t * tapStride, chunkStride);
                to[t] = sum[0];
                to[targetStride + t] = sum[1];
                to[2 * targetStride + t] = sum[2];
                to[3 * targetStride + t] = sum[3];
            }

            lane += 4;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Sum(float* from, nint stride)
    {
        var sum = from[0];
        for (var chunk = 1; chunk < _chunks; chunk++)
            sum += from[chunk * stride];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> SumVector(float* from, nint stride)
    {
        var sum = Vector128.Load(from);
        for (var chunk = 1; chunk < _chunks; chunk++)
            sum += Vector128.Load(from + chunk * stride);
        return sum;
    }
}
