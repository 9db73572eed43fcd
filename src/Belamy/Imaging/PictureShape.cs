namespace Belamy.Imaging;

/// <summary>The size and the channels that pictures are brought to, and how.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Fit">What becomes of pictures of another shape.</param>
/// <param name="Background">The grey behind transparent pixels and beside padded pictures.</param>
internal readonly record struct PictureShape(int Width, int Height, PictureFit Fit = PictureFit.Crop, byte Background = byte.MaxValue)
{
    /// <summary>Brings a picture to the size; its channels stay.</summary>
    public Image Bring(Image image)
    {
        if ((image.Width, image.Height) == (Width, Height))
            return image;
        switch (Fit)
        {
            case PictureFit.Stretch:
                return Resampling.Resize(image, Width, Height);
            case PictureFit.Crop:
                (int left, int top, int width, int height) = Middle(image.Width, image.Height);
                return Resampling.Resize(Resampling.Cut(image, left, top, width, height), Width, Height);
            default:
                (int across, int down) = Within(image.Width, image.Height);
                return Surround(Resampling.Resize(image, across, down));
        }
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

    /// <summary>The largest size of a picture's own shape that lies within.</summary>
    private (int Width, int Height) Within(int width, int height) => (long)width * Height > (long)height * Width
        ? (Width, Math.Clamp(Nearest((long)height * Width, width), 1, Height))
        : (Math.Clamp(Nearest((long)width * Height, height), 1, Width), Height);

    private static int Nearest(long numerator, int denominator) => (int)((numerator + (denominator / 2)) / denominator);

    private Image Surround(Image image)
    {
        var around = new Image(Width, Height, image.Channels);
        // Where there is alpha, nothing is beside the picture.
        if (!image.HasAlpha)
            around.Pixels.Fill(Background);
        (int left, int top) = ((Width - image.Width) / 2, (Height - image.Height) / 2);
        for (int y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(around.Row(top + y)[(left * image.Channels)..]);
        return around;
    }
}
