namespace Belamy.Tensors.Evaluation;

/// <summary>Philox 4x32-10, as published: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3.</summary>
internal static class RandomKernels
{
    public static NDArray Uniform(Tensor node, uint stream, ReadOnlySpan<int> state)
    {
        int rows = node.Shape.Rank == 0 ? 1 : node.Shape[0];
        long perRow = rows == 0 ? 0 : node.Shape.Count / rows;
        var values = new double[node.Shape.Count];
        Span<uint> words = stackalloc uint[4];
        for (int row = 0; row < rows; row++)
        {
            for (long element = 0; element < perRow; element++)
            {
                if (element % 4 == 0)
                {
                    words[0] = (uint)(element / 4);
                    words[1] = unchecked((uint)(row + state[3]));
                    words[2] = unchecked((uint)state[2]);
                    words[3] = stream;
                    Philox(words, unchecked((uint)state[0]), unchecked((uint)state[1]));
                }

                values[(row * perRow) + element] = (words[(int)(element % 4)] >> 8) * (1.0 / (1 << 24));
            }
        }

        return NDArray.From(node.Shape, values).Cast(node.ElementType);
    }

    /// <summary>Ten rounds over a counter of four words, in place.</summary>
    public static void Philox(Span<uint> counter, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = 0xD2511F53ul * counter[0];
            ulong product1 = 0xCD9E8D57ul * counter[2];
            uint next0 = (uint)(product1 >> 32) ^ counter[1] ^ key0;
            uint next2 = (uint)(product0 >> 32) ^ counter[3] ^ key1;
            counter[1] = (uint)product1;
            counter[3] = (uint)product0;
            counter[0] = next0;
            counter[2] = next2;
            unchecked
            {
                key0 += 0x9E3779B9u;
                key1 += 0xBB67AE85u;
            }
        }
    }
}
