using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Products of a batch with few columns, as attention's with a head's features: a row of A meets one panel of B only, so it is read in
/// place, and B alone is packed. Operands: A, B, C. Epilogue rows are the rows of C, of all products one after another.
/// </summary>
internal sealed unsafe class NarrowProductKernel : Kernel
{
    private const int DepthBlock = 256;
    private const int LeastBatch = 8;
    private const int TasksWanted = 16;
    private const int LeastTiles = 4;
    private const int NumbersOfCacheLine = 16;

    private readonly MatrixProductShape _shape;
    private readonly TileShape _tile;
    private readonly int _rowTasks;
    private readonly int _vectors;
    private readonly int _tileRows;
    private readonly int _depthBlock;
    private readonly MicroKernel[] _kernels;

    /// <summary>Plans the products.</summary>
    /// <param name="shape">Sizes and strides.</param>
    /// <param name="width">Vector width.</param>
    public NarrowProductKernel(MatrixProductShape shape, SimdWidth width)
    {
        _shape = shape;
        _tile = TileShape.For(width);
        _vectors = DivideUp(shape.Columns, _tile.Lanes);

        // A single vector leaves registers for more rows. Rows apart share the sets of the cache: no more than a dozen then.
        _tileRows = _vectors > 1 ? _tile.Rows : Math.Min(shape.TransposeLeft ? 24 : 12, _tile.Rows * _tile.Vectors);
        var tiles = DivideUp(shape.Rows, _tileRows);
        _rowTasks = Math.Clamp(DivideUp(TasksWanted, shape.Batch), 1, Math.Max(1, tiles / LeastTiles));
        _depthBlock = DivideUp(shape.Depth, DivideUp(shape.Depth, DepthBlock));
        _kernels = new MicroKernel[_tileRows + 1];
        for (var task = 0; task < _rowTasks; task++)
        {
            var rows = RowStart(task + 1) - RowStart(task);
            for (var tile = 0; tile < DivideUp(rows, _tileRows); tile++)
            {
                var height = TileStart(rows, tile + 1) - TileStart(rows, tile);
                _kernels[height] = MicroKernel.Get(new(1, height, _vectors, width, shape.TransposeLeft ? RowAddressing.Contiguous : RowAddressing.Strided));
            }
        }
    }

    public override string Name =>
        $"matmul {_shape.Rows}x{_shape.Columns}x{_shape.Depth}{(_shape.TransposeLeft ? " AT" : "")}{(_shape.TransposeRight ? " BT" : "")} batch {_shape.Batch}";

    public override long ScratchBytesPerWorker => Align((long)_depthBlock * Width * sizeof(float));

    public override double Flops => _shape.Flops;

    private int Width => _vectors * _tile.Lanes;

    /// <summary>Whether this is the kernel for a product.</summary>
    public static bool Suits(MatrixProductShape shape, SimdWidth width)
    {
        var tile = TileShape.For(width);
        return width != SimdWidth.None && shape.Batch >= LeastBatch && shape.Columns > 1 && shape.Columns <= tile.Columns && shape.Rows >= 2 * tile.Rows;
    }

    public override int Tasks(int stage) => _shape.Batch * _rowTasks;

    public override void Run(int stage, int task, int worker)
    {
        var (batch, rowTask) = (task / _rowTasks, task % _rowTasks);
        var (first, rows) = (RowStart(rowTask), RowStart(rowTask + 1) - RowStart(rowTask));
        for (var depth = 0; depth < _shape.Depth; depth += _depthBlock)
            Multiply(batch, first, rows, depth, Math.Min(_depthBlock, _shape.Depth - depth), (float*)Scratch(worker));
        Epilogue?.Run((long)batch * _shape.Rows + first, rows);
    }

    private static int DivideUp(int value, int divisor) => MatrixProductBlocking.DivideUp(value, divisor);

    private int RowStart(int task) => (int)((long)_shape.Rows * task / _rowTasks);

    private int TileStart(int rows, int tile) => rows * tile / DivideUp(rows, _tileRows);

    /// <summary>Brings the rows of the next tile near: each is read once, and short stretches far apart are nothing that a processor foresees.</summary>
    private void Prefetch(float* left, int rows, int depth)
    {
        if (!Sse.IsSupported)
            return;
        var (stretches, length) = _shape.TransposeLeft ? (depth, rows) : (rows, depth);
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            for (var at = 0; at < length; at += NumbersOfCacheLine)
                Sse.Prefetch1(left + at);
            left += _shape.LeftStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int batch, int firstRow, int rows, int firstDepth, int depth, float* panel)
    {
        nint stride = _shape.RightStride;
        var right = (float*)Operand(1) + batch * _shape.RightBatchStride;
        if (_shape.TransposeRight)
            PanelPacking.Transpose((byte*)(right + firstDepth), stride * sizeof(float), panel, depth, _shape.Columns, Width);
        else
            PanelPacking.Copy((byte*)(right + firstDepth * stride), stride * sizeof(float), panel, depth, _shape.Columns, Width);

        nint rowStride = _shape.TransposeLeft ? 1 : _shape.LeftStride, depthStride = _shape.TransposeLeft ? _shape.LeftStride : 1;
        var left = (float*)Operand(0) + batch * _shape.LeftBatchStride + firstRow * rowStride + firstDepth * depthStride;
        var output = (float*)Operand(2) + batch * _shape.OutputBatchStride + (nint)firstRow * _shape.OutputStride;
        var zero = default(Segment);
        var call = new MicroKernelCall
        {
            Segments = &zero,
            SegmentCount = 1,
            Right = (nint)panel,
            RightDepthStride = Width * sizeof(float),
            LeftRowStride = rowStride * sizeof(float),
            LeftDepthStride = depthStride * sizeof(float),
            OutputRowStride = _shape.OutputStride * sizeof(float),
            Depth = depth,
            Accumulate = firstDepth,
        };
        var tiles = DivideUp(rows, _tileRows);
        for (var tile = 0; tile < tiles; tile++)
        {
            var start = TileStart(rows, tile);
            var kernel = _kernels[TileStart(rows, tile + 1) - start];
            call.Left = (nint)(left + start * rowStride);
            call.Output = (nint)(output + (nint)start * _shape.OutputStride);
            if (tile + 1 < tiles)
                Prefetch(left + TileStart(rows, tile + 1) * rowStride, TileStart(rows, tile + 2) - TileStart(rows, tile + 1), depth);
            if (_shape.Columns == Width)
                kernel.Run(&call);
            else
                RaggedTile.Run(kernel, &call, _shape.Columns);
        }
    }
}
