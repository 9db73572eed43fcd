using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// The convolution and its input gradient, channels last: target channels fill the vectors' lanes, source pixels are
/// broadcast from where they are. Operands: source, packed weights, target. Epilogue rows are the target's pixels.
/// </summary>
internal sealed unsafe class TapProductKernel : Kernel
{
    private const int CacheBytes = 1 << 20;
    private const int LargestImageForImageRows = 80 << 10;
    private const int LargestBlockForImageRows = 8 << 10;
    private const int TasksWanted = 16;
    private const double FlopsWorthATask = 2e6;

    private readonly bool _backward;
    private readonly TapPlan _plan;
    private readonly TapWeights _weights;
    private readonly ChannelBlocks? _channels;
    private readonly TapSchedule _schedule;
    private readonly int _batch;
    private readonly int _imageBlock;
    private readonly int _imageTasks;
    private readonly int _panelBlock;
    private readonly int _panelTasks;
    private readonly bool _copies;
    private readonly nint _imageStride;
    private readonly MicroKernel[][] _kernels;
    private readonly RowBlockCounters _unfinished;

    public TapProductKernel(ConvolutionShape shape, bool backward, SimdWidth width)
    {
        Shape = shape;
        _backward = backward;
        var plan = backward ? TapPlan.Backward(shape) : TapPlan.Forward(shape);
        _plan = plan;
        _batch = shape.Batch;
        _weights = new TapWeights(plan, width);
        _channels = plan.Groups == 1 ? null : new ChannelBlocks(plan.Groups, plan.SourceChannels, plan.TargetChannels, _weights.LaneByLane ? _weights.Lanes : 0);
        var imageBytes = (long)plan.SourcePixels * plan.SourceChannels * _weights.SourceStep;
        var rowsAreImages = _batch >= 8 && imageBytes <= (_channels is null ? LargestImageForImageRows : LargestBlockForImageRows);
        _schedule = new TapSchedule(plan, _weights, rowsAreImages, TapSchedule.ChooseLinesPerTile(plan, _weights.MaximumRows));

        // Rows a power of two apart would fall on the same few sets of the cache.
        var lines = ((nint)_schedule.Frame.Length * _schedule.PixelStride + 63) / 64;
        _copies = _channels is not null || (rowsAreImages ? imageBytes % 2048 == 0 : _schedule.Frame.HasBorder);
        _imageStride = _copies ? (lines | 1) * 64 : (nint)imageBytes;

        var wanted = (int)Math.Clamp(shape.Flops / FlopsWorthATask, 1, TasksWanted);
        var targetBytes = (long)plan.TargetPixels * plan.TargetPixelBytes;
        var fitting = (int)Math.Clamp(CacheBytes / (_imageStride + targetBytes / Math.Min(wanted, _weights.Panels)), 1, _batch);
        if (rowsAreImages)
            fitting = Math.Max(fitting, Math.Min(_batch, _weights.MaximumRows));
        _imageTasks = Math.Max(DivideUp(_batch, fitting), rowsAreImages ? 1 : Math.Min(_batch, wanted));
        _imageBlock = DivideUp(_batch, _imageTasks);
        _imageTasks = DivideUp(_batch, _imageBlock);
        // A block of channels is copied by one task alone.
        var unit = _channels is null ? 1 : _weights.PanelsPerBlock;
        _panelTasks = Math.Clamp(wanted / _imageTasks, 1, _weights.Panels / unit);
        _panelBlock = DivideUp(_weights.Panels / unit, _panelTasks) * unit;
        _panelTasks = DivideUp(_weights.Panels, _panelBlock);
        _unfinished = new RowBlockCounters(_imageTasks, _panelTasks);
        _kernels = MakeKernels();
    }

    /// <summary>The convolution.</summary>
    public ConvolutionShape Shape { get; }

    public override string Name => $"convolve{(_backward ? " input" : "")} {Shape}";

    public override long ScratchBytesPerWorker => _copies ? _imageBlock * _imageStride : 0;

    public override double Flops => Shape.Flops;

    private nint TargetImage => (nint)_plan.TargetPixels * _plan.TargetPixelBytes;

    public override int Tasks(int stage) => _imageTasks * _panelTasks;

    public override void Run(int stage, int task, int worker)
    {
        var imageTask = task / _panelTasks;
        var firstPanel = task % _panelTasks * _panelBlock;
        var lastPanel = Math.Min(_weights.Panels, firstPanel + _panelBlock);
        var firstImage = imageTask * _imageBlock;
        var images = Math.Min(_imageBlock, _batch - firstImage);
        var source = Operand(0) + firstImage * _plan.SourcePixels * (nint)_plan.SourcePixelBytes;
        var target = Operand(2) + firstImage * TargetImage;
        if (_channels is null)
        {
            if (_copies)
            {
                BorderedCopy.Run(new WholePixels(_schedule.PixelStride), _schedule.Frame, source, Scratch(worker), images, _imageStride);
                source = Scratch(worker);
            }

            RunPanels(firstPanel, lastPanel, source, target, images);
        }
        else
        {
            for (var panel = firstPanel; panel < lastPanel; panel += _weights.PanelsPerBlock)
            {
                BorderedCopy.Run(_channels.At(panel / _weights.PanelsPerBlock), _schedule.Frame, source, Scratch(worker), images, _imageStride);
                RunPanels(panel, panel + _weights.PanelsPerBlock, Scratch(worker), target, images);
            }
        }

        if (Epilogue is not null && _unfinished.Finish(imageTask))
            Epilogue.Run((long)firstImage * _plan.TargetPixels, (long)images * _plan.TargetPixels);
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanels(int firstPanel, int lastPanel, nint source, nint target, int images)
    {
        for (var phase = 0; phase < _schedule.Phases.Length; phase++)
        {
            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                var weights = Operand(1) + (nint)_weights.PanelOffset(phase, panel) * sizeof(float);
                var to = target + _weights.FirstChannel(panel) * sizeof(float);
                foreach (var block in _schedule.Phases[phase])
                {
                    if (_schedule.RowsAreImages)
                        RunImageRows(phase, block, panel, source, weights, to, images);
                    else
                        RunPixelRows(phase, block, panel, source, weights, to, images);
                }
            }
        }
    }

    private int KernelIndex(int groups, int rows) => groups * (_weights.MaximumRows + 1) + rows;

    private MicroKernel[][] MakeKernels()
    {
        HashSet<(int, int)> tiles = [];
        if (_schedule.RowsAreImages)
        {
            foreach (var images in (ReadOnlySpan<int>)[_imageBlock, _batch - (_imageTasks - 1) * _imageBlock])
            {
                var count = DivideUp(images, _weights.MaximumRows);
                for (var i = 0; i < count; i++)
                    tiles.Add((1, images * (i + 1) / count - images * i / count));
            }
        }
        else
        {
            foreach (var call in _schedule.Phases.SelectMany(blocks => blocks).SelectMany(block => block.Calls))
                tiles.Add((call.Groups, call.RowsPerGroup));
        }

        var kernels = new MicroKernel[KernelIndex(_weights.MaximumRows + 1, 0)][];
        foreach (var (groups, rows) in tiles)
        {
            var byVectors = new MicroKernel[_weights.Vectors + 1];
            foreach (var panel in (ReadOnlySpan<int>)[0, _weights.PanelsPerBlock - 1, _weights.Panels - 1])
            {
                var vectors = DivideUp(_weights.PanelChannels(panel), _weights.Lanes);
                byVectors[vectors] = MicroKernel.Get(new(groups, rows, vectors, _weights.Width, _weights.Addressing));
            }

            kernels[KernelIndex(groups, rows)] = byVectors;
        }

        return kernels;
    }

    private MicroKernelCall NewCall(int phase, int panel, nint weights, out int vectors)
    {
        var steps = _plan.Phases[phase];
        nint pixel = _plan.TargetPixelBytes;
        vectors = DivideUp(_weights.PanelChannels(panel), _weights.Lanes);
        return new MicroKernelCall
        {
            Right = weights,
            RightDepthStride = _weights.PanelWidth * sizeof(float),
            LeftDepthStride = _weights.SourceStep,
            LeftGroupStride = steps.Y.SourceStep * _schedule.LineStride,
            LeftRowStride = _schedule.RowsAreImages ? _imageStride : steps.X.SourceStep * _schedule.PixelStride,
            OutputGroupStride = steps.Y.Step * _plan.TargetWidth * pixel,
            OutputRowStride = _schedule.RowsAreImages ? TargetImage : steps.X.Step * pixel,
        };
    }

    private void RunPixelRows(int phase, TapBlock block, int panel, nint source, nint weights, nint target, int images)
    {
        var call = NewCall(phase, panel, weights, out var vectors);
        for (var image = 0; image < images; image++)
        {
            foreach (ref readonly var planned in block.Calls.AsSpan())
            {
                call.Left = source + image * _imageStride + planned.Left;
                call.Output = target + image * TargetImage + planned.Target;
                RunTile(ref call, in planned, _kernels[KernelIndex(planned.Groups, planned.RowsPerGroup)][vectors], panel);
            }
        }
    }

    private void RunImageRows(int phase, TapBlock block, int panel, nint source, nint weights, nint target, int images)
    {
        var call = NewCall(phase, panel, weights, out var vectors);
        var count = DivideUp(images, _weights.MaximumRows);
        for (var tile = 0; tile < count; tile++)
        {
            var first = images * tile / count;
            var kernel = _kernels[KernelIndex(1, images * (tile + 1) / count - first)][vectors];
            foreach (ref readonly var planned in block.Calls.AsSpan())
            {
                call.Left = source + first * _imageStride + planned.Left;
                call.Output = target + first * call.OutputRowStride + planned.Target;
                RunTile(ref call, in planned, kernel, panel);
            }
        }
    }

    private void RunTile(ref MicroKernelCall call, in TapCall planned, MicroKernel kernel, int panel)
    {
        call.Depth = planned.Depth;
        call.SegmentCount = planned.SegmentCount;
        call.Segments = (Segment*)Unsafe.AsPointer(ref _schedule.Segments[planned.FirstSegment]);
        call.Accumulate = planned.Accumulate ? 1 : 0;
        var channels = _weights.PanelChannels(panel);
        fixed (MicroKernelCall* pinned = &call)
        {
            if (planned.SegmentCount == 0)
                Clear(pinned, kernel.Shape, channels);
            else if (channels == kernel.Shape.Columns)
                kernel.Run(pinned);
            else
                RaggedTile.Run(kernel, pinned, channels);
        }
    }

    private static void Clear(MicroKernelCall* call, MicroKernelShape shape, int channels)
    {
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var row = 0; row < shape.RowsPerGroup; row++)
                NativeMemory.Clear((void*)(call->Output + group * call->OutputGroupStride + row * call->OutputRowStride), (nuint)channels * sizeof(float));
        }
    }
}
