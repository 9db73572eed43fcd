namespace Belamy.Tensors.Cpu;

/// <summary>How a matrix product is cut into tasks and cache blocks. It depends on the sizes alone.</summary>
/// <param name="DepthBlock">Depths in a block, so that a panel of B stays in the first-level cache.</param>
/// <param name="RowBlock">Rows in a task.</param>
/// <param name="PanelBlock">Panels of columns in a task.</param>
/// <param name="DepthBlocksPerTask">Depth blocks in a task; fewer than all when the depth is split among tasks.</param>
internal readonly record struct MatrixProductBlocking(int DepthBlock, int RowBlock, int PanelBlock, int DepthBlocksPerTask)
{
    private const int MaximumDepthBlock = 256;
    private const int TilesPerRowBlock = 14;
    private const double FlopsWorthATask = 1e6;
    private const int TasksWanted = 16;
    private const int MinimumSplitDepth = 512;

    public static MatrixProductBlocking Choose(MatrixProductShape shape, TileShape tile)
    {
        var depthBlocks = Math.Max(1, DivideUp(shape.Depth, MaximumDepthBlock));
        var depthBlock = DivideUp(shape.Depth, depthBlocks);
        depthBlocks = DivideUp(shape.Depth, depthBlock);
        var tiles = tile.TileCount(shape.Rows);
        var panels = DivideUp(shape.Columns, tile.Columns);

        // Enough tasks for every worker to get the same share, but none too small to be worth a claim.
        var wanted = (int)Math.Clamp(shape.Flops / FlopsWorthATask, 1, TasksWanted);
        wanted = DivideUp(wanted, shape.Batch);
        var rowTasks = RoundUp(DivideUp(tiles, TilesPerRowBlock), tiles >= 8 * TilesPerRowBlock / 2 ? 8 : 1);
        if (rowTasks < wanted)
            rowTasks = Math.Min(wanted, Math.Max(rowTasks, tiles / 3));
        var rowBlock = Math.Min(shape.Rows, DivideUp(tiles, rowTasks) * tile.Rows);
        rowTasks = DivideUp(shape.Rows, rowBlock);

        var columnTasks = Math.Clamp(wanted / rowTasks, 1, panels);
        var panelBlock = DivideUp(panels, columnTasks);
        columnTasks = DivideUp(panels, panelBlock);

        var depthTasks = 1;
        if (rowTasks * columnTasks * 2 <= wanted && shape.Depth >= MinimumSplitDepth)
            depthTasks = Math.Min(depthBlocks, wanted / (rowTasks * columnTasks));
        return new(depthBlock, rowBlock, panelBlock, DivideUp(depthBlocks, depthTasks));
    }

    internal static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;

    private static int RoundUp(int value, int multiple) => DivideUp(value, multiple) * multiple;
}
