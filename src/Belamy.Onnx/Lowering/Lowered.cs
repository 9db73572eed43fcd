using Belamy.Onnx.Format;
using Belamy.Tensors;

namespace Belamy.Onnx.Lowering;

/// <summary>
/// What stands for a node's value while a graph is lowered: numbers that are known, or a value of the graph. Axes along which it
/// is the same everywhere may have size 1 instead of their own, as operators of ONNX repeat them by themselves.
/// </summary>
/// <param name="Sizes">The sizes that it has: the node's, or 1 along axes that are repeated.</param>
internal sealed record Lowered(Size[] Sizes)
{
    /// <summary>The numbers, where they are known: what depends on weights alone.</summary>
    public NDArray? Known { get; init; }

    /// <summary>The name of the weights that known numbers are or come from.</summary>
    public string? Origin { get; init; }

    /// <summary>The value of the graph; null for numbers that nothing has used yet.</summary>
    public OnnxValue? Value { get; set; }

    public bool IsKnown => Known is not null;

    /// <summary>Known numbers.</summary>
    public static Lowered Of(NDArray known, string? origin = null) => new([.. known.Shape.Select(size => new Size(size))]) { Known = known, Origin = origin };

    /// <summary>The one number that is known, or null.</summary>
    public double? Scalar => Known is { Shape.Count: 1 } ? Known.ToScalar() : null;
}
