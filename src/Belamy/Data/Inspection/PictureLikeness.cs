using System.Numerics;

namespace Belamy.Data;

/// <summary>
/// Finds pictures that look alike: of each it keeps a small grey picture and 64 bits that say where that grows brighter from left to right
/// (a difference hash). Those whose bits differ in three places at most are compared by the small pictures.
/// </summary>
internal sealed class PictureLikeness(int channels, int height, int width)
{
    private const int Side = 16;
    private const int Columns = 9, Rows = 8;
    private const int MostBits = 3;
    private const int Bands = 4;

    // The mean difference of the small pictures as a share of how far their pixels lie from their mean. That of a photograph saved anew as
    // JPEG of quality 60 is about 0.02; that of two handwritten digits of a kind 0.1 and more.
    private const double MostDifference = 0.04;

    // Pictures of few shapes share bits by the thousand, which would be compared for hours.
    private const long MostComparisons = 20_000_000;

    private readonly List<ulong> _bits = [];
    private readonly List<byte[]> _small = [];

    /// <summary>Takes the next picture.</summary>
    /// <param name="picture">Values in [-1, 1]: [channels, height, width].</param>
    public void Add(ReadOnlySpan<float> picture)
    {
        var grey = new float[height * width];
        int shown = channels == 4 ? 3 : channels == 2 ? 1 : channels;
        for (int channel = 0; channel < shown; channel++)
        {
            ReadOnlySpan<float> plane = picture.Slice(channel * grey.Length, grey.Length);
            for (int at = 0; at < grey.Length; at++)
                grey[at] += plane[at] / shown;
        }

        float[] coarse = Shrink(grey, Columns, Rows);
        ulong bits = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column + 1 < Columns; column++)
                bits = (bits << 1) | (coarse[(row * Columns) + column + 1] > coarse[(row * Columns) + column] ? 1UL : 0);
        }

        _bits.Add(bits);
        _small.Add([.. Shrink(grey, Side, Side).Select(value => (byte)Math.Clamp(Math.Round((value + 1) * 127.5), 0, 255))]);
    }

    /// <summary>The pictures that look like an earlier one.</summary>
    /// <param name="without">Those that are not looked at, by their numbers.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<DuplicateItems> Find(IReadOnlyCollection<int> without, CancellationToken cancellation)
    {
        HashSet<int> left = [.. without];
        var found = new SortedDictionary<int, SortedSet<int>>();
        var owner = new Dictionary<int, int>();
        long comparisons = 0;
        // Of four bands, one is equal where three bits differ.
        for (int band = 0; band < Bands; band++)
        {
            int shift = 16 * band;
            foreach (int[] bucket in Enumerable.Range(0, _bits.Count).Where(at => !left.Contains(at)).GroupBy(at => (ushort)(_bits[at] >> shift)).Select(group => group.ToArray()))
            {
                cancellation.ThrowIfCancellationRequested();
                for (int first = 0; first < bucket.Length; first++)
                {
                    if (owner.ContainsKey(bucket[first]))
                        continue;
                    for (int second = first + 1; second < bucket.Length && comparisons < MostComparisons; second++)
                    {
                        comparisons++;
                        if (!owner.ContainsKey(bucket[second]) && AreAlike(bucket[first], bucket[second]))
                        {
                            owner.Add(bucket[second], bucket[first]);
                            if (!found.TryGetValue(bucket[first], out SortedSet<int>? others))
                                found.Add(bucket[first], others = []);
                            others.Add(bucket[second]);
                        }
                    }
                }
            }
        }

        return [.. found.Select(group => new DuplicateItems(group.Key, [.. group.Value]))];
    }

    private bool AreAlike(int left, int right)
    {
        if (BitOperations.PopCount(_bits[left] ^ _bits[right]) > MostBits)
            return false;
        int sum = 0;
        for (int at = 0; at < Side * Side; at++)
            sum += Math.Abs(_small[left][at] - _small[right][at]);
        return sum <= MostDifference * Contrast(_small[left]);
    }

    private static double Contrast(byte[] small)
    {
        double mean = 0, sum = 0;
        foreach (byte value in small)
            mean += value / (double)small.Length;
        foreach (byte value in small)
            sum += Math.Abs(value - mean);
        return sum;
    }

    /// <summary>Means over areas, of parts of pixels too.</summary>
    private float[] Shrink(float[] grey, int columns, int rows)
    {
        var small = new float[columns * rows];
        for (int row = 0; row < rows; row++)
        {
            (double top, double bottom) = ((double)row * height / rows, (double)(row + 1) * height / rows);
            for (int column = 0; column < columns; column++)
            {
                (double from, double to) = ((double)column * width / columns, (double)(column + 1) * width / columns);
                double sum = 0;
                for (int y = (int)top; y < bottom; y++)
                {
                    double share = Math.Min(y + 1, bottom) - Math.Max(y, top);
                    for (int x = (int)from; x < to; x++)
                        sum += share * (Math.Min(x + 1, to) - Math.Max(x, from)) * grey[(y * width) + x];
                }

                small[(row * columns) + column] = (float)(sum / ((bottom - top) * (to - from)));
            }
        }

        return small;
    }
}
