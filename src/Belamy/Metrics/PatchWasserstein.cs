using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>
/// The sliced Wasserstein, mean of W₂ of small patches, at each level of a Laplacian pyramid, times a thousand: the
/// statistic of Karras et al. 2017, arXiv:1710.10196. It sees texture and sharpness, not what is shown.
/// </summary>
/// <remarks>
/// Patches of 7×7 at random places, each channel brought to mean 0 and deviation 1 over all patches of a set; W₁. Levels
/// halve the pictures while the shorter side has 14 pixels or more, so 28×28 gives two.
/// </remarks>
public static class PatchWasserstein
{
    private const int Side = 7;
    private const int LeastSide = 14;

    /// <summary>Patches taken from a picture unless said otherwise.</summary>
    public const int DefaultPatches = 128;

    /// <summary>How many levels pictures of a size have.</summary>
    /// <param name="item">[channels, height, width].</param>
    public static int Levels(Shape item)
    {
        int levels = 1;
        for (int side = (Math.Min(item[1], item[2]) + 1) / 2; side >= LeastSide; side = (side + 1) / 2)
            levels++;
        return levels;
    }

    /// <summary>Compares two sets of pictures.</summary>
    /// <param name="first">Pictures as rows.</param>
    /// <param name="second">Pictures as rows.</param>
    /// <param name="item">The shape of one, [channels, height, width], both sides at least 7.</param>
    /// <param name="patches">Patches of each picture and level.</param>
    /// <param name="projections">Directions.</param>
    /// <param name="seed">Chooses places and directions.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The distance at each level, the finest first.</returns>
    /// <exception cref="ArgumentException">The rows are no such pictures.</exception>
    public static IReadOnlyList<double> Between(
        FeatureMatrix first,
        FeatureMatrix second,
        Shape item,
        int patches = DefaultPatches,
        int projections = SlicedWasserstein.DefaultProjections,
        int seed = 1,
        CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(first, second);
        if (item.Rank != 3 || item.Count != first.Dimension || item[1] < Side || item[2] < Side)
            throw new ArgumentException($"Rows of {first.Dimension} values are no pictures of {item}, or smaller than {Side}×{Side}.", nameof(item));
        int levels = Levels(item);
        FeatureMatrix[] left = Descriptors(first, item, levels, patches, seed, cancellationToken);
        FeatureMatrix[] right = Descriptors(second, item, levels, patches, seed + 1, cancellationToken);
        return [.. left.Zip(right).Select(pair => 1000 * SlicedWasserstein.Between(pair.First, pair.Second, projections, order: 1, seed, cancellationToken))];
    }

    private static FeatureMatrix[] Descriptors(FeatureMatrix pictures, Shape item, int levels, int patches, int seed, CancellationToken cancellation)
    {
        (int channels, int area, int length) = (item[0], item[1] * item[2], item[0] * Side * Side);
        var random = new Random(seed);
        var values = new float[levels][];
        for (int level = 0; level < levels; level++)
            values[level] = new float[checked(pictures.Count * patches * length)];
        for (int picture = 0; picture < pictures.Count; picture++)
        {
            cancellation.ThrowIfCancellationRequested();
            var planes = new (float[] Values, int Height, int Width)[channels][];
            for (int channel = 0; channel < channels; channel++)
                planes[channel] = LaplacianPyramid.Create(pictures.Row(picture).Slice(channel * area, area), item[1], item[2], levels);
            for (int level = 0; level < levels; level++)
            {
                (int height, int width) = (planes[0][level].Height, planes[0][level].Width);
                for (int patch = 0; patch < patches; patch++)
                {
                    int top = random.Next(height - Side + 1);
                    int start = random.Next(width - Side + 1);
                    Span<float> target = values[level].AsSpan(((picture * patches) + patch) * length, length);
                    for (int row = 0; row < channels * Side; row++)
                    {
                        ReadOnlySpan<float> source = planes[row / Side][level].Values;
                        source.Slice(((top + (row % Side)) * width) + start, Side).CopyTo(target[(row * Side)..]);
                    }
                }
            }
        }

        return Array.ConvertAll(values, level => new FeatureMatrix(Normalize(level, channels), length));
    }

    /// <summary>Brings each channel to mean 0 and deviation 1 over all patches.</summary>
    private static float[] Normalize(float[] patches, int channels)
    {
        const int Area = Side * Side;
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            double squares = 0;
            for (int start = channel * Area; start < patches.Length; start += channels * Area)
            {
                foreach (float value in patches.AsSpan(start, Area))
                {
                    sum += value;
                    squares += (double)value * value;
                }
            }

            double count = (double)patches.Length / channels;
            double mean = sum / count;
            double scale = 1 / Math.Sqrt(Math.Max(1e-12, (squares / count) - (mean * mean)));
            for (int start = channel * Area; start < patches.Length; start += channels * Area)
            {
                foreach (ref float value in patches.AsSpan(start, Area))
                    value = (float)((value - mean) * scale);
            }
        }

        return patches;
    }
}

/// <summary><see cref="PatchWasserstein"/> of pictures.</summary>
internal sealed record PatchWassersteinMetric : Metric
{
    private const int MostPictures = 1000;

    public override string Name => "patch-wasserstein";

    public override string Description => "distance of small patches at each level of detail, times a thousand (SWD of progressive GANs)";

    public override MetricNeeds Needs => MetricNeeds.Pictures;

    protected override string? Lack(MetricInput input) =>
        base.Lack(input) ?? (Math.Min(input.Item[1], input.Item[2]) < 7 ? "it needs pictures of at least 7 × 7 pixels" : null);

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix real = input.RealItems(MostPictures);
        FeatureMatrix generated = input.GeneratedItems(MostPictures);
        input.Progress?.Invoke("comparing patches");
        IReadOnlyList<double> distances = PatchWasserstein.Between(real, generated, input.Item, seed: input.Seed, cancellationToken: input.Cancellation);
        return
        [
            .. distances.Select((distance, level) =>
                input.Value($"patch Wasserstein, level {level + 1}", distance, Better.Lower, generated.Count, real.Count, "patches of 7×7 pixels")),
        ];
    }

    // A picture gives many patches, but they are alike.
    protected override int Wanted(MetricInput input) => 100;
}
