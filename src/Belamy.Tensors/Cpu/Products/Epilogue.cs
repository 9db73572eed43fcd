namespace Belamy.Tensors.Cpu;

/// <summary>
/// Work that a kernel's output still needs (bias, activation, an optimizer's update), called on a block of
/// output rows as soon as these rows are final, while they are in cache.
/// </summary>
/// <remarks>
/// What a row is, the kernel says: a row of C for a matrix product, a flattened pixel (image, y, x) for a
/// channels-last convolution, an index of the leading dimension for a weight gradient. Blocks are the same
/// whatever the number of threads, never overlap and cover every row once; they come in any order, from any worker.
/// </remarks>
internal abstract class Epilogue
{
    /// <summary>Finishes <paramref name="rowCount"/> whole rows from <paramref name="firstRow"/> on.</summary>
    public abstract void Run(long firstRow, long rowCount);
}
