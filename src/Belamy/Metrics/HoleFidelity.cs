using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>How near what fills a hole comes to what was there. Pixels outside the hole do not count.</summary>
/// <param name="SignalToNoise">PSNR: 10 log₁₀ of 4, the squared range of values, over the mean squared difference, in decibels; infinite for equal values.</param>
/// <param name="Absolute">The mean absolute difference, as a share of the range.</param>
/// <param name="Similarity">SSIM by <see cref="StructuralSimilarity.Within"/>: 1 for equal pictures, NaN where a hole is too near the border to tell.</param>
public readonly record struct HoleFidelity(double SignalToNoise, double Absolute, double Similarity)
{
    private const double Range = 2;

    /// <summary>Compares two pictures within a hole.</summary>
    /// <param name="truth">What it should be: [channels, height, width], values in [-1, 1].</param>
    /// <param name="made">What it is.</param>
    /// <param name="mask">[height, width]: 1 in the hole, 0 elsewhere.</param>
    /// <param name="item">The shape of the pictures.</param>
    /// <exception cref="ArgumentException">The values are not two pictures and a mask of that shape, or the mask has no hole.</exception>
    public static HoleFidelity Between(ReadOnlySpan<float> truth, ReadOnlySpan<float> made, ReadOnlySpan<float> mask, Shape item)
    {
        double similarity = StructuralSimilarity.Within(truth, made, item, mask);
        double squares = 0, distance = 0;
        int count = 0;
        for (int at = 0; at < truth.Length; at++)
        {
            if (mask[at % mask.Length] < 0.5f)
                continue;
            double difference = (double)made[at] - truth[at];
            squares += difference * difference;
            distance += Math.Abs(difference);
            count++;
        }

        return count > 0
            ? new(10 * Math.Log10(Range * Range / (squares / count)), distance / count / Range, similarity)
            : throw new ArgumentException("The mask has no hole.", nameof(mask));
    }

    /// <summary>The means over pictures: of decibels, not of errors.</summary>
    /// <param name="pictures">One for each picture, at least one.</param>
    public static HoleFidelity Mean(IReadOnlyList<HoleFidelity> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return new(pictures.Average(one => one.SignalToNoise), pictures.Average(one => one.Absolute), pictures.Average(one => one.Similarity));
    }
}
