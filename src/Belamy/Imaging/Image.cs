using Belamy.Files;
using Belamy.Imaging.Readers;

namespace Belamy.Imaging;

/// <summary>A picture of 8-bit samples, row by row from the top, the samples of a pixel side by side.</summary>
public sealed class Image
{
    private readonly byte[] _pixels;

    /// <summary>Creates a picture with all samples zero.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below 1, or there are more than four channels.</exception>
    public Image(int width, int height, int channels)
        : this(width, height, channels, new byte[Length(width, height, channels)])
    {
    }

    /// <summary>Wraps samples; the array is kept, not copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</param>
    /// <param name="pixels">The samples: [height, width, channels].</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below 1, or there are more than four channels.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != Length(width, height, channels))
            throw new ArgumentException($"{width} x {height} pixels of {channels} channels are not {pixels.Length} bytes.", nameof(pixels));
        Width = width;
        Height = height;
        Channels = channels;
        _pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</summary>
    public int Channels { get; }

    /// <summary>The samples: [height, width, channels].</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>One row of samples: [width, channels].</summary>
    /// <param name="y">The row, from 0 at the top.</param>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>Makes a picture of samples that lie channel by channel.</summary>
    /// <param name="planes">The samples: [channels, height, width].</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public static Image FromPlanes(ReadOnlySpan<byte> planes, int channels, int height, int width)
    {
        var image = new Image(width, height, channels);
        if (planes.Length != image._pixels.Length)
            throw new ArgumentException($"[{channels}, {height}, {width}] are not {planes.Length} bytes.", nameof(planes));
        int area = width * height;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<byte> plane = planes.Slice(channel * area, area);
            for (int i = 0; i < area; i++)
                image._pixels[i * channels + channel] = plane[i];
        }

        return image;
    }

    /// <summary>Copies the samples out channel by channel.</summary>
    /// <param name="planes">Receives [channels, height, width].</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void CopyToPlanes(Span<byte> planes)
    {
        if (planes.Length != _pixels.Length)
            throw new ArgumentException($"[{Channels}, {Height}, {Width}] are not {planes.Length} bytes.", nameof(planes));
        int area = Width * Height;
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<byte> plane = planes.Slice(channel * area, area);
            for (int i = 0; i < area; i++)
                plane[i] = _pixels[i * Channels + channel];
        }
    }

    /// <summary>Writes the picture as a PNG file, whole or not at all.</summary>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        byte[] png = PngEncoder.Encode(this);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>Reads a picture: JPEG, PNG, WebP, GIF (the first picture), BMP or TIFF, by what it holds, whatever it is called. It is upright, as EXIF says.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BelamyException">The file cannot be read, is no such picture or damaged, or would take far more memory than it is large.</exception>
    public static Image Load(string path)
    {
        InputFile.RequireContent(path);
        return PictureFile.Read(InputFile.ReadAllBytes(path), path);
    }

    private static int Length(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        return checked(width * height * channels);
    }
}
