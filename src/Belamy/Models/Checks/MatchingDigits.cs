using Belamy.Data;
using Belamy.Metrics;

namespace Belamy;

/// <summary>
/// Two digits of one class, black on tiles of one colour, at the ends of a black strip, [3, 16, 48]: what is at one end must match what is at
/// the other, with nothing but black between them.
/// </summary>
internal static class MatchingDigits
{
    private const int Height = 16;
    private const int Width = 48;
    private const int Side = 28;
    private const int Digit = Side / 2;
    private const int Channels = 3;
    private const int Pixels = Digit * Digit;

    /// <summary>Digits brought to half of their side: what judges the ends.</summary>
    public static ArrayDataset Small(Dataset digits)
    {
        float[] items = digits.ReadEvenly(digits.Count);
        var small = new float[digits.Count * Pixels];
        for (int at = 0; at < small.Length; at++)
        {
            (int digit, int place) = Math.DivRem(at, Pixels);
            int corner = (digit * Side * Side) + (2 * (place / Digit) * Side) + (2 * (place % Digit));
            small[at] = (items[corner] + items[corner + 1] + items[corner + Side] + items[corner + Side + 1]) / 4;
        }

        return new ArrayDataset("small digits", [1, Digit, Digit], small, [.. digits.Labels], digits.ClassNames);
    }

    /// <summary>Pairs of small digits, as many as there are digits.</summary>
    public static ArrayDataset Pairs(ArrayDataset small)
    {
        var numbers = new CounterRandom(0);
        int[][] ofClass = [.. Enumerable.Range(0, small.ClassNames.Count).Select(label => Enumerable.Range(0, small.Count).Where(at => small.Labels[at] == label).ToArray())];
        var items = new float[small.Count * Channels * Height * Width];
        Array.Fill(items, -1);
        var ends = new float[2][];
        for (int pair = 0; pair < small.Count; pair++)
        {
            int[] alike = ofClass[small.Labels[pair]];
            ends[0] = Read(small, pair);
            ends[1] = Read(small, alike[numbers.Below(alike.Length, (ulong)pair)]);
            double[] tile = [.. Enumerable.Range(0, Channels).Select(channel => numbers.Uniform((ulong)((Channels * (pair + small.Count)) + channel)))];
            double greatest = tile.Max();
            for (int at = 0; at < 2 * Channels * Pixels; at++)
            {
                (int end, int channel, int place) = (at / (Channels * Pixels), at / Pixels % Channels, at % Pixels);
                items[Place(pair, end, channel, place)] = (float)((tile[channel] / greatest * (1 - ends[end][place])) - 1);
            }
        }

        return new ArrayDataset("matching digits", [Channels, Height, Width], items, [.. small.Labels], small.ClassNames);
    }

    /// <summary>The digits at both ends without their colour, white on black, each pair's behind the other: as bright as the brightest channel is dark.</summary>
    public static float[] Ends(ReadOnlySpan<float> pairs)
    {
        var ends = new float[pairs.Length / (Channels * Height * Width) * 2 * Pixels];
        for (int at = 0; at < ends.Length; at++)
        {
            (int pair, int end, int place) = (at / (2 * Pixels), at / Pixels % 2, at % Pixels);
            ends[at] = -Math.Max(pairs[Place(pair, end, 0, place)], Math.Max(pairs[Place(pair, end, 1, place)], pairs[Place(pair, end, 2, place)]));
        }

        return ends;
    }

    /// <summary>
    /// How far the colours of the two ends are from each other, in parts of how far those of different pairs are: 0 where they match, 1
    /// where they have nothing to do with each other. A distance is the mean over channels of the difference of their shares of the strongest.
    /// </summary>
    public static double ColourDifference(ReadOnlySpan<float> pairs)
    {
        int count = pairs.Length / (Channels * Height * Width);
        var ends = new double[2][][] { new double[count][], new double[count][] };
        for (int at = 0; at < 2 * count; at++)
            ends[at % 2][at / 2] = Colour(pairs, at / 2, at % 2);
        double Distance(int shift) => Enumerable.Range(0, count).Average(pair => ends[0][pair].Zip(ends[1][(pair + shift) % count], (one, other) => Math.Abs(one - other)).Average());
        return Distance(0) / Distance(1);
    }

    private static double[] Colour(ReadOnlySpan<float> pairs, int pair, int end)
    {
        var colour = new double[Channels];
        for (int at = 0; at < Channels * Pixels; at++)
            colour[at / Pixels] += pairs[Place(pair, end, at / Pixels, at % Pixels)] + 1;
        double greatest = Math.Max(colour.Max(), 1e-6);
        return [.. colour.Select(value => value / greatest)];
    }

    private static int Place(int pair, int end, int channel, int place) =>
        (((((pair * Channels) + channel) * Height) + 1 + (place / Digit)) * Width) + (end * (Width - Digit)) + (place % Digit);

    private static float[] Read(Dataset data, int at)
    {
        var item = new float[data.ItemLength];
        data.Read(at, item);
        return item;
    }
}
