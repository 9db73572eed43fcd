namespace Belamy.Tensors.Cpu;

/// <summary>
/// C = op(A)·op(B) for a batch of row-major matrices: C is Rows × Columns, op(A) Rows × Depth, op(B) Depth × Columns.
/// </summary>
/// <param name="Rows">Rows of C.</param>
/// <param name="Columns">Columns of C.</param>
/// <param name="Depth">Length of the sums.</param>
internal sealed record MatrixProductShape(int Rows, int Columns, int Depth)
{
    /// <summary>A is stored as Depth × Rows.</summary>
    public bool TransposeLeft { get; init; }

    /// <summary>B is stored as Columns × Depth.</summary>
    public bool TransposeRight { get; init; }

    /// <summary>Numbers from one stored row of A to the next.</summary>
    public int LeftStride { get => field != 0 ? field : TransposeLeft ? Rows : Depth; init; }

    /// <summary>Numbers from one stored row of B to the next.</summary>
    public int RightStride { get => field != 0 ? field : TransposeRight ? Depth : Columns; init; }

    /// <summary>Numbers from one row of C to the next.</summary>
    public int OutputStride { get => field != 0 ? field : Columns; init; }

    /// <summary>Number of products.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Numbers from one A to the next; 0 shares one A.</summary>
    public long LeftBatchStride { get; init; }

    /// <summary>Numbers from one B to the next; 0 shares one B.</summary>
    public long RightBatchStride { get; init; }

    /// <summary>Numbers from one C to the next.</summary>
    public long OutputBatchStride { get; init; }

    /// <summary>Two operations for each multiply-add.</summary>
    public double Flops => 2.0 * Batch * Rows * Columns * Depth;
}
