using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Random matrices of orthonormal rows, or columns where there are fewer: of weights of more axes, the first by all others. Saxe et al. 2013,
/// "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", arXiv:1312.6120.
/// </summary>
/// <remarks>
/// The orthogonal factor of the polar decomposition of a normal matrix, which is distributed evenly over all of them, by the iteration of
/// Newton and Schulz: X ← 3/2 X - 1/2 X XᵀX brings each singular value below √3 to 1.
/// </remarks>
/// <param name="Gain">What all singular values are.</param>
public sealed record OrthogonalInitializer(double Gain = 1) : Initializer
{
    // A singular value of 10⁻⁵ of the greatest is at 1 after 28 steps of 3/2 and some that square what is missing.
    private const int Iterations = 36;

    /// <inheritdoc/>
    public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan)
    {
        ArgumentNullException.ThrowIfNull(state);
        int rows = shape.Rank > 1 ? shape[0] : 1, columns = (int)(shape.Count / rows);
        // The greatest singular value of a normal matrix is about √rows + √columns.
        Tensor matrix = Tensor.RandomNormal(state, stream, [rows, columns]) / (Math.Sqrt(rows) + Math.Sqrt(columns));
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Tensor moved = rows <= columns
                ? Tensor.MatMul(Tensor.MatMul(matrix, matrix, transposeRight: true), matrix)
                : Tensor.MatMul(matrix, Tensor.MatMul(matrix, matrix, transposeLeft: true));
            matrix = (matrix * 1.5) - (moved * 0.5);
        }

        return (matrix * Gain).Reshape(shape);
    }
}
