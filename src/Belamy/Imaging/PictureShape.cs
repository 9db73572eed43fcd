using Belamy.Imaging.Readers;

namespace Belamy.Imaging;

/// <summary>The size and the channels that pictures are brought to, and how.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Fit">What becomes of pictures of another shape.</param>
/// <param name="Background">The grey behind transparent pixels and beside padded pictures.</param>
/// <param name="AreLabels">Whether colours say what is there, so that none may be mixed of others: each pixel is the nearest one of the picture.</param>
internal readonly record struct PictureShape(int Width, int Height, PictureFit Fit = PictureFit.Crop, byte Background = byte.MaxValue, bool AreLabels = false)
{
    /// <summary>Brings a picture to the size; its channels stay.</summary>
    public Image Bring(Image image)
    {
        if ((image.Width, image.Height) == (Width, Height))
            return image;
        Placement place = Place(image.Width, image.Height);
        if (AreLabels)
            return Surround(Pick(image, place));
        var resampler = new RowResampler(place.Width, place.Height, image.Channels, place.Across, place.Down);
        for (int y = 0; y < place.Height; y++)
            resampler.Add(image.Row(place.Top + y).Slice(place.Left * image.Channels, place.Width * image.Channels));
        return Surround(resampler.Finish());
    }

    /// <summary>Decodes a picture and brings it to the size as its rows come.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="keepsAlpha">Whether a channel of alpha stays; else the picture is laid on the background first.</param>
    public Image Bring(PictureContent picture, bool keepsAlpha)
    {
        Placement place = Place(picture.Width, picture.Height);
        (double Start, double Length)? across = null, down = null;
        if (picture.Reduction is { } reduction)
        {
            // The part that is taken of the whole, which may begin and end within pixels of the reduced one.
            Placement whole = Place(reduction.Width, reduction.Height);
            (double left, double top) = (reduction.Left + (double)whole.Left / reduction.Factor, reduction.Top + (double)whole.Top / reduction.Factor);
            (double width, double height) = ((double)whole.Width / reduction.Factor, (double)whole.Height / reduction.Factor);
            (int x, int y) = ((int)left, (int)top);
            place = new Placement(x, y, Math.Min(picture.Width, (int)Math.Ceiling(left + width)) - x, Math.Min(picture.Height, (int)Math.Ceiling(top + height)) - y, whole.Across, whole.Down);
            (across, down) = ((left - x, width), (top - y, height));
        }

        int stored = picture.Channels;
        int channels = stored is 2 or 4 && !keepsAlpha ? stored - 1 : stored;
        byte background = Background;
        var flat = new byte[channels < stored ? place.Width * channels : 0];
        var resampler = new RowResampler(place.Width, place.Height, channels, place.Across, place.Down, across: across, down: down);
        picture.ReadRows((y, samples) =>
        {
            if (y < place.Top || y >= place.Top + place.Height)
                return;
            ReadOnlySpan<byte> row = samples.Slice(place.Left * stored, place.Width * stored);
            if (channels < stored)
            {
                Resampling.Flatten(row, stored, background, flat);
                row = flat;
            }

            resampler.Add(row);
        });
        return Surround(resampler.Finish());
    }

    /// <summary>The largest part in the middle of a picture that has the shape.</summary>
    public (int Left, int Top, int Width, int Height) Middle(int width, int height)
    {
        (int across, int down) = (width, height);
        if ((long)width * Height > (long)height * Width)
            across = Math.Max(1, Nearest((long)height * Width, Height));
        else
            down = Math.Max(1, Nearest((long)width * Height, Width));
        return ((width - across) / 2, (height - down) / 2, across, down);
    }

    /// <summary>Whether a picture of a size has, in the part that is taken of it, twice the pixels that are wanted along each side, or more.</summary>
    public bool HasTwice(int width, int height)
    {
        Placement place = Place(width, height);
        return place.Width >= 2 * place.Across && place.Height >= 2 * place.Down;
    }

    /// <summary>Which part of a picture is resized, and to which size.</summary>
    private Placement Place(int width, int height)
    {
        if (Fit == PictureFit.Crop)
        {
            (int left, int top, int across, int down) = Middle(width, height);
            return new Placement(left, top, across, down, Width, Height);
        }

        if (Fit == PictureFit.Stretch)
            return new Placement(0, 0, width, height, Width, Height);
        // The largest size of the picture's own shape that lies within.
        return (long)width * Height > (long)height * Width
            ? new Placement(0, 0, width, height, Width, Math.Clamp(Nearest((long)height * Width, width), 1, Height))
            : new Placement(0, 0, width, height, Math.Clamp(Nearest((long)width * Height, height), 1, Width), Height);
    }

    private static int Nearest(long numerator, int denominator) => (int)((numerator + (denominator / 2)) / denominator);

    /// <summary>The pixels whose middles are nearest to those of a part brought to its size.</summary>
    private static Image Pick(Image image, Placement place)
    {
        int channels = image.Channels;
        var picked = new Image(place.Across, place.Down, channels);
        for (int y = 0; y < place.Down; y++)
        {
            ReadOnlySpan<byte> from = image.Row(place.Top + At(y, place.Height, place.Down));
            Span<byte> to = picked.Row(y);
            for (int x = 0; x < place.Across; x++)
                from.Slice((place.Left + At(x, place.Width, place.Across)) * channels, channels).CopyTo(to[(x * channels)..]);
        }

        return picked;

        static int At(int place, int length, int newLength) => (int)(((2L * place) + 1) * length / (2L * newLength));
    }

    private Image Surround(Image image)
    {
        if ((image.Width, image.Height) == (Width, Height))
            return image;
        var around = new Image(Width, Height, image.Channels);
        // Where there is alpha, nothing is beside the picture.
        if (!image.HasAlpha)
            around.Pixels.Fill(Background);
        (int left, int top) = ((Width - image.Width) / 2, (Height - image.Height) / 2);
        for (int y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(around.Row(top + y)[(left * image.Channels)..]);
        return around;
    }

    private readonly record struct Placement(int Left, int Top, int Width, int Height, int Across, int Down);
}
