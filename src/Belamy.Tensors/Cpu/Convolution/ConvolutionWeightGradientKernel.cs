using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// ConvolveKernel: the gradient of the weights. Operands: input, output's gradient, weights' gradient [output channels,
/// input channels, y, x]. Epilogue rows are output channels.
/// </summary>
/// <remarks>
/// The sums run over the output pixels of all images. Chunks of images are summed apart, as many as give every worker
/// something to do, and added in their order when the result is put into the layout of the weights.
/// </remarks>
internal sealed unsafe class ConvolutionWeightGradientKernel : Kernel
{
    private const int TasksWanted = 16;
    private const double FlopsWorthATask = 2e6;
    private const long MostPartialBytes = 32 << 20;
    private const int OutputChannelsPerTask = 8;

    private readonly WeightGradientPlan _plan;
    private readonly int _chunkImages;
    private readonly int _chunks;
    private readonly long _packedPanelBytes;
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
        _chunkImages = DivideUp(shape.Batch, chunks);
        _chunkImages = Math.Min(shape.Batch, DivideUp(_chunkImages, _plan.ImagesPerBlock) * _plan.ImagesPerBlock);
        _chunks = DivideUp(shape.Batch, _chunkImages);

        _kernels = new MicroKernel[(_plan.MaximumRows + 1) * (_plan.Vectors + 1)];
        for (var tile = 0; tile < RowTiles; tile++)
        {
            var rows = TileStart(tile + 1) - TileStart(tile);
            foreach (var panel in (ReadOnlySpan<int>)[0, _plan.Panels - 1])
            {
                var vectors = PanelVectors(panel);
                _kernels[KernelIndex(rows, vectors)] = MicroKernel.Get(new(1, rows, vectors, width, RowAddressing.Contiguous));
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

    private long PartialLength => (long)_plan.Panels * _plan.Groups * _plan.Rows * _plan.PanelWidth;

    private int RowTiles => DivideUp(_plan.Rows, _plan.MaximumRows);

    private long InputCopyBytes => _plan.Roles == WeightGradientRoles.TapRows ? (long)_plan.ImagesPerBlock * _plan.InputImageStride : 0;

    private nint InputImageBytes => (nint)Shape.Y.Input * Shape.X.Input * Shape.InputChannels * sizeof(float);

    private nint OutputImageBytes => (nint)Shape.Y.Output * Shape.X.Output * Shape.OutputChannels * sizeof(float);

    public override int Tasks(int stage) => stage == 0 ? _chunks * _plan.Panels : DivideUp(Shape.OutputChannels, OutputChannelsPerTask);

    public override void Run(int stage, int task, int worker)
    {
        if (stage == 0)
            Sum(task / _plan.Panels, task % _plan.Panels, worker);
        else
            Finish(task * OutputChannelsPerTask, Math.Min(Shape.OutputChannels, (task + 1) * OutputChannelsPerTask));
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;

    private int KernelIndex(int rows, int vectors) => rows * (_plan.Vectors + 1) + vectors;

    private int TileStart(int tile) => _plan.Rows * tile / RowTiles;

    private int PanelVectors(int panel) => DivideUp(Math.Min(_plan.PanelWidth, _plan.LaneCount - panel * _plan.PanelWidth), _plan.Lanes);

    private float* Partial(int chunk, int panel, int group) =>
        (float*)Workspace + chunk * PartialLength + ((long)panel * _plan.Groups + group) * _plan.Rows * _plan.PanelWidth;

    private void Sum(int chunk, int panel, int worker)
    {
        var end = Math.Min(Shape.Batch, (chunk + 1) * _chunkImages);
        var accumulate = false;
        for (var image = chunk * _chunkImages; image < end; image += _plan.ImagesPerBlock)
        {
            var images = Math.Min(_plan.ImagesPerBlock, end - image);
            var input = Operand(0) + image * InputImageBytes;
            var output = Operand(1) + image * OutputImageBytes;
            if (_plan.Roles == WeightGradientRoles.TapRows)
            {
                CopyInput(input, Scratch(worker) + (nint)_packedPanelBytes, images);
                input = Scratch(worker) + (nint)_packedPanelBytes;
            }

            foreach (var block in _plan.LineBlocks)
            {
                SumBlock(chunk, panel, images, input, output, block, worker, accumulate);
                accumulate = true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumBlock(int chunk, int panel, int images, nint input, nint output, LineBlock block, int worker, bool accumulate)
    {
        var call = new MicroKernelCall
        {
            OutputRowStride = _plan.PanelWidth * sizeof(float),
            Accumulate = accumulate ? 1 : 0,
            LeftDepthStride = Shape.X.Stride * Shape.InputChannels * sizeof(float),
            RightDepthStride = _plan.PanelWidth * sizeof(float),
            Right = Scratch(worker),
        };
        var left = input;
        if (_plan.Roles == WeightGradientRoles.OutputRows)
        {
            call.RightDepthStride = call.LeftDepthStride;
            call.LeftDepthStride = Shape.OutputChannels * sizeof(float);
            call.Right = input + panel * _plan.PanelWidth * sizeof(float);
            left = output;
        }
        else
        {
            PackOutput(output, panel, images, block, (float*)call.Right);
        }

        var vectors = PanelVectors(panel);
        for (var group = 0; group < _plan.Groups; group++)
        {
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
                call.Left = left + start * sizeof(float);
                call.Output = (nint)(to + start * _plan.PanelWidth);
                _kernels[KernelIndex(TileStart(tile + 1) - start, vectors)]!.Run(&call);
            }
        }
    }

    private void PackOutput(nint output, int panel, int images, LineBlock block, float* packed)
    {
        var columns = Math.Min(_plan.PanelWidth, _plan.LaneCount - panel * _plan.PanelWidth);
        nint stride = Shape.OutputChannels * sizeof(float);
        nint pixels = block.Lines * Shape.X.Output;
        var from = output + block.FirstLine * Shape.X.Output * stride + panel * _plan.PanelWidth * sizeof(float);
        for (var image = 0; image < images; image++)
            PanelPacking.Copy((byte*)(from + image * OutputImageBytes), stride, packed + image * pixels * _plan.PanelWidth, pixels, columns, _plan.PanelWidth);
    }

    private void CopyInput(nint from, nint to, int images)
    {
        nint pixel = Shape.InputChannels * sizeof(float);
        BorderedCopy.Run(
            from, to, images, Shape.Y.Input, Shape.X.Input * pixel, _plan.BorderTop, _plan.BorderBottom,
            _plan.BorderLeft * pixel, _plan.BorderRight * pixel, _plan.InputImageStride);
    }

    /// <summary>Adds the chunks and turns [tap][row][lane] into the layout of the weights.</summary>
    private void Finish(int first, int last)
    {
        var taps = Shape.Taps;
        var lanesAreOutputs = _plan.Roles != WeightGradientRoles.OutputRows;
        if (lanesAreOutputs)
        {
            // A tap of a row of taps is a stretch of its rows: partial sums are [tap][input channel][output channel] either way.
            for (var input = 0; input < Shape.InputChannels; input++)
                FinishRow(input, Shape.InputChannels, first, last, (nint)Shape.InputChannels * taps, (nint)input * taps);
        }
        else
        {
            for (var output = first; output < last; output++)
                FinishRow(output, Shape.OutputChannels, 0, Shape.InputChannels, taps, (nint)output * Shape.InputChannels * taps);
        }

        Epilogue?.Run(first, last - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FinishRow(int row, int rowsPerTap, int firstLane, int lastLane, nint targetStride, nint targetOffset)
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
            var from = Partial(0, panel, 0) + (nint)row * width + (lane - panel * width);
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
