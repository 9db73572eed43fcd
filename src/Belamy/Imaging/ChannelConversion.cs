namespace Belamy.Imaging;

/// <summary>Brings pictures to other channels: grey or colour, with alpha or without.</summary>
public static class ChannelConversion
{
    /// <summary>Brings a picture to so many channels.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</param>
    /// <param name="background">The grey behind transparent pixels, for pictures whose alpha goes.</param>
    /// <returns>The picture. Grey is Rec. 601's, as Pillow's: 0.299 red, 0.587 green, 0.114 blue.</returns>
    public static Image ToChannels(Image image, int channels, byte background = byte.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        bool alpha = channels is 2 or 4;
        // What lies under transparent pixels has any colour: it must be covered before alpha goes.
        Image source = alpha ? image : Resampling.Flatten(image, background);
        if (source.Channels == channels)
            return source;
        var target = new Image(source.Width, source.Height, channels);
        ReadOnlySpan<byte> from = source.Pixels;
        Span<byte> to = target.Pixels;
        bool fromGrey = source.Channels <= 2, toGrey = channels <= 2;
        for (int i = 0, j = 0; i < from.Length; i += source.Channels, j += channels)
        {
            if (toGrey)
            {
                to[j] = fromGrey ? from[i] : Grey(from[i], from[i + 1], from[i + 2]);
            }
            else
            {
                for (int channel = 0; channel < 3; channel++)
                    to[j + channel] = from[fromGrey ? i : i + channel];
            }

            if (alpha)
                to[j + channels - 1] = source.HasAlpha ? from[i + source.Channels - 1] : byte.MaxValue;
        }

        return target;
    }

    private static byte Grey(int red, int green, int blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
}
