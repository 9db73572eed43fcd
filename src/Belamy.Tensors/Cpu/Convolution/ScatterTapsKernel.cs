using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// The convolution or its input gradient into few channels. Operands: source, packed weights, target. Epilogue rows are
/// the target's pixels.
/// </summary>
internal sealed unsafe class ScatterTapsKernel : Kernel
{
    private const int PixelsPerBlock = 112;

    private readonly ConvolutionShape _shape;
    private readonly ScatterPlan _plan;
    private readonly bool _backward;
    private readonly int _linesPerBlock;
    private readonly int _front;
    private readonly int _top;
    private readonly int _left;
    private readonly int _sumPlanes;
    private readonly int _sumLines;
    private readonly int _sumStride;
    private readonly MicroKernel?[] _kernels;

    public ScatterTapsKernel(ConvolutionShape shape, bool backward, ScatterPlan plan, SimdWidth width)
    {
        _shape = shape;
        _backward = backward;
        _plan = plan;
        _linesPerBlock = Math.Clamp(PixelsPerBlock / plan.SourceWidth, 1, SourceLines);

        // Sums have room for what falls beyond the border and for the columns that fill a line of taps up.
        var firstLines = Enumerable.Range(0, shape.Y.Kernel).Select(plan.FirstY).ToArray();
        var firstPlanes = Enumerable.Range(0, shape.Z.Kernel).Select(plan.FirstZ).ToArray();
        _front = Math.Max(0, -firstPlanes.Min());
        _sumPlanes = _front + Math.Max(plan.TargetDepth, (plan.SourceDepth - 1) * plan.StepZ + firstPlanes.Max() + 1);
        _top = Math.Max(0, -firstLines.Min());
        _left = Math.Max(0, -plan.FirstX);
        _sumLines = _top + Math.Max(plan.TargetHeight, (plan.SourceHeight - 1) * plan.StepY + firstLines.Max() + 1);
        var lastWindow = ((plan.SourceWidth - 1) * plan.StepX + plan.FirstX) * plan.TargetChannels + plan.RowColumns;
        _sumStride = _left * plan.TargetChannels + Math.Max(plan.TargetWidth * plan.TargetChannels, lastWindow);

        _kernels = new MicroKernel[plan.MaximumRows + 1];
        foreach (var lines in (ReadOnlySpan<int>)[_linesPerBlock, SourceLines % _linesPerBlock])
        {
            var pixels = lines * plan.SourceWidth;
            var tiles = Tiles(pixels);
            for (var tile = 0; tile < tiles; tile++)
            {
                var rows = pixels * (tile + 1) / tiles - pixels * tile / tiles;
                _kernels[rows] = MicroKernel.Get(new(1, rows, plan.Vectors, width, RowAddressing.Strided));
            }
        }
    }

    public override string Name => $"convolve{(_backward ? " input" : "")} {_shape}";

    public override long ScratchBytesPerWorker => ProductBytes + Align(_sumPlanes * (long)PlaneStride * sizeof(float));

    public override double Flops => _shape.Flops;

    private int SourceLines => _plan.SourceDepth * _plan.SourceHeight;

    private nint PlaneStride => (nint)_sumLines * _sumStride;

    private int ProductStride => _plan.Panels * _plan.PanelWidth;

    private long ProductBytes => Align((long)_linesPerBlock * _plan.SourceWidth * ProductStride * sizeof(float));

    public override int Tasks(int stage) => _shape.Batch;

    public override void Run(int stage, int task, int worker)
    {
        var products = (float*)Scratch(worker);
        var sums = (float*)(Scratch(worker) + (nint)ProductBytes);
        NativeMemory.Clear(sums, (nuint)(_sumPlanes * PlaneStride * sizeof(float)));
        var source = (float*)Operand(0) + (nint)task * SourceLines * _plan.SourceWidth * _plan.SourceChannels;
        for (var line = 0; line < SourceLines; line += _linesPerBlock)
        {
            var lines = Math.Min(_linesPerBlock, SourceLines - line);
            Multiply(source + (nint)line * _plan.SourceWidth * _plan.SourceChannels, lines * _plan.SourceWidth, products);
            Add(products, line, lines, sums);
        }

        var (targetLines, lineLength) = (_plan.TargetDepth * _plan.TargetHeight, _plan.TargetWidth * _plan.TargetChannels);
        var target = (float*)Operand(2) + (nint)task * targetLines * lineLength;
        for (var line = 0; line < targetLines; line++)
        {
            var (z, y) = (line / _plan.TargetHeight, line % _plan.TargetHeight);
            var from = sums + (_front + z) * PlaneStride + (nint)(_top + y) * _sumStride + _left * _plan.TargetChannels;
            NativeMemory.Copy(from, target + (nint)line * lineLength, (nuint)lineLength * sizeof(float));
        }

        var pixels = (long)targetLines * _plan.TargetWidth;
        Epilogue?.Run(task * pixels, pixels);
    }

    private int Tiles(int pixels) => (pixels + _plan.MaximumRows - 1) / _plan.MaximumRows;

    private void Multiply(float* source, int pixels, float* products)
    {
        var segment = default(Segment);
        var call = new MicroKernelCall
        {
            LeftRowStride = _plan.SourceChannels * sizeof(float),
            RightDepthStride = _plan.PanelWidth * sizeof(float),
            OutputRowStride = ProductStride * sizeof(float),
            Depth = _plan.SourceChannels,
            Segments = &segment,
            SegmentCount = 1,
        };
        var tiles = Tiles(pixels);
        for (var panel = 0; panel < _plan.Panels; panel++)
        {
            call.Right = Operand(1) + (nint)panel * _plan.SourceChannels * _plan.PanelWidth * sizeof(float);
            for (var tile = 0; tile < tiles; tile++)
            {
                var first = pixels * tile / tiles;
                call.Left = (nint)(source + (nint)first * _plan.SourceChannels);
                call.Output = (nint)(products + (nint)first * ProductStride + panel * _plan.PanelWidth);
                _kernels[pixels * (tile + 1) / tiles - first]!.Run(&call);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(float* products, int firstLine, int lines, float* sums)
    {
        var columns = _plan.RowColumns;
        var (tapPlanes, tapLines) = (_shape.Z.Kernel, _shape.Y.Kernel);
        nint step = _plan.StepX * _plan.TargetChannels;
        nint tapLineStride = (_plan.FirstY(1) - _plan.FirstY(0)) * (nint)_sumStride;
        var tapPlaneStride = (_plan.FirstZ(1) - _plan.FirstZ(0)) * PlaneStride;
        for (var line = firstLine; line < firstLine + lines; line++)
        {
            var (z, y) = (line / _plan.SourceHeight, line % _plan.SourceHeight);
            var to = sums + (_front + z * _plan.StepZ + _plan.FirstZ(0)) * PlaneStride
                + (nint)(_top + y * _plan.StepY + _plan.FirstY(0)) * _sumStride + (_left + _plan.FirstX) * _plan.TargetChannels;
            for (var x = 0; x < _plan.SourceWidth; x++)
            {
                // The same pixels take part in the next window: going down the taps first lets the stores settle.
                var from = products;
                for (var kz = 0; kz < tapPlanes; kz++)
                {
                    var window = to + kz * tapPlaneStride;
                    for (var ky = 0; ky < tapLines; ky++)
                    {
                        for (var i = 0; i < columns; i += 4)
                            Vector128.Store(Vector128.Load(window + i) + Vector128.Load(from + i), window + i);
                        window += tapLineStride;
                        from += columns;
                    }
                }

                products += ProductStride;
                to += step;
            }
        }
    }
}
