using Belamy.Data.Kinds;

namespace Belamy;

/// <summary>How strong the edges of pictures are, which what is smoothed lacks.</summary>
internal static class PictureEdges
{
    /// <summary>The squared differences of neighbours, to the right and below, in the mean of all values.</summary>
    /// <param name="items">Pictures one behind the other.</param>
    /// <param name="kind">What they are.</param>
    public static double Energy(float[] items, Pictures kind)
    {
        double sum = 0;
        for (int at = 0; at < items.Length; at++)
        {
            int x = at % kind.Width, y = at / kind.Width % kind.Height;
            if (x + 1 < kind.Width)
                sum += Math.Pow(items[at + 1] - items[at], 2);
            if (y + 1 < kind.Height)
                sum += Math.Pow(items[at + kind.Width] - items[at], 2);
        }

        return sum / items.Length;
    }

    /// <summary>How far the energy is from that of the true pictures, either way, in percent.</summary>
    /// <param name="made">Pictures.</param>
    /// <param name="truth">As they are to be.</param>
    /// <param name="kind">What both are.</param>
    public static double Amiss(float[] made, float[] truth, Pictures kind) => 100 * Math.Abs((Energy(made, kind) / Energy(truth, kind)) - 1);
}
