using System.Runtime.CompilerServices;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Matrix product. Operands: A, B, C. Epilogue rows are the rows of C, of all products in the batch one after another.
/// </summary>
/// <remarks>
/// Both operands are packed into panels that the micro-kernel reads with unit stride: once, in a stage of its own,
/// if several tasks read the panel; into the worker's scratch, right before use, if only one does.
/// </remarks>
internal sealed unsafe class MatrixProductKernel : Kernel
{
    private const int PanelsPerPackingTask = 4;

    private readonly MatrixProductShape _shape;
    private readonly MatrixProductBlocking _blocking;
    private readonly SimdWidth _width;
    private readonly TileShape _tile;
    private readonly int _panels;
    private readonly int _depthBlocks;
    private readonly int _rowTasks;
    private readonly int _columnTasks;
    private readonly int _depthTasks;
    private readonly bool _shareLeft;
    private readonly bool _shareRight;
    private readonly bool _directRight;
    private readonly long _packedRightOffset;
    private readonly long _partialsOffset;
    private readonly MicroKernel[] _kernels;
    private readonly RowBlockCounters _unfinished;

    /// <summary>Plans a product.</summary>
    /// <param name="shape">Sizes and strides.</param>
    /// <param name="width">Vector width; the one in force if null.</param>
    public MatrixProductKernel(MatrixProductShape shape, SimdWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _shape = SingleColumnAsRow(shape);
        _width = width ?? Simd.Current;
        _tile = TileShape.For(_width);
        _blocking = MatrixProductBlocking.Choose(_shape, _tile);
        _panels = DivideUp(_shape.Columns, _tile.Columns);
        _depthBlocks = DivideUp(_shape.Depth, _blocking.DepthBlock);
        _rowTasks = _blocking.RowTasks;
        _columnTasks = DivideUp(_panels, _blocking.PanelBlock);
        _depthTasks = DivideUp(_depthBlocks, _blocking.DepthBlocksPerTask);

        // A panel that meets one tile of rows only is read in place: copying it would cost as much as using it.
        _directRight = !_shape.TransposeRight && _shape.Rows <= _tile.Rows && _shape.Columns % _tile.Lanes == 0;
        _shareLeft = _columnTasks > 1;
        _shareRight = _rowTasks > 1 && !_directRight;
        var packedLeft = _shareLeft ? Align((long)LeftCount * _shape.Rows * _shape.Depth * sizeof(float)) : 0;
        var packedRight = _shareRight ? Align((long)RightCount * _panels * _tile.Columns * _shape.Depth * sizeof(float)) : 0;
        _packedRightOffset = packedLeft;
        _partialsOffset = packedLeft + packedRight;
        WorkspaceBytes = _partialsOffset + (_depthTasks > 1 ? _depthTasks * OutputCount * sizeof(float) : 0);
        ScratchBytesPerWorker = LocalLeftBytes + (_shareRight || _directRight ? 0 : PanelBytes);
        _kernels = MicroKernels();
        _unfinished = new RowBlockCounters(_shape.Batch * _rowTasks, _columnTasks);
    }

    /// <summary>The kernel for a shape.</summary>
    /// <param name="shape">Sizes and strides.</param>
    /// <param name="width">Vector width; the one in force if null.</param>
    public static Kernel For(MatrixProductShape shape, SimdWidth? width = null)
    {
        var bits = width ?? Simd.Current;
        if (FewRowsProductKernel.Suits(shape, bits))
            return new FewRowsProductKernel(shape, bits);
        return NarrowProductKernel.Suits(shape, bits) ? new NarrowProductKernel(shape, bits) : new MatrixProductKernel(shape, bits);
    }

    /// <summary>The product as asked for.</summary>
    public MatrixProductShape Shape { get; }

    public override string Name =>
        $"matmul {Shape.Rows}x{Shape.Columns}x{Shape.Depth}{(Shape.TransposeLeft ? " AT" : "")}{(Shape.TransposeRight ? " BT" : "")}"
        + (Shape.Batch > 1 ? $" batch {Shape.Batch}" : "");

    public override int Stages => (Packs ? 1 : 0) + 1 + (_depthTasks > 1 ? 1 : 0);

    public override long WorkspaceBytes { get; }

    public override long ScratchBytesPerWorker { get; }

    public override double Flops => Shape.Flops;

    private bool ColumnAsRow => !ReferenceEquals(_shape, Shape);

    private float* LeftOperand => (float*)Operand(ColumnAsRow ? 1 : 0);

    private float* RightOperand => (float*)Operand(ColumnAsRow ? 0 : 1);

    private bool Packs => _shareLeft || _shareRight;

    private int LeftCount => _shape.LeftBatchStride == 0 ? 1 : _shape.Batch;

    private int RightCount => _shape.RightBatchStride == 0 ? 1 : _shape.Batch;

    private long OutputCount => (long)_shape.Batch * _shape.Rows * _shape.Columns;

    private long PanelBytes => Align((long)_blocking.DepthBlock * _tile.Columns * sizeof(float));

    private long LocalLeftBytes => _shareLeft ? 0 : Align((long)DivideUp(_tile.TileCount(_shape.Rows), _rowTasks) * _tile.Rows * _blocking.DepthBlock * sizeof(float));

    private int PackLeftTasks => _shareLeft ? LeftCount * _depthBlocks * _rowTasks : 0;

    private int PanelGroups => DivideUp(_panels, PanelsPerPackingTask);

    public override int Tasks(int stage) => StageKind(stage) switch
    {
        0 => PackLeftTasks + (_shareRight ? RightCount * _depthBlocks * PanelGroups : 0),
        1 => _shape.Batch * _depthTasks * _rowTasks * _columnTasks,
        _ => _shape.Batch * _rowTasks,
    };

    public override void Run(int stage, int task, int worker)
    {
        switch (StageKind(stage))
        {
            case 0 when task < PackLeftTasks:
                PackLeftTask(task);
                break;
            case 0:
                PackRightTask(task - PackLeftTasks);
                break;
            case 1:
                Multiply(task, worker);
                break;
            default:
                Combine(task);
                break;
        }
    }

    /// <summary>A column is a row of memory too: as such it fills the vectors' lanes.</summary>
    private static MatrixProductShape SingleColumnAsRow(MatrixProductShape shape)
    {
        if (shape.Columns != 1 || shape.Rows == 1 || shape.OutputStride != 1)
            return shape;
        return new(1, shape.Rows, shape.Depth)
        {
            TransposeLeft = !shape.TransposeRight,
            TransposeRight = !shape.TransposeLeft,
            LeftStride = shape.RightStride,
            RightStride = shape.LeftStride,
            OutputStride = shape.Rows,
            Batch = shape.Batch,
            LeftBatchStride = shape.RightBatchStride,
            RightBatchStride = shape.LeftBatchStride,
            OutputBatchStride = shape.OutputBatchStride,
        };
    }

    private static int DivideUp(int value, int divisor) => MatrixProductBlocking.DivideUp(value, divisor);

    private int StageKind(int stage) => stage + (Packs ? 0 : 1);

    private MicroKernel[] MicroKernels()
    {
        var kernels = new MicroKernel[(_tile.Rows + 1) * (_tile.Vectors + 1)];
        for (var rowTask = 0; rowTask < _rowTasks; rowTask++)
        {
            var rows = BlockRows(rowTask);
            for (var tile = 0; tile < _tile.TileCount(rows); tile++)
            {
                var height = _tile.TileStart(rows, tile + 1) - _tile.TileStart(rows, tile);
                foreach (var panel in (ReadOnlySpan<int>)[0, _panels - 1])
                {
                    var vectors = PanelVectors(panel);
                    kernels[height * (_tile.Vectors + 1) + vectors] =
                        MicroKernel.Get(new(1, height, vectors, _width, RowAddressing.Contiguous));
                }
            }
        }

        return kernels;
    }

    private int BlockStart(int rowTask) => Math.Min(_shape.Rows, _tile.TileCount(_shape.Rows) * rowTask / _rowTasks * _tile.Rows);

    private int BlockRows(int rowTask) => BlockStart(rowTask + 1) - BlockStart(rowTask);

    private int PanelColumns(int panel) => Math.Min(_tile.Columns, _shape.Columns - panel * _tile.Columns);

    private int PanelVectors(int panel) => DivideUp(PanelColumns(panel), _tile.Lanes);

    private int BlockDepth(int depthBlock) => Math.Min(_blocking.DepthBlock, _shape.Depth - depthBlock * _blocking.DepthBlock);

    private float* PackedLeft(int batch, int depthBlock, int row) =>
        (float*)Workspace + (long)(_shape.LeftBatchStride == 0 ? 0 : batch) * _shape.Rows * _shape.Depth
        + (long)depthBlock * _blocking.DepthBlock * _shape.Rows + (long)row * BlockDepth(depthBlock);

    private float* PackedRight(int batch, int depthBlock, int panel) =>
        (float*)(Workspace + (nint)_packedRightOffset)
        + (long)(_shape.RightBatchStride == 0 ? 0 : batch) * _panels * _tile.Columns * _shape.Depth
        + ((long)depthBlock * _blocking.DepthBlock * _panels + (long)panel * BlockDepth(depthBlock)) * _tile.Columns;

    private void PackLeftTask(int task)
    {
        var rowTask = task % _rowTasks;
        var depthBlock = task / _rowTasks % _depthBlocks;
        var batch = task / _rowTasks / _depthBlocks;
        PackLeft(batch, depthBlock, rowTask, PackedLeft(batch, depthBlock, BlockStart(rowTask)));
    }

    private void PackRightTask(int task)
    {
        var group = task % PanelGroups;
        var depthBlock = task / PanelGroups % _depthBlocks;
        var batch = task / PanelGroups / _depthBlocks;
        for (var panel = group * PanelsPerPackingTask; panel < Math.Min(_panels, (group + 1) * PanelsPerPackingTask); panel++)
            PackRight(batch, depthBlock, panel, PackedRight(batch, depthBlock, panel));
    }

    private void PackLeft(int batch, int depthBlock, int rowTask, float* target)
    {
        var rows = BlockRows(rowTask);
        var depth = BlockDepth(depthBlock);
        nint firstDepth = depthBlock * _blocking.DepthBlock;
        var source = LeftOperand + batch * _shape.LeftBatchStride;
        nint stride = _shape.LeftStride;
        var tiles = _tile.TileCount(rows);
        for (var tile = 0; tile < tiles; tile++)
        {
            var start = _tile.TileStart(rows, tile);
            var height = _tile.TileStart(rows, tile + 1) - start;
            nint row = BlockStart(rowTask) + start;
            var panel = target + (nint)start * depth;
            if (_shape.TransposeLeft)
                PanelPacking.Copy((byte*)(source + firstDepth * stride + row), stride * sizeof(float), panel, depth, height, height);
            else
                PanelPacking.Transpose((byte*)(source + row * stride + firstDepth), stride * sizeof(float), panel, depth, height, height);
        }
    }

    private void PackRight(int batch, int depthBlock, int panel, float* target)
    {
        var source = RightOperand + batch * _shape.RightBatchStride;
        nint stride = _shape.RightStride;
        nint firstDepth = depthBlock * _blocking.DepthBlock;
        nint column = panel * _tile.Columns;
        var depth = BlockDepth(depthBlock);
        if (_shape.TransposeRight)
            PanelPacking.Transpose((byte*)(source + column * stride + firstDepth), stride * sizeof(float), target, depth, PanelColumns(panel), _tile.Columns);
        else
            PanelPacking.Copy((byte*)(source + firstDepth * stride + column), stride * sizeof(float), target, depth, PanelColumns(panel), _tile.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int task, int worker)
    {
        // Neighbouring tasks share a block of columns.
        var rowTask = task % _rowTasks;
        var columnTask = task / _rowTasks % _columnTasks;
        var depthTask = task / _rowTasks / _columnTasks % _depthTasks;
        var batch = task / _rowTasks / _columnTasks / _depthTasks;
        var firstPanel = columnTask * _blocking.PanelBlock;
        var lastPanel = Math.Min(_panels, firstPanel + _blocking.PanelBlock);
        var firstBlock = depthTask * _blocking.DepthBlocksPerTask;
        var lastBlock = Math.Min(_depthBlocks, firstBlock + _blocking.DepthBlocksPerTask);

        nint outputStride = _depthTasks > 1 ? _shape.Columns : _shape.OutputStride;
        var output = _depthTasks > 1
            ? (float*)(Workspace + (nint)_partialsOffset) + depthTask * OutputCount + (long)batch * _shape.Rows * _shape.Columns
            : (float*)Operand(2) + batch * _shape.OutputBatchStride;
        output += (nint)BlockStart(rowTask) * outputStride;

        var zero = default(Segment);
        var call = new MicroKernelCall { Segments = &zero, SegmentCount = 1, OutputRowStride = outputStride * sizeof(float) };
        for (var depthBlock = firstBlock; depthBlock < lastBlock; depthBlock++)
        {
            var left = PackedLeft(batch, depthBlock, BlockStart(rowTask));
            if (!_shareLeft)
            {
                left = (float*)Scratch(worker);
                PackLeft(batch, depthBlock, rowTask, left);
            }

            call.Depth = BlockDepth(depthBlock);
            call.Accumulate = depthBlock - firstBlock;
            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                SetRight(ref call, batch, depthBlock, panel, worker);
                MultiplyPanel(ref call, BlockRows(rowTask), panel, left, output);
            }
        }

        if (_depthTasks == 1 && Epilogue is not null && _unfinished.Finish(batch * _rowTasks + rowTask))
            RunEpilogue(batch, rowTask);
    }

    private void SetRight(ref MicroKernelCall call, int batch, int depthBlock, int panel, int worker)
    {
        call.RightDepthStride = _tile.Columns * sizeof(float);
        if (_directRight)
        {
            call.RightDepthStride = (nint)_shape.RightStride * sizeof(float);
            call.Right = (nint)(RightOperand + batch * _shape.RightBatchStride
                + (long)depthBlock * _blocking.DepthBlock * _shape.RightStride + panel * _tile.Columns);
        }
        else if (_shareRight)
        {
            call.Right = (nint)PackedRight(batch, depthBlock, panel);
        }
        else
        {
            call.Right = Scratch(worker) + (nint)LocalLeftBytes;
            PackRight(batch, depthBlock, panel, (float*)call.Right);
        }
    }

    private void MultiplyPanel(ref MicroKernelCall call, int rows, int panel, float* left, float* output)
    {
        var columns = PanelColumns(panel);
        var vectors = PanelVectors(panel);
        var whole = columns == vectors * _tile.Lanes;
        var tiles = _tile.TileCount(rows);
        output += panel * _tile.Columns;
        fixed (MicroKernelCall* pinned = &call)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = _tile.TileStart(rows, tile);
                var height = _tile.TileStart(rows, tile + 1) - start;
                var kernel = _kernels[height * (_tile.Vectors + 1) + vectors];
                pinned->Left = (nint)(left + start * pinned->Depth);
                pinned->LeftDepthStride = height * sizeof(float);
                pinned->Output = (nint)output + start * pinned->OutputRowStride;
                if (whole)
                    kernel.Run(pinned);
                else
                    RaggedTile.Run(kernel, pinned, columns);
            }
        }
    }

    /// <summary>Sums the partial products of a block of rows, in the order of their depths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(int task)
    {
        var rowTask = task % _rowTasks;
        var batch = task / _rowTasks;
        var partials = (float*)(Workspace + (nint)_partialsOffset);
        for (var row = 0; row < BlockRows(rowTask); row++)
        {
            nint index = BlockStart(rowTask) + row;
            var from = partials + ((long)batch * _shape.Rows + index) * _shape.Columns;
            var to = (float*)Operand(2) + batch * _shape.OutputBatchStride + index * _shape.OutputStride;
            PartialSums.Add(from, OutputCount, _depthTasks, to, _shape.Columns);
        }

        if (Epilogue is not null)
            RunEpilogue(batch, rowTask);
    }

    private void RunEpilogue(int batch, int rowTask)
    {
        // A column computed as a row: its rows are the numbers of that row.
        if (ColumnAsRow)
            Epilogue!.Run((long)batch * Shape.Rows, Shape.Rows);
        else
            Epilogue!.Run((long)batch * Shape.Rows + (long)BlockStart(rowTask), BlockRows(rowTask));
    }
}
