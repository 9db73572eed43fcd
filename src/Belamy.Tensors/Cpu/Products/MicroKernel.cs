using System.Collections.Concurrent;

namespace Belamy.Tensors.Cpu;

/// <summary>How a micro-kernel finds the rows of its left operand.</summary>
internal enum RowAddressing
{
    /// <summary>The rows of one depth are neighbours in memory (packed panels, transposed matrices); the depth has a stride.</summary>
    Contiguous,

    /// <summary>The depths of one row are neighbours in memory (row-major matrices, pixels of channels); the row has a stride.</summary>
    Strided,

    /// <summary>
    /// A row's depth is a vector, which is multiplied lane by lane with the right one; row and depth have strides. One vector
    /// across the columns.
    /// </summary>
    Lanes,
}

/// <summary>What distinguishes one micro-kernel's code from another's.</summary>
/// <param name="Groups">Groups of rows: lines of pixels, with a stride of their own.</param>
/// <param name="RowsPerGroup">Rows in a group.</param>
/// <param name="Vectors">Vectors across the columns.</param>
/// <param name="Width">Width of a vector.</param>
/// <param name="Addressing">Where the rows of the left operand are.</param>
/// <param name="PrefetchesLeft">Whether contiguous rows lie so far apart, depth from depth, that the processor does not foresee them.</param>
internal readonly record struct MicroKernelShape(
    int Groups, int RowsPerGroup, int Vectors, SimdWidth Width, RowAddressing Addressing, bool PrefetchesLeft = false)
{
    /// <summary>Rows of the tile.</summary>
    public int Rows => Groups * RowsPerGroup;

    /// <summary>Columns of the tile.</summary>
    public int Columns => Vectors * Simd.Lanes(Width);
}

/// <summary>Where one segment of the depth starts in both operands, in bytes from their bases.</summary>
internal readonly record struct Segment(nint Left, nint Right);

/// <summary>
/// The run-time arguments of a micro-kernel. Strides are in bytes. For row <c>r</c> of group <c>g</c>, depth
/// <c>k</c> of segment <c>s</c>, the left number is at <c>Left + Segments[s].Left + g·LeftGroupStride</c> plus
/// <c>4·r + k·LeftDepthStride</c> for contiguous rows, or <c>r·LeftRowStride + 4·k</c> for strided rows; lane by lane, a vector is at <c>r·LeftRowStride + k·LeftDepthStride</c>. The right
/// vectors are at <c>Right + Segments[s].Right + k·RightDepthStride</c>.
/// </summary>
internal unsafe struct MicroKernelCall
{
    public nint Left;
    public nint Right;
    public nint Output;
    public nint LeftGroupStride;
    public nint LeftRowStride;
    public nint LeftDepthStride;
    public nint RightDepthStride;
    public nint OutputGroupStride;
    public nint OutputRowStride;

    /// <summary>Depth of every segment; at least 1.</summary>
    public nint Depth;

    /// <summary>The segments; at least one.</summary>
    public Segment* Segments;

    /// <summary>Number of segments.</summary>
    public nint SegmentCount;

    /// <summary>0 to overwrite the output, anything else to add to it.</summary>
    public nint Accumulate;
}

/// <summary>
/// The innermost loop of every product: a tile of output rows × vectors, held in registers, gets the sum over
/// segments and depths of left numbers times right vectors.
/// </summary>
internal sealed unsafe class MicroKernel
{
    private static readonly ConcurrentDictionary<MicroKernelShape, MicroKernel> Cache = new();

    private readonly Body _body;

    private MicroKernel(MicroKernelShape shape)
    {
        Shape = shape;
        _body = shape.Width == SimdWidth.None
            ? new ScalarMicroKernel(shape).Run
            : (Body)MicroKernelEmitter.Emit(shape).CreateDelegate(typeof(Body), this);
    }

    private delegate void Body(nint call);

    public MicroKernelShape Shape { get; }

    /// <summary>The code for a shape, made once per process.</summary>
    public static MicroKernel Get(MicroKernelShape shape) => Cache.GetOrAdd(shape, static s => new MicroKernel(s));

    /// <summary>Computes one tile.</summary>
    public void Run(MicroKernelCall* call) => _body((nint)call);
}
