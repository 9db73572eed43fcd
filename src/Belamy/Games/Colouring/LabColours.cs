using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// Colours as people tell them apart: lightness L*, and a* from green to red and b* from blue to yellow. CIE 15:2004, of sRGB by
/// IEC 61966-2-1 in daylight D65.
/// </summary>
/// <remarks>All three are brought to about [-1, 1]: L*/50 - 1, a*/<see cref="Reach"/> and b*/<see cref="Reach"/>.</remarks>
public static class LabColours
{
    /// <summary>What a* and b* are divided by: no colour of a screen has more of either.</summary>
    public const double Reach = 110;

    // Below these a line takes the place of the power, whose slope at 0 is infinite.
    private const double DarkestCoded = 0.04045, DarkestLinear = 0.0031308, DarkestCubed = 0.008856, DarkestRoot = 0.2068966;

    private static readonly double[][] ToXyz = [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]];

    private static readonly double[][] FromXyz = [[3.240481, -1.537152, -0.498536], [-0.969255, 1.875990, 0.041556], [0.055647, -0.204041, 1.057311]];

    private static readonly double[] Daylight = [0.95047, 1, 1.08883];

    /// <summary>Colours of pictures.</summary>
    /// <param name="pictures">[batch, 3, height, width]: red, green and blue in [-1, 1].</param>
    /// <returns>[batch, 3, height, width]: lightness and the two directions of colour.</returns>
    public static Tensor FromPictures(Tensor pictures)
    {
        Tensor[] linear = [.. Channels(pictures).Select(channel =>
        {
            Tensor coded = (channel + 1) / 2;
            return Tensor.Select(coded < DarkestCoded, coded / 12.92, Power((coded + 0.055) / 1.055, 2.4));
        })];
        Tensor[] roots = [.. ToXyz.Select((row, at) =>
        {
            Tensor share = Mix(row, linear) / Daylight[at];
            return Tensor.Select(share < DarkestCubed, (7.787 * share) + (16.0 / 116), Power(share, 1.0 / 3));
        })];
        return Tensor.Concat(1, (((116 * roots[1]) - 16) / 50) - 1, 500 / Reach * (roots[0] - roots[1]), 200 / Reach * (roots[1] - roots[2]));
    }

    /// <summary>Pictures of colours; what no screen shows becomes the nearest value of each channel.</summary>
    /// <param name="colours">[batch, 3, height, width], as <see cref="FromPictures"/> gives them.</param>
    /// <returns>[batch, 3, height, width]: red, green and blue in [-1, 1].</returns>
    public static Tensor ToPictures(Tensor colours)
    {
        Tensor[] scaled = Channels(colours);
        Tensor middle = (((scaled[0] + 1) * 50) + 16) / 116;
        Tensor[] roots = [middle + (Reach / 500 * scaled[1]), middle, middle - (Reach / 200 * scaled[2])];
        Tensor[] shares = [.. roots.Select((root, at) => Daylight[at] * Tensor.Select(root < DarkestRoot, (root - (16.0 / 116)) / 7.787, root * root * root))];
        return Tensor.Concat(1, [.. FromXyz.Select(row =>
        {
            Tensor linear = Mix(row, shares).Clamp(0, 1);
            return (2 * Tensor.Select(linear < DarkestLinear, 12.92 * linear, (1.055 * Power(linear, 1 / 2.4)) - 0.055)) - 1;
        })]);
    }

    /// <summary>Pictures without their colours, of the same lightness.</summary>
    /// <param name="pictures">[batch, 3, height, width]: red, green and blue in [-1, 1].</param>
    /// <returns>[batch, 1, height, width] in [-1, 1].</returns>
    public static Tensor Grey(Tensor pictures)
    {
        Tensor light = FromPictures(pictures).Slice(1, 0, 1);
        return ToPictures(Tensor.Concat(1, light, Tensor.Zeros(light.Shape), Tensor.Zeros(light.Shape))).Slice(1, 1, 1);
    }

    // Values below the lines' ends are not taken from here; they must not be infinite on the way.
    private static Tensor Power(Tensor values, double exponent) => values.Max(1e-4).Power(exponent);

    private static Tensor Mix(double[] shares, Tensor[] channels) => (shares[0] * channels[0]) + (shares[1] * channels[1]) + (shares[2] * channels[2]);

    private static Tensor[] Channels(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Shape is { Rank: 4 } shape && shape[1] == 3
            ? [.. Enumerable.Range(0, 3).Select(channel => pictures.Slice(1, channel, 1))]
            : throw new ArgumentException($"Colours have three channels, [batch, 3, height, width], and not {pictures.Shape}.", nameof(pictures));
    }
}
