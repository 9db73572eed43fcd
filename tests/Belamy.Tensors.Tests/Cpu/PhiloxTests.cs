using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

public class PhiloxTests
{
    /// <summary>The known answers that the authors publish with Random123.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_published_counters_gives_published_words(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
    {
        var words = new uint[4];
        Philox.Block([c0, c1, c2, c3], k0, k1, words);
        Assert.Equal([w0, w1, w2, w3], words);
    }

    [Fact]
    public void FillUniform_every_width_gives_the_words_of_the_blocks()
    {
        const int Rows = 3;
        foreach (var columns in new[] { 1, 4, 7, 32, 33, 100, 131 })
        {
            var expected = new float[Rows * columns];
            var words = new uint[4];
            for (var i = 0; i < expected.Length; i++)
            {
                var (row, column) = Math.DivRem(i, columns);
                Philox.Block([(uint)column / 4, 41u + (uint)row, 7, 9], 123, 456, words);
                expected[i] = (words[column % 4] >> 8) / 16777216f;
            }

            foreach (var width in KernelRunner.Widths)
                Assert.Equal(expected, Fill(41, Rows, columns, 7, 9, width));
        }
    }

    [Fact]
    public void FillUniform_is_uniform_and_below_one()
    {
        var values = Fill(0, 100, 1000, 0, 0, Simd.Current);
        Assert.All(values, value => Assert.InRange(value, 0f, 0.99999994f));

        // The mean of 100,000 uniform numbers deviates from 1/2 by 0.0009 as a rule, their variance from 1/12 by 0.00024.
        var mean = values.Average(value => (double)value);
        var variance = values.Average(value => (value - mean) * (value - mean));
        Assert.InRange(mean, 0.5 - 0.0045, 0.5 + 0.0045);
        Assert.InRange(variance, 1.0 / 12 - 0.0012, 1.0 / 12 + 0.0012);
    }

    private static unsafe float[] Fill(uint firstRow, int rows, int columns, uint step, uint stream, SimdWidth width)
    {
        using var buffer = new NativeBuffer((rows * columns + 1) * sizeof(float));
        buffer.AsSpan<float>().Fill(-1);
        Philox.FillUniform((float*)buffer.Address, firstRow, rows, columns, 123, 456, step, stream, width);
        Assert.Equal(-1, buffer.AsSpan<float>()[^1]);
        return buffer.AsSpan<float>()[..^1].ToArray();
    }
}
