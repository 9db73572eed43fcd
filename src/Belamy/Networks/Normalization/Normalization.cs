using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>What normalizations share: values brought to mean 0 and variance 1 over some axes, then scaled and shifted by channel.</summary>
internal static class Normalization
{
    /// <summary>(x - mean) / √(variance + ε) over axes.</summary>
    public static Tensor Over(Tensor x, ReadOnlySpan<int> axes, double epsilon)
    {
        Tensor centred = x - x.Mean(axes, keepAxes: true);
        return centred * (centred.Square().Mean(axes, keepAxes: true) + epsilon).Rsqrt();
    }

    /// <summary>The axes behind a number of leading ones.</summary>
    public static int[] AxesFrom(int first, int rank) => [.. Enumerable.Range(first, rank - first)];
}
