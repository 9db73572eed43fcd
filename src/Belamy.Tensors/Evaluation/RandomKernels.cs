using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Evaluation;

/// <summary>Random numbers, block by block.</summary>
internal static class RandomKernels
{
    /// <summary>What <see cref="Tensor.RandomUniform"/> promises.</summary>
    public static NDArray Uniform(Tensor node, uint stream, ReadOnlySpan<int> state)
    {
        int rows = node.Shape.Rank == 0 ? 1 : node.Shape[0];
        long columns = rows == 0 ? 0 : node.Shape.Count / rows;
        var values = new double[node.Shape.Count];
        Span<uint> words = stackalloc uint[4];
        for (int row = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                if (column % 4 == 0)
                {
                    Philox.Block(
                        [(uint)(column / 4), unchecked((uint)(row + state[3])), unchecked((uint)state[2]), stream],
                        unchecked((uint)state[0]),
                        unchecked((uint)state[1]),
                        words);
                }

                values[(row * columns) + column] = (words[(int)(column % 4)] >> 8) * (1.0 / (1 << 24));
            }
        }

        return NDArray.From(node.Shape, values).Cast(node.ElementType);
    }
}
