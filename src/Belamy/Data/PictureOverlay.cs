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
        (int left, int top, int width, int height) = _taken.Fit == PictureFit.Crop ? new PictureShape(_taken.Width, _taken.Height).Middle(picture.Width, picture.Height) : (0, 0, picture.Width, picture.Height);
        Image seen = ChannelConversion.ToChannels(picture, _taken.Channels, _taken.Background), enlarged = Resampling.Resize(made, width, height, ResampleFilter.Bicubic);
        var laid = new Image(width, height, _given.Channels);
        Span<float> result = _program.Outputs[0].AsSpan<float>();
        for (long first = 0, all = (long)width * height; first < all; first += Pixels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(Pixels, all - first);
            Span<float> below = _program.Input(nameof(picture)).AsSpan<float>(), above = _program.Input(nameof(made)).AsSpan<float>();
            for (int at = 0; at < count; at++)
            {
                (int y, int x) = ((int)((first + at) / width), (int)((first + at) % width));
                Read(seen, left + x, top + y, below, at);
                Read(enlarged, x, y, above, at);
            }

            _program.Run();
            for (int at = 0; at < count; at++)
            {
                (int y, int x) = ((int)((first + at) / width), (int)((first + at) % width));
                for (int channel = 0; channel < laid.Channels; channel++)
                    laid.Row(y)[(x * laid.Channels) + channel] = PixelConversion.ToByte(result[(channel * Pixels) + at]);
            }
        }

        return laid;

        static void Read(Image image, int x, int y, Span<float> planes, int at)
        {
            ReadOnlySpan<byte> pixel = image.Row(y).Slice(x * image.Channels, image.Channels);
            for (int channel = 0; channel < pixel.Length; channel++)
                PixelConversion.ToFloats(pixel.Slice(channel, 1), planes.Slice((channel * Pixels) + at, 1));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
