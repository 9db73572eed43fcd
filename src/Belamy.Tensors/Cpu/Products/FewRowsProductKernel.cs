using System.Runtime.CompilerServices;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Matrix product of few rows with a large right matrix: a layer's batch times its weights. Operands: A, B, C. Epilogue
/// rows are the rows of C.
/// </summary>
/// <remarks>
/// Each number of B is used once for each of the few rows only, so a packed copy of B would cost as much as the product.
/// Here the rows of A fill the lanes, packed once for all tasks, and B is read once, where it is, a number at a time:
/// the micro-kernel computes a block of Bᵀ·Aᵀ, which is transposed on its way to C.
/// </remarks>
internal sealed unsafe class FewRowsProductKernel : Kernel
{
    private const int MaximumDepthBlock = 192;
    private const int MinimumColumns = 48;
    private const int MinimumDepth = 32;
    private const int RowsTogether = 4;

    // Columns whose numbers lie so far apart share too few cache sets to be read down in place.
    private const int SharedSetsStride = 256;
    private const int MaximumTiles = 8;
    private const double FlopsWorthATask = 1e6;
    private const int TasksWanted = 16;
    private const int EpilogueNumbersWorthATask = 8192;
    private const int MaximumEpilogueTasks = 8;

    private readonly MatrixProductShape _shape;
    private readonly TileShape _tile;
    private readonly int _vectors;
    private readonly int _depthBlock;
    private readonly int _depthBlocks;
    private readonly int _columnTasks;
    private readonly MicroKernel[] _kernels;

    /// <summary>Plans a product.</summary>
    /// <param name="shape">Sizes and strides; see <see cref="Suits"/>.</param>
    /// <param name="width">Vector width.</param>
    public FewRowsProductKernel(MatrixProductShape shape, SimdWidth width)
    {
        _shape = shape;
        _tile = TileShape.For(width);
        _vectors = DivideUp(shape.Rows, _tile.Lanes);
        _depthBlock = DivideUp(shape.Depth, DivideUp(shape.Depth, MaximumDepthBlock));
        _depthBlocks = DivideUp(shape.Depth, _depthBlock);
        var tiles = _tile.TileCount(shape.Columns);
        _columnTasks = Math.Clamp((int)(shape.Flops / FlopsWorthATask), DivideUp(tiles, MaximumTiles), Math.Max(TasksWanted, DivideUp(tiles, MaximumTiles)));
        _columnTasks = Math.Min(_columnTasks, tiles);
        WorkspaceBytes = (long)shape.Depth * _tile.Columns * sizeof(float);
        ScratchBytesPerWorker = Align((long)DivideUp(tiles, _columnTasks) * _tile.Rows * _tile.Columns * sizeof(float));
        _kernels = new MicroKernel[_tile.Rows + 1];
        var addressing = shape.TransposeRight ? RowAddressing.Strided : RowAddressing.Contiguous;
        for (var tile = 0; tile < tiles; tile++)
        {
            var height = _tile.TileStart(shape.Columns, tile + 1) - _tile.TileStart(shape.Columns, tile);
            _kernels[height] ??= MicroKernel.Get(new(1, height, _vectors, width, addressing, PrefetchesLeft: !shape.TransposeRight));
        }
    }

    public override string Name =>
        $"matmul {_shape.Rows}x{_shape.Columns}x{_shape.Depth}{(_shape.TransposeLeft ? " AT" : "")}{(_shape.TransposeRight ? " BT" : "")}";

    public override int Stages => Epilogue is null ? 2 : 3;

    public override long WorkspaceBytes { get; }

    public override long ScratchBytesPerWorker { get; }

    public override double Flops => _shape.Flops;

    private int EpilogueTasks => (int)Math.Clamp((long)_shape.Rows * _shape.Columns / EpilogueNumbersWorthATask, 1, Math.Min(MaximumEpilogueTasks, _shape.Rows));

    /// <summary>Whether this kernel computes a product faster than <see cref="MatrixProductKernel"/>.</summary>
    public static bool Suits(MatrixProductShape shape, SimdWidth width)
    {
        var tile = TileShape.For(width);
        var lanes = DivideUp(shape.Rows, tile.Lanes) * tile.Lanes;
        return width != SimdWidth.None && shape.Batch == 1 && shape.Rows > tile.Rows && shape.Rows <= tile.Columns
            && shape.Rows * 4 >= lanes * 3 && shape.Columns >= MinimumColumns && shape.Depth >= MinimumDepth
            && (shape.TransposeRight || shape.RightStride % SharedSetsStride != 0);
    }

    public override int Tasks(int stage) => stage switch
    {
        0 => _depthBlocks,
        1 => _columnTasks,
        _ => EpilogueTasks,
    };

    public override void Run(int stage, int task, int worker)
    {
        switch (stage)
        {
            case 0:
                PackRows(task);
                break;
            case 1:
                Multiply(task, worker);
                break;
            default:
                var first = (long)_shape.Rows * task / EpilogueTasks;
                Epilogue!.Run(first, (long)_shape.Rows * (task + 1) / EpilogueTasks - first);
                break;
        }
    }

    private static int DivideUp(int value, int divisor) => MatrixProductBlocking.DivideUp(value, divisor);

    private int BlockDepth(int depthBlock) => Math.Min(_depthBlock, _shape.Depth - depthBlock * _depthBlock);

    private float* Packed(int depthBlock) => (float*)Workspace + (nint)depthBlock * _depthBlock * _tile.Columns;

    private void PackRows(int depthBlock)
    {
        nint stride = _shape.LeftStride;
        nint firstDepth = depthBlock * _depthBlock;
        var left = (float*)Operand(0);
        var target = Packed(depthBlock);
        var depth = BlockDepth(depthBlock);
        if (_shape.TransposeLeft)
            PanelPacking.Copy((byte*)(left + firstDepth * stride), stride * sizeof(float), target, depth, _shape.Rows, _tile.Columns);
        else
            PanelPacking.Transpose((byte*)(left + firstDepth), stride * sizeof(float), target, depth, _shape.Rows, _tile.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int task, int worker)
    {
        var tiles = _tile.TileCount(_shape.Columns);
        var firstTile = tiles * task / _columnTasks;
        var lastTile = tiles * (task + 1) / _columnTasks;
        var firstColumn = _tile.TileStart(_shape.Columns, firstTile);
        var columns = _tile.TileStart(_shape.Columns, lastTile) - firstColumn;
        var block = (float*)Scratch(worker);
        nint blockStride = _tile.Columns;
        nint rightStride = _shape.RightStride;
        var zero = default(Segment);
        var call = new MicroKernelCall
        {
            Segments = &zero,
            SegmentCount = 1,
            LeftRowStride = rightStride * sizeof(float),
            LeftDepthStride = rightStride * sizeof(float),
            RightDepthStride = _tile.Columns * sizeof(float),
            OutputRowStride = blockStride * sizeof(float),
        };
        for (var depthBlock = 0; depthBlock < _depthBlocks; depthBlock++)
        {
            call.Depth = BlockDepth(depthBlock);
            call.Accumulate = depthBlock;
            call.Right = (nint)Packed(depthBlock);
            nint firstDepth = depthBlock * _depthBlock;
            for (var tile = firstTile; tile < lastTile; tile++)
            {
                nint column = _tile.TileStart(_shape.Columns, tile);
                var height = _tile.TileStart(_shape.Columns, tile + 1) - (int)column;
                var right = (float*)Operand(1) + (_shape.TransposeRight ? column * rightStride + firstDepth : firstDepth * rightStride + column);
                call.Left = (nint)right;
                call.Output = (nint)(block + (column - firstColumn) * blockStride);
                _kernels[height].Run(&call);
            }
        }

        // Few rows at a time: rows of C a power of two apart share cache sets.
        nint outputStride = _shape.OutputStride;
        for (nint row = 0; row < _shape.Rows; row += RowsTogether)
        {
            PanelPacking.Transpose(
                (byte*)(block + row), blockStride * sizeof(float), (float*)Operand(2) + row * outputStride + firstColumn,
                Math.Min(RowsTogether, _shape.Rows - row), columns, columns, outputStride);
        }
    }
}
