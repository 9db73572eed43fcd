using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>Inner products, or squared distances, of all rows of one block with all rows of another: a compiled program.</summary>
internal sealed class InnerProducts : IDisposable
{
    private readonly int _dimension;
    private readonly Program _program;

    /// <summary>Compiles the program.</summary>
    /// <param name="rows">Rows of the left block.</param>
    /// <param name="columns">Rows of the right block.</param>
    /// <param name="dimension">The length of both blocks' rows.</param>
    /// <param name="distances">Whether squared distances are wanted instead.</param>
    public InnerProducts(int rows, int columns, int dimension, bool distances = false)
    {
        Rows = rows;
        Columns = columns;
        _dimension = dimension;
        Tensor left = Tensor.Input("left", [rows, dimension]);
        Tensor right = Tensor.Input("right", [columns, dimension]);
        Tensor result = Tensor.MatMul(left, right, transposeRight: true);
        if (distances)
        {
            Tensor norms = (left * left).Sum(1, keepAxes: true) + (right * right).Sum(1).Reshape(1, columns);
            result = Tensor.Max(norms - (result * 2), Tensor.Constant(0f));
        }

        _program = Program.Compile(distances ? "squared distances" : "inner products", [result]);
    }

    /// <summary>Rows of the left block.</summary>
    public int Rows { get; }

    /// <summary>Rows of the right block.</summary>
    public int Columns { get; }

    /// <summary>The left block, to be filled: [rows, dimension].</summary>
    public Span<float> Left => _program.Input("left").AsSpan<float>();

    /// <summary>The right block, to be filled: [columns, dimension].</summary>
    public Span<float> Right => _program.Input("right").AsSpan<float>();

    /// <summary>Copies rows, minus a vector, into a block; what the block holds beyond them stays and is not to be read.</summary>
    public void Fill(Span<float> block, FeatureMatrix source, int first, int count, ReadOnlySpan<float> origin)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> values = source.Row(first + row);
            Span<float> target = block.Slice(row * _dimension, _dimension);
            for (int at = 0; at < target.Length; at++)
                target[at] = values[at] - origin[at];
        }
    }

    /// <summary>Computes.</summary>
    /// <returns>[rows, columns], valid until the next run.</returns>
    public ReadOnlySpan<float> Run()
    {
        _program.Run();
        return _program.Outputs[0].AsSpan<float>();
    }

    public void Dispose() => _program.Dispose();
}
