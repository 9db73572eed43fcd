using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>What was made of a picture at one size, laid over the picture as it is, pixel by pixel.</summary>
internal sealed class PictureOverlay : IDisposable
{
    private readonly Pictures _taken, _given;
    private readonly PixelProgram _program;

    /// <summary>Compiles it.</summary>
    /// <param name="taken">How the picture was brought to that size.</param>
    /// <param name="given">What was made.</param>
    /// <param name="overlay">Computes pixels of the result, [1, channels, 1, pixels], from those of the picture and of what was made.</param>
    public PictureOverlay(Pictures taken, Pictures given, Func<Tensor, Tensor, Tensor> overlay)
    {
        (_taken, _given) = (taken, given);
        _program = new PixelProgram([taken.Channels, given.Channels], values: 0, inputs => overlay(inputs[0], inputs[1]));
    }

    /// <summary>Lays it over the part of a picture that was seen.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="made">What was made of it; grey beside a padded picture has no place in the larger one, so that it stays as it is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>As wide and high as the part.</returns>
    public Image Lay(Image picture, Image made, CancellationToken cancellationToken)
    {
        if (_taken.Fit == PictureFit.Pad)
            return made;
        (Pictures part, float[] seen) = _taken.ToPart(picture);
        Pictures laid = _given with { Height = part.Height, Width = part.Width };
        float[] enlarged = laid.ToItem(Resampling.Resize(made, laid.Width, laid.Height, ResampleFilter.Bicubic));
        return laid.ToImage(_program.Run([seen, enlarged], [], cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
