using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>What was made of a picture at one size, laid over the picture as it is, pixel by pixel.</summary>
internal sealed class PictureOverlay : IDisposable
{
    private const int Pixels = 1 << 16;
    private readonly Pictures _taken, _given;
    private readonly Program _program;

    /// <summary>Compiles it.</summary>
    /// <param name="taken">How the picture was brought to that size.</param>
    /// <param name="given">What was made.</param>
    /// <param name="overlay">Computes pixels of the result, [1, channels, 1, pixels], from those of the picture and of what was made.</param>
    public PictureOverlay(Pictures taken, Pictures given, Func<Tensor, Tensor, Tensor> overlay)
    {
        (_taken, _given) = (taken, given);
        Tensor picture = Tensor.Input(nameof(picture), [1, _taken.Channels, 1, Pixels], ElementType.Float32), made = Tensor.Input(nameof(made), [1, _given.Channels, 1, Pixels], ElementType.Float32);
        _program = Program.Compile(nameof(overlay), [overlay(picture, made)]);
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
        float[] enlarged = laid.ToItem(Resampling.Resize(made, laid.Width, laid.Height, ResampleFilter.Bicubic)), result = new float[enlarged.Length];
        int all = laid.Height * laid.Width;
        for (int first = 0; first < all; first += Pixels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Pixels, all - first);
            Fill(seen, _program.Input(nameof(picture)).AsSpan<float>());
            Fill(enlarged, _program.Input(nameof(made)).AsSpan<float>());
            _program.Run();
            for (int channel = 0; channel < laid.Channels; channel++)
                _program.Outputs[0].AsSpan<float>().Slice(channel * Pixels, count).CopyTo(result.AsSpan((channel * all) + first));

            void Fill(float[] planes, Span<float> input)
            {
                for (int channel = 0; channel < planes.Length / all; channel++)
                    planes.AsSpan((channel * all) + first, count).CopyTo(input[(channel * Pixels)..]);
            }
        }

        return laid.ToImage(result);
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
