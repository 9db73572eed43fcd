namespace Belamy.Tensors.Cpu;

/// <summary>The largest tile of a vector width that fits the registers, and how rows are cut into tiles.</summary>
/// <param name="Rows">Most rows of a tile.</param>
/// <param name="Vectors">Vectors across a full panel of columns.</param>
/// <param name="Lanes">Numbers in a vector.</param>
internal readonly record struct TileShape(int Rows, int Vectors, int Lanes)
{
    /// <summary>Columns of a full panel.</summary>
    public int Columns => Vectors * Lanes;

    /// <summary>The tile for a width: rows × vectors accumulators, the vectors of the right operand and one factor.</summary>
    public static TileShape For(SimdWidth width) => (width, Simd.Registers) switch
    {
        (SimdWidth.None, _) => new(4, 16, 1),
        (SimdWidth.Bits128, 32) => new(8, 3, 4),
        (SimdWidth.Bits128, _) => new(4, 3, 4),
        (SimdWidth.Bits256, _) => new(6, 2, 8),
        _ => new(12, 2, 16),
    };

    /// <summary>Number of tiles for a block of rows, whose heights differ by one at most.</summary>
    public int TileCount(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>First row of a tile of a block of rows.</summary>
    public int TileStart(int rows, int tile)
    {
        var count = TileCount(rows);
        return rows / count * tile + Math.Min(tile, rows % count);
    }
}
