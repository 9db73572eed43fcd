namespace Belamy.Metrics;

/// <summary>How well maps of labels agree with the true ones.</summary>
/// <param name="PixelAccuracy">The share of the pixels that are given their true label.</param>
/// <param name="MeanOverlap">Mean IoU: of all maps together, the pixels that both give a label over those that either gives it, averaged over the labels that either gives. Everingham et al. 2010, PASCAL VOC.</param>
/// <param name="SpuriousRegions">Regions a map that are not there: pixels of one label that touch by their sides, fewer than half of which truly have it.</param>
public readonly record struct SegmentationAccuracy(double PixelAccuracy, double MeanOverlap, double SpuriousRegions)
{
    /// <summary>Compares maps.</summary>
    /// <param name="truth">Numbers of labels, map by map, each row by row.</param>
    /// <param name="made">As many.</param>
    /// <param name="height">Rows of a map.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="ignored">The true label whose pixels count nowhere, such as void; null for none. It is not averaged over, and a region of such pixels alone is not spurious.</param>
    /// <exception cref="ArgumentException">They are no maps of one size, as many of either, or no pixel counts.</exception>
    public static SegmentationAccuracy Between(ReadOnlySpan<float> truth, ReadOnlySpan<float> made, int height, int width, int? ignored = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int area = height * width;
        if (truth.Length == 0 || truth.Length != made.Length || truth.Length % area != 0)
            throw new ArgumentException($"{truth.Length} and {made.Length} values are not as many maps of {width} x {height}.", nameof(made));
        var (given, meant, both) = (new long[byte.MaxValue + 1], new long[byte.MaxValue + 1], new long[byte.MaxValue + 1]);
        for (int at = 0; at < truth.Length; at++)
        {
            (int label, int guess) = ((int)truth[at], (int)made[at]);
            if (label == ignored)
                continue;
            meant[label]++;
            given[guess]++;
            both[label] += label == guess ? 1 : 0;
        }

        long counted = meant.Sum();
        if (counted == 0)
            throw new ArgumentException("No pixel of the maps counts.", nameof(truth));
        int spurious = 0;
        for (int map = 0; map < truth.Length; map += area)
            spurious += Spurious(truth.Slice(map, area), made.Slice(map, area), width, ignored);
        double overlap = Enumerable.Range(0, meant.Length).Where(label => meant[label] + given[label] > 0)
            .Average(label => (double)both[label] / (meant[label] + given[label] - both[label]));
        return new((double)both.Sum() / counted, overlap, spurious / (double)(truth.Length / area));
    }

    private static int Spurious(ReadOnlySpan<float> truth, ReadOnlySpan<float> made, int width, int? ignored)
    {
        var isSeen = new bool[made.Length];
        var open = new Stack<int>();
        int spurious = 0;
        for (int start = 0; start < made.Length; start++)
        {
            if (isSeen[start])
                continue;
            float label = made[start];
            var (right, counted) = (0, 0);
            isSeen[start] = true;
            open.Push(start);
            while (open.TryPop(out int at))
            {
                if ((int)truth[at] != ignored)
                {
                    counted++;
                    right += truth[at] == label ? 1 : 0;
                }

                int column = at % width;
                Visit(made, at - width, at >= width);
                Visit(made, at + width, at + width < made.Length);
                Visit(made, at - 1, column > 0);
                Visit(made, at + 1, column < width - 1);
            }

            spurious += 2 * right < counted ? 1 : 0;

            void Visit(ReadOnlySpan<float> labels, int place, bool isWithin)
            {
                if (!isWithin || isSeen[place] || labels[place] != label)
                    return;
                isSeen[place] = true;
                open.Push(place);
            }
        }

        return spurious;
    }
}
