using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary>A mask that belongs to a picture, both of them files.</summary>
internal static class MaskFile
{
    /// <summary>Fails unless a mask fits a picture.</summary>
    /// <param name="marked">The mask as it is brought to the picture's place: 1 where it marks.</param>
    /// <param name="path">Its file.</param>
    /// <param name="picture">The file of the picture.</param>
    /// <returns>The mask.</returns>
    /// <exception cref="BelamyException">It has other proportions than the picture, or marks nothing.</exception>
    public static float[] Require(float[] marked, string path, string picture)
    {
        (Image mask, Image of) = (Image.Load(path), Image.Load(picture));
        // A mask may be of another resolution; a rounded side is no other shape.
        if (Math.Abs(((double)mask.Width / mask.Height * of.Height / of.Width) - 1) > 1.0 / Math.Min(mask.Width, mask.Height))
            throw new BelamyException($"{path}: is a mask of {mask.Width}×{mask.Height}, and {picture} is {of.Width}×{of.Height}; give one as wide and high as the picture");
        return marked.AsSpan().ContainsAnyExcept(0)
            ? marked
            : throw new BelamyException($"{path}: marks nothing of what is restored of {picture}; make white what is to be filled, and black what stays");
    }
}
