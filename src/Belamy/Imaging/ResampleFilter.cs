namespace Belamy.Imaging;

/// <summary>The weights by which pixels are averaged when a picture is resized. All are widened by the factor of reduction, so that nothing aliases.</summary>
public enum ResampleFilter
{
    /// <summary>Windowed sinc of three lobes; the sharpest.</summary>
    Lanczos,

    /// <summary>The cubic of Keys with a = −½.</summary>
    Bicubic,

    /// <summary>A triangle.</summary>
    Bilinear,

    /// <summary>The mean of the pixels that an output pixel covers.</summary>
    Box,
}
