using Belamy.Imaging;

namespace Belamy.Metrics;

/// <summary>How near a picture comes to another one that it should be, by luma alone: as publications on super-resolution measure.</summary>
/// <remarks>
/// Luma of colours is Y of Rec. 601 in its range from 16 to 235: 16 + (65.481 red + 128.553 green + 24.966 blue) / 255. Of grey
/// pictures it is the grey. Levels are 0 to 255.
/// </remarks>
/// <param name="SignalToNoise">PSNR: 20 log₁₀ 255 - 10 log₁₀ of the mean squared difference, in decibels; infinite for equal pictures.</param>
/// <param name="Similarity">SSIM by <see cref="StructuralSimilarity"/>: 1 for equal pictures.</param>
public readonly record struct PictureFidelity(double SignalToNoise, double Similarity)
{
    /// <summary>Compares two pictures.</summary>
    /// <param name="truth">What it should be.</param>
    /// <param name="made">What it is, of the same size.</param>
    /// <param name="border">Pixels on each side that are left out; 4 is usual for pictures enlarged by 4.</param>
    /// <exception cref="ArgumentException">They are of different sizes, or nothing is left of them.</exception>
    public static PictureFidelity Between(Image truth, Image made, int border = 0)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(made);
        ArgumentOutOfRangeException.ThrowIfNegative(border);
        if ((truth.Width, truth.Height) != (made.Width, made.Height))
            throw new ArgumentException($"A picture of {made.Width} x {made.Height} is compared with one of {truth.Width} x {truth.Height}.", nameof(made));
        if (Math.Min(truth.Width, truth.Height) <= 2 * border)
            throw new ArgumentException($"Nothing is left of {truth.Width} x {truth.Height} pixels without a border of {border}.", nameof(border));
        (float[] wanted, float[] got) = (Luma(truth, border), Luma(made, border));
        double squares = 0;
        for (int at = 0; at < wanted.Length; at++)
            squares += Math.Pow((double)wanted[at] - got[at], 2);
        double noise = 20 * Math.Log10(255) - (10 * Math.Log10(squares / wanted.Length));
        // A range of 2, but from 0 on, as published: its term of means looks at levels, not at distances from grey.
        return new(noise, StructuralSimilarity.Between(Array.ConvertAll(wanted, Scale), Array.ConvertAll(got, Scale), [1, truth.Height - (2 * border), truth.Width - (2 * border)]));

        static float Scale(float level) => level / 127.5f;
    }

    /// <summary>The means over pictures, as publications give them: of decibels, not of errors.</summary>
    /// <param name="pictures">One for each picture, at least one.</param>
    public static PictureFidelity Mean(IReadOnlyList<PictureFidelity> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return new(pictures.Average(one => one.SignalToNoise), pictures.Average(one => one.Similarity));
    }

    private static float[] Luma(Image picture, int border)
    {
        (int height, int width, int channels) = (picture.Height - (2 * border), picture.Width - (2 * border), picture.Channels);
        var luma = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = picture.Row(y + border)[(border * channels)..];
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<byte> pixel = row.Slice(x * channels, channels);
                luma[(y * width) + x] = channels <= 2 ? pixel[0] : (float)(16 + (((65.481 * pixel[0]) + (128.553 * pixel[1]) + (24.966 * pixel[2])) / 255));
            }
        }

        return luma;
    }
}
