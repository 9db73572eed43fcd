using Belamy.Tensors;

namespace Belamy.Onnx.Format;

/// <summary>A size that may grow with the batch: so many, and so many more for each item of the batch.</summary>
/// <param name="Constant">What does not depend on the batch.</param>
/// <param name="PerBatch">What each item of the batch adds; 0 where the size is constant.</param>
internal readonly record struct Size(int Constant, int PerBatch = 0)
{
    /// <summary>The size of the batch.</summary>
    public static Size Batch => new(0, 1);

    public static Size One => new(1);

    public bool IsOne => this == One;

    /// <summary>What a size is called that whoever runs the graph may choose; null for others.</summary>
    public string? Name { get; private init; }

    /// <summary>A size that whoever runs the graph may choose.</summary>
    public static Size Free(string name) => new(0) { Name = name };

    /// <summary>The sizes that a shape has at two sizes of the batch.</summary>
    /// <exception cref="BelamyException">They do not grow evenly with the batch.</exception>
    public static Size[] Between(Shape first, int firstBatch, Shape second, int secondBatch, string what)
    {
        if (first.Rank != second.Rank)
            throw new BelamyException($"{what}: its rank depends on the size of the batch, which no ONNX file can say");
        var sizes = new Size[first.Rank];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            (int perBatch, int left) = Math.DivRem(second[axis] - first[axis], secondBatch - firstBatch);
            if (left != 0)
                throw new BelamyException($"{what}: axis {axis} has {first[axis]} places for a batch of {firstBatch} and {second[axis]} for {secondBatch}, which is not said in ONNX");
            sizes[axis] = new Size(first[axis] - (perBatch * firstBatch), perBatch);
        }

        return sizes;
    }

    public override string ToString() => Name ?? (PerBatch == 0 ? $"{Constant}" : $"{(PerBatch == 1 ? "" : PerBatch)}batch{(Constant == 0 ? "" : $"+{Constant}")}");
}
