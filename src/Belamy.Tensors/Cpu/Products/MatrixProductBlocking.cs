namespace Belamy.Tensors.Cpu;

/// <summary>How a matrix product is cut into tasks and cache blocks. It depends on the sizes alone.</summary>
/// <param name="DepthBlock">Depths in a block, so that a panel of B stays in the first-level cache.</param>
/// <param name="RowTasks">Blocks of rows, of as many tiles each, or one tile more.</param>
/// <param name="PanelBlock">Panels of columns in a task.</param>
/// <param name="DepthBlocksPerTask">Depth blocks in a task; fewer than all when the depth is split among tasks.</param>
internal readonly record struct MatrixProductBlocking(int DepthBlock, int RowTasks, int PanelBlock, int DepthBlocksPerTask)
{
    private const int MaximumDepthBlock = 256;

    // To bring a panel of B into the first-level cache takes about as long as to use it for one tile.
    private const int TilesPerRowTask = 24;
    private const int FewTiles = 4;
    private const double FlopsWorthATask = 1e6;
    private const int TasksWanted = 16;
    private const int ColumnTasksWanted = 32;
    private const int MinimumSplitDepth = 512;
    private const int NumbersOfWholeItem = 16 * 1024;

    public static MatrixProductBlocking Choose(MatrixProductShape shape, TileShape tile)
    {
        var depthBlocks = Math.Max(1, DivideUp(shape.Depth, MaximumDepthBlock));
        var depthBlock = DivideUp(shape.Depth, depthBlocks);
        depthBlocks = DivideUp(shape.Depth, depthBlock);
        var tiles = tile.TileCount(shape.Rows);
        var panels = DivideUp(shape.Columns, tile.Columns);

        // Enough tasks for every worker to get the same share, but none too small to be worth a claim.
        var wanted = (int)Math.Clamp(shape.Flops / FlopsWorthATask, 1, tiles <= TilesPerRowTask ? ColumnTasksWanted : TasksWanted);
        wanted = DivideUp(wanted, shape.Batch);
        var rowTasks = DivideUp(tiles, TilesPerRowTask);

        // A large batch has tasks enough, and an item in one piece goes on to the next product while it is in cache.
        if (shape.Batch >= TasksWanted && (long)shape.Rows * shape.Depth <= NumbersOfWholeItem)
            rowTasks = 1;

        // A short depth writes more than it computes: whole rows keep the output in one worker's cache for the epilogue.
        if (shape.Depth <= MaximumDepthBlock / 2)
            rowTasks = Math.Max(rowTasks, Math.Min(wanted, tiles / FewTiles));
        var columnTasks = Math.Clamp(wanted / rowTasks, 1, Math.Max(1, panels / (rowTasks == 1 ? 1 : 2)));
        if (rowTasks * columnTasks < wanted)
            rowTasks = Math.Max(rowTasks, Math.Min(wanted / columnTasks, tiles / FewTiles));
        var panelBlock = DivideUp(panels, columnTasks);
        columnTasks = DivideUp(panels, panelBlock);

        var depthTasks = 1;
        if (rowTasks * columnTasks * 2 <= wanted && shape.Depth >= MinimumSplitDepth)
            depthTasks = Math.Min(depthBlocks, wanted / (rowTasks * columnTasks));
        return new(depthBlock, rowTasks, panelBlock, DivideUp(depthBlocks, depthTasks));
    }

    internal static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
