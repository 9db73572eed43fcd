using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>
/// The rival of the layout comparison: the 4×4, stride 2, padding 1 convolution triple on rows of pixels [batch, channels,
/// y, x], as an implicit matrix product with 512-bit vectors. Pixels of a few images fill the lanes; panels are packed on
/// the fly from zero-bordered planes, with one two-source permutation for 16 strided pixels.
/// </summary>
internal abstract unsafe class PixelRowsConvolution : Kernel
{
    protected const int Taps = 16;
    protected const int Lanes = 16;
    protected const int TileRows = 12;
    protected const int ChannelsPerBlock = 8;

    protected PixelRowsConvolution(int batch, int inputs, int outputs, int size)
    {
        (Batch, Inputs, Outputs, Size, OutSize) = (batch, inputs, outputs, size, size / 2);
        Images = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(256 / (OutSize * OutSize), 1, batch) + 1) / 2;
        Pixels = Images * OutSize * OutSize;
        PixelStride = (Pixels + Lanes - 1) / Lanes * Lanes + Lanes;
    }

    public override double Flops => 2.0 * Batch * OutSize * OutSize * Taps * Inputs * Outputs;

    protected int Batch { get; }

    protected int Inputs { get; }

    protected int Outputs { get; }

    protected int Size { get; }

    protected int OutSize { get; }

    /// <summary>Images whose pixels share panels.</summary>
    protected int Images { get; }

    protected int Pixels { get; }

    protected int PixelStride { get; }

    protected int Plane => Size * Size;

    protected int OutPlane => OutSize * OutSize;

    public override int Tasks(int stage) => Batch / Images;

    /// <summary>Copies a plane into a border of one zero, and room to read beyond.</summary>
    protected static void Border(float* from, int size, float* to)
    {
        var stride = size + 2;
        NativeMemory.Clear(to, (nuint)((stride * stride + 64) * sizeof(float)));
        for (var y = 0; y < size; y++)
            NativeMemory.Copy(from + y * size, to + (y + 1) * stride + 1, (nuint)size * sizeof(float));
    }

    /// <summary>Packs the 16 taps of one bordered input plane: a row of output pixels each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void PackTaps(float* plane, float* to)
    {
        var stride = Size + 2;
        var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        for (var tap = 0; tap < Taps; tap++)
        {
            for (var y = 0; y < OutSize; y++)
            {
                var from = plane + (2 * y + tap / 4) * stride + tap % 4;
                for (var x = 0; x < OutSize; x += Lanes)
                {
                    var pixels = Avx512F.PermuteVar16x32x2(Vector512.Load(from + 2 * x), even, Vector512.Load(from + 2 * x + Lanes));
                    pixels.Store(to + y * OutSize + x);
                }
            }

            to += PixelStride;
        }
    }

    /// <summary>rows × pixels += packed rows · panel, tile by tile.</summary>
    protected void Multiply(float* left, int rows, int depth, float* right, float* output, bool accumulate)
    {
        var segment = default(Segment);
        var call = new MicroKernelCall
        {
            Depth = depth,
            Segments = &segment,
            SegmentCount = 1,
            RightDepthStride = PixelStride * sizeof(float),
            OutputRowStride = PixelStride * sizeof(float),
            Accumulate = accumulate ? 1 : 0,
        };
        var vectors = (Pixels + Lanes - 1) / Lanes;
        for (var vector = 0; vector < vectors; vector += 2)
        {
            call.Right = (nint)(right + vector * Lanes);
            for (var row = 0; row < rows; row += TileRows)
            {
                var height = Math.Min(TileRows, rows - row);
                call.Left = (nint)(left + (nint)row * depth);
                call.LeftDepthStride = height * sizeof(float);
                call.Output = (nint)(output + (nint)row * PixelStride + vector * Lanes);
                MicroKernel.Get(new(1, height, Math.Min(2, vectors - vector), SimdWidth.Bits512, RowAddressing.Contiguous)).Run(&call);
            }
        }
    }
}

/// <summary>Operands: input, weights as [block of input channels][tile of output channels][depth][row], output.</summary>
internal sealed unsafe class PixelRowsForward(int batch, int inputs, int outputs, int size) : PixelRowsConvolution(batch, inputs, outputs, size)
{
    public override string Name => "pixel rows: convolve";

    public override long ScratchBytesPerWorker =>
        sizeof(float) * ((long)((Size + 2) * (Size + 2) + 64) + (ChannelsPerBlock * Taps + Outputs + 1) * (long)PixelStride);

    public override void Run(int stage, int task, int worker)
    {
        var plane = (float*)Scratch(worker);
        var packed = plane + (Size + 2) * (Size + 2) + 64;
        var sums = packed + (ChannelsPerBlock * Taps + 1) * PixelStride;
        var input = (float*)Operand(0) + (nint)task * Images * Inputs * Plane;
        for (var first = 0; first < Inputs; first += ChannelsPerBlock)
        {
            for (var channel = 0; channel < ChannelsPerBlock; channel++)
            {
                for (var image = 0; image < Images; image++)
                {
                    Border(input + ((nint)image * Inputs + first + channel) * Plane, Size, plane);
                    PackTaps(plane, packed + channel * Taps * PixelStride + image * OutPlane);
                }
            }

            Multiply((float*)Operand(1) + (nint)first * Taps * Outputs, Outputs, ChannelsPerBlock * Taps, packed, sums, first > 0);
        }

        var output = (float*)Operand(2) + (nint)task * Images * Outputs * OutPlane;
        for (var image = 0; image < Images; image++)
        {
            for (var channel = 0; channel < Outputs; channel++)
                NativeMemory.Copy(sums + channel * PixelStride + image * OutPlane, output + ((nint)image * Outputs + channel) * OutPlane, (nuint)OutPlane * sizeof(float));
        }
    }
}

/// <summary>Operands: output's gradient, weights as [phase][block of output channels][tile of input channels][depth][row], input's gradient.</summary>
internal sealed unsafe class PixelRowsInput(int batch, int inputs, int outputs, int size) : PixelRowsConvolution(batch, inputs, outputs, size)
{
    private const int PhaseTaps = 4;
    private const int Phases = 4;
    private const int Block = 32;

    public override string Name => "pixel rows: convolve input";

    public override long ScratchBytesPerWorker =>
        sizeof(float) * ((long)((OutSize + 2) * (OutSize + 2) + 64) + (Phases * (Block * PhaseTaps + 1) + Phases * Inputs) * (long)PixelStride);

    public override void Run(int stage, int task, int worker)
    {
        var plane = (float*)Scratch(worker);
        var packed = plane + (OutSize + 2) * (OutSize + 2) + 64;
        var phaseLength = (Block * PhaseTaps + 1) * PixelStride;
        var sums = packed + Phases * phaseLength;
        var gradient = (float*)Operand(0) + (nint)task * Images * Outputs * OutPlane;
        for (var first = 0; first < Outputs; first += Block)
        {
            for (var channel = 0; channel < Block; channel++)
            {
                for (var image = 0; image < Images; image++)
                {
                    Border(gradient + ((nint)image * Outputs + first + channel) * OutPlane, OutSize, plane);
                    for (var phase = 0; phase < Phases; phase++)
                        PackPhase(plane, phase, packed + phase * phaseLength + channel * PhaseTaps * PixelStride + image * OutPlane);
                }
            }

            for (var phase = 0; phase < Phases; phase++)
            {
                var weights = (float*)Operand(1) + ((nint)phase * Outputs + first) * PhaseTaps * Inputs;
                Multiply(weights, Inputs, Block * PhaseTaps, packed + phase * phaseLength, sums + (nint)phase * Inputs * PixelStride, first > 0);
            }
        }

        Interleave(sums, (float*)Operand(2) + (nint)task * Images * Inputs * Plane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackPhase(float* plane, int phase, float* to)
    {
        for (var tap = 0; tap < PhaseTaps; tap++)
        {
            var from = plane + (phase / 2 + tap / 2) * (OutSize + 2) + phase % 2 + tap % 2;
            for (var y = 0; y < OutSize; y++)
            {
                for (var x = 0; x < OutSize; x += Lanes)
                    Vector512.Load(from + y * (OutSize + 2) + x).Store(to + y * OutSize + x);
            }

            to += PixelStride;
        }
    }

    /// <summary>Puts the pixels of the four phases in their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interleave(float* sums, float* target)
    {
        var low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        var high = Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        var line = stackalloc float[Size + 2 * Lanes];
        for (var image = 0; image < Images; image++)
        {
            for (var channel = 0; channel < Inputs; channel++)
            {
                for (var y = 0; y < Size; y++)
                {
                    var left = sums + ((nint)(y % 2 * 2) * Inputs + channel) * PixelStride + image * OutPlane + y / 2 * OutSize;
                    var right = left + (nint)Inputs * PixelStride;
                    for (var x = 0; x < OutSize; x += Lanes)
                    {
                        var a = Vector512.Load(left + x);
                        var b = Vector512.Load(right + x);
                        Avx512F.PermuteVar16x32x2(a, low, b).Store(line + 2 * x);
                        Avx512F.PermuteVar16x32x2(a, high, b).Store(line + 2 * x + Lanes);
                    }

                    NativeMemory.Copy(line, target + ((nint)image * Inputs + channel) * Plane + y * Size, (nuint)Size * sizeof(float));
                }
            }
        }
    }
}

/// <summary>Operands: input, output's gradient, weights' gradient. Chunks of images are summed apart, then added.</summary>
internal sealed unsafe class PixelRowsWeights(int batch, int inputs, int outputs, int size) : PixelRowsConvolution(batch, inputs, outputs, size)
{
    private const int PanelWidth = 32;

    public override string Name => "pixel rows: convolve kernel";

    public override int Stages => 2;

    public override long WorkspaceBytes => (long)Chunks * Inputs * Taps * Outputs * sizeof(float);

    public override long ScratchBytesPerWorker =>
        sizeof(float) * ((long)((Size + 2) * (Size + 2) + 64) + (ChannelsPerBlock * Taps + Outputs + 1) * (long)PixelStride);

    private int Chunks => Math.Min(Batch / Images, 4);

    private int Blocks => Inputs / ChannelsPerBlock;

    public override int Tasks(int stage) => stage == 0 ? Chunks * Math.Min(Blocks, 4) : Outputs / PanelWidth;

    public override void Run(int stage, int task, int worker)
    {
        if (stage == 1)
        {
            Finish(task);
            return;
        }

        var groups = Math.Min(Blocks, 4);
        var (chunk, part) = Math.DivRem(task, groups);
        var perChunk = Batch / Images / Chunks;
        for (var i = 0; i < perChunk; i++)
            Sum(chunk, chunk * perChunk + i, Blocks * part / groups, Blocks * (part + 1) / groups, worker, i > 0);
    }

    private void Sum(int chunk, int group, int firstBlock, int lastBlock, int worker, bool accumulate)
    {
        var plane = (float*)Scratch(worker);
        var packed = plane + (Size + 2) * (Size + 2) + 64;
        var transposed = packed + (ChannelsPerBlock * Taps + 1) * PixelStride;
        var input = (float*)Operand(0) + (nint)group * Images * Inputs * Plane;
        var gradient = (float*)Operand(1) + (nint)group * Images * Outputs * OutPlane;
        for (var panel = 0; panel < Outputs / PanelWidth; panel++)
        {
            for (var image = 0; image < Images; image++)
            {
                PanelPacking.Transpose(
                    (byte*)(gradient + ((nint)image * Outputs + panel * PanelWidth) * OutPlane), OutPlane * sizeof(float),
                    transposed + ((nint)panel * Pixels + image * OutPlane) * PanelWidth, OutPlane, PanelWidth, PanelWidth);
            }
        }

        var segment = default(Segment);
        var call = new MicroKernelCall
        {
            Depth = Pixels,
            Segments = &segment,
            SegmentCount = 1,
            LeftRowStride = PixelStride * sizeof(float),
            RightDepthStride = PanelWidth * sizeof(float),
            OutputRowStride = PanelWidth * sizeof(float),
            Accumulate = accumulate ? 1 : 0,
        };
        for (var block = firstBlock; block < lastBlock; block++)
        {
            for (var channel = 0; channel < ChannelsPerBlock; channel++)
            {
                for (var image = 0; image < Images; image++)
                {
                    Border(input + ((nint)image * Inputs + block * ChannelsPerBlock + channel) * Plane, Size, plane);
                    PackTaps(plane, packed + channel * Taps * PixelStride + image * OutPlane);
                }
            }

            for (var panel = 0; panel < Outputs / PanelWidth; panel++)
            {
                call.Right = (nint)(transposed + (nint)panel * Pixels * PanelWidth);
                for (var row = 0; row < ChannelsPerBlock * Taps; row += 8)
                {
                    call.Left = (nint)(packed + row * PixelStride);
                    call.Output = (nint)((float*)Workspace
                        + (((nint)chunk * (Outputs / PanelWidth) + panel) * Inputs * Taps + block * ChannelsPerBlock * Taps + row) * PanelWidth);
                    MicroKernel.Get(new(1, 8, 2, SimdWidth.Bits512, RowAddressing.Strided)).Run(&call);
                }
            }
        }
    }

    private void Finish(int panel)
    {
        var rows = Inputs * Taps;
        var sum = stackalloc float[PanelWidth];
        for (var row = 0; row < rows; row++)
        {
            var from = (float*)Workspace + ((nint)panel * rows + row) * PanelWidth;
            PartialSums.Add(from, (nint)Outputs * rows, Chunks, sum, PanelWidth);
            for (var lane = 0; lane < PanelWidth; lane++)
                ((float*)Operand(2))[((nint)panel * PanelWidth + lane) * rows + row] = sum[lane];
        }
    }
}
