using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>
/// Structural similarity of two pictures (SSIM, Wang et al. 2004) and its multi-scale form (MS-SSIM, Wang et al. 2003),
/// and the diversity of generated pictures after Odena et al. 2017, arXiv:1610.09585: their mean similarity in pairs.
/// </summary>
/// <remarks>
/// A Gaussian window of 11×11, σ 1.5, no padding; C₁ = (0.01 L)², C₂ = (0.03 L)² with L = 2, the range of values. Scales
/// halve the pictures while the window fits: five from 176 pixels a side on, two at 28; the published weights of those that are
/// left are made to add up to 1. Pictures smaller than the window have one scale and a window that is as small in proportion.
/// </remarks>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Range = 2;
    private static readonly double[] Weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>How many scales pictures of a size have.</summary>
    public static int Scales(int height, int width)
    {
        int scales = 1;
        for (int side = Math.Min(height, width) / 2; side >= Window && scales < Weights.Length; side /= 2)
            scales++;
        return scales;
    }

    /// <summary>SSIM of two pictures: 1 when they are the same, the mean over channels and places.</summary>
    /// <param name="first">[channels, height, width], values in [-1, 1].</param>
    /// <param name="second">The same.</param>
    /// <param name="item">The shape.</param>
    public static double Between(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Shape item) => Compare(first, second, item, scales: 1);

    /// <summary>SSIM within a part of two pictures: the mean over the windows whose middle lies in it.</summary>
    /// <param name="first">[channels, height, width], values in [-1, 1].</param>
    /// <param name="second">The same.</param>
    /// <param name="item">The shape.</param>
    /// <param name="part">[height, width]: 1 in the part, 0 elsewhere.</param>
    /// <returns>NaN where no whole window has its middle in it.</returns>
    public static double Within(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Shape item, ReadOnlySpan<float> part)
    {
        if (item.Rank != 3 || part.Length != item[1] * item[2])
            throw new ArgumentException($"{part.Length} values are no part of pictures of {item}.", nameof(part));
        return Compare(first, second, item, scales: 1, part);
    }

    /// <summary>MS-SSIM of two pictures: 1 when they are the same.</summary>
    /// <param name="first">[channels, height, width], values in [-1, 1].</param>
    /// <param name="second">The same.</param>
    /// <param name="item">The shape.</param>
    public static double MultiScale(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Shape item) => Compare(first, second, item, Scales(item[1], item[2]));

    /// <summary>The mean MS-SSIM of random pairs of different pictures, both of one class where classes are given. Lower is more diverse.</summary>
    /// <param name="pictures">Pictures as rows.</param>
    /// <param name="item">The shape of one.</param>
    /// <param name="labels">The class of each; empty when there are none.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="seed">Chooses them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The mean and its standard error.</returns>
    /// <exception cref="ArgumentException">No two pictures are of one class.</exception>
    public static (double Mean, double StandardError) Diversity(
        FeatureMatrix pictures, Shape item, ReadOnlySpan<int> labels, int pairs = 1000, long seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 2);
        int[] classes = labels.IsEmpty ? new int[pictures.Count] : labels.ToArray();
        int[][] members = [.. Enumerable.Range(0, pictures.Count).GroupBy(at => classes[at]).Select(group => group.ToArray()).Where(group => group.Length > 1)];
        if (members.Length == 0)
            throw new ArgumentException("No two pictures are of one class.", nameof(labels));
        // A walk over all pictures that have a partner, so classes count by their size.
        int[] firsts = [.. members.SelectMany(group => group)];
        var groupOf = members.SelectMany(group => group.Select(at => (at, group))).ToDictionary(pair => pair.at, pair => pair.group);
        var order = new EndlessPermutation(firsts.Length, seed);
        var random = new Random(unchecked((int)seed));
        double sum = 0;
        double squares = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = firsts[order[pair]];
            int[] group = groupOf[first];
            int second = group[random.Next(group.Length - 1)];
            second = second == first ? group[^1] : second;
            double similarity = MultiScale(pictures.Row(first), pictures.Row(second), item);
            sum += similarity;
            squares += similarity * similarity;
        }

        double mean = sum / pairs;
        return (mean, Math.Sqrt(Math.Max(0, (squares / pairs) - (mean * mean)) / (pairs - 1)));
    }

    private static double Compare(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Shape item, int scales, ReadOnlySpan<float> part = default)
    {
        if (item.Rank != 3 || first.Length != item.Count || second.Length != item.Count)
            throw new ArgumentException($"{first.Length} and {second.Length} values are not two pictures of {item}.", nameof(item));
        int area = item[1] * item[2];
        double total = 0;
        for (int channel = 0; channel < item[0]; channel++)
        {
            total += ComparePlanes(
                Widen(first.Slice(channel * area, area)), Widen(second.Slice(channel * area, area)), item[1], item[2], scales, part);
        }

        return total / item[0];
    }

    private static double ComparePlanes(double[] first, double[] second, int height, int width, int scales, ReadOnlySpan<float> part)
    {
        double weightSum = Weights.Take(scales).Sum();
        double product = 1;
        for (int scale = 0; scale < scales; scale++)
        {
            (double similarity, double contrast) = Terms(first, second, height, width, part);
            double term = scale == scales - 1 ? similarity : contrast;
            // A negative mean has no root; such pictures count as having nothing in common.
            product *= scales == 1 ? term : Math.Pow(Math.Max(0, term), Weights[scale] / weightSum);
            if (scale < scales - 1)
            {
                first = Halve(first, height, width);
                second = Halve(second, height, width);
                (height, width) = (height / 2, width / 2);
            }
        }

        return product;
    }

    /// <summary>The means of SSIM and of its factor for contrast and structure, over all windows or those with their middle in a part.</summary>
    private static (double Similarity, double Contrast) Terms(double[] first, double[] second, int height, int width, ReadOnlySpan<float> part)
    {
        const double C1 = 0.01 * Range * 0.01 * Range;
        const double C2 = 0.03 * Range * 0.03 * Range;
        double[] window = Gaussian(Math.Min(Window, Math.Min(height, width)));
        double[] mean1 = Filter(first, height, width, window);
        double[] mean2 = Filter(second, height, width, window);
        double[] square1 = Filter(Products(first, first), height, width, window);
        double[] square2 = Filter(Products(second, second), height, width, window);
        double[] cross = Filter(Products(first, second), height, width, window);
        double similarity = 0;
        double contrast = 0;
        int counted = 0, lessWidth = width - window.Length + 1, middle = window.Length / 2;
        for (int at = 0; at < cross.Length; at++)
        {
            if (!part.IsEmpty && part[(((at / lessWidth) + middle) * width) + (at % lessWidth) + middle] < 0.5f)
                continue;
            counted++;
            double means = mean1[at] * mean2[at];
            double meanSquares = (mean1[at] * mean1[at]) + (mean2[at] * mean2[at]);
            double structure = ((2 * (cross[at] - means)) + C2) / (square1[at] + square2[at] - meanSquares + C2);
            contrast += structure;
            similarity += structure * ((2 * means) + C1) / (meanSquares + C1);
        }

        return (similarity / counted, contrast / counted);
    }

    private static double[] Gaussian(int size)
    {
        double deviation = 1.5 * size / Window;
        double[] window = [.. Enumerable.Range(0, size).Select(at => Math.Exp(-Math.Pow((at - ((size - 1) / 2.0)) / deviation, 2) / 2))];
        double sum = window.Sum();
        return Array.ConvertAll(window, value => value / sum);
    }

    /// <summary>The weighted means of all windows that lie inside, along columns and then along rows.</summary>
    private static double[] Filter(double[] plane, int height, int width, double[] window)
    {
        (int lessHeight, int lessWidth) = (height - window.Length + 1, width - window.Length + 1);
        var down = new double[lessHeight * width];
        var result = new double[lessHeight * lessWidth];
        for (int at = 0; at < down.Length; at++)
        {
            for (int tap = 0; tap < window.Length; tap++)
                down[at] += window[tap] * plane[at + (tap * width)];
        }

        for (int y = 0; y < lessHeight; y++)
        {
            for (int x = 0; x < lessWidth; x++)
            {
                double sum = 0;
                for (int tap = 0; tap < window.Length; tap++)
                    sum += window[tap] * down[(y * width) + x + tap];
                result[(y * lessWidth) + x] = sum;
            }
        }

        return result;
    }

    private static double[] Halve(double[] plane, int height, int width)
    {
        (int lessHeight, int lessWidth) = (height / 2, width / 2);
        var result = new double[lessHeight * lessWidth];
        for (int y = 0; y < lessHeight; y++)
        {
            for (int x = 0; x < lessWidth; x++)
            {
                int at = (2 * y * width) + (2 * x);
                result[(y * lessWidth) + x] = (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4;
            }
        }

        return result;
    }

    private static double[] Products(double[] first, double[] second)
    {
        var result = new double[first.Length];
        for (int at = 0; at < result.Length; at++)
            result[at] = first[at] * second[at];
        return result;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (int at = 0; at < result.Length; at++)
            result[at] = values[at];
        return result;
    }
}

/// <summary>Diversity: MS-SSIM of pairs of samples of one class.</summary>
internal sealed record StructuralSimilarityMetric : Metric
{
    private const int MostPictures = 2000;

    public override string Name => "structural-similarity";

    public override bool CanRank => false;

    public override IReadOnlyList<string> Aliases => ["ms-ssim"];

    public override string Description => "how alike two samples of a class are (MS-SSIM of 1,000 pairs), beside the same of the data";

    public override MetricNeeds Needs => MetricNeeds.Pictures;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix generated = input.GeneratedItems(MostPictures);
        FeatureMatrix real = input.RealItems(MostPictures);
        input.Progress?.Invoke("comparing pairs of pictures");
        int[] generatedClasses = Classes(input, generated);
        int[] realClasses = Classes(input, real);
        if (!HasPair(generatedClasses, generated.Count) || !HasPair(realClasses, real.Count))
            throw new BelamyException("no two of the pictures are of one class; use more with --count");
        (double mean, double error) = StructuralSimilarity.Diversity(generated, input.Item, generatedClasses, seed: input.Seed, cancellationToken: input.Cancellation);
        (double realMean, _) = StructuralSimilarity.Diversity(real, input.Item, realClasses, seed: input.Seed, cancellationToken: input.Cancellation);
        string pairs = generatedClasses.Length > 0 ? $"pairs of one class by the {input.Classifier!.Title}" : "pairs";
        return
        [
            input.Value("MS-SSIM of pairs", mean, Better.Nearer, generated.Count, real.Count, $"pixels, {pairs}")
                with { Spread = error, Note = $"the data have {realMean:0.0000}; above it, samples are too alike; ± is the standard error" },
        ];
    }

    private static bool HasPair(int[] classes, int count) => count > 1 && (classes.Length == 0 || classes.Distinct().Count() < classes.Length);

    private static int[] Classes(MetricInput input, FeatureMatrix pictures) =>
        input.Classifier is { Refusal: null } judge && judge.Item == input.Item ? judge.Classify(pictures.Values).Classes : [];
}
