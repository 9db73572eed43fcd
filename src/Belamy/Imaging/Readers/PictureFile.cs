using Belamy.Files;

namespace Belamy.Imaging.Readers;

/// <summary>The one place that knows which files are pictures and reads them.</summary>
internal static class PictureFile
{
    /// <summary>Bytes that tell formats apart.</summary>
    public const int StartLength = 32;

    // The most that libpng takes, too; weights for longer rows take more memory than the pictures.
    private const int LongestSide = 1_000_000;

    // Pictures that take more than this are decoded one at a time, however many processors there are.
    private const long LargePicture = 1 << 26;

    private static readonly PictureFormat[] Formats =
    [
        new SkiaFormat("JPEG", [".jpg", ".jpeg", ".jpe", ".jfif"], SkiaFormat.BeginsLikeJpeg),
        new PngFormat(),
        new SkiaFormat("WebP", [".webp"], SkiaFormat.BeginsLikeWebP),
        new SkiaFormat("GIF", [".gif"], SkiaFormat.BeginsLikeGif),
        new SkiaFormat("BMP", [".bmp", ".dib"], SkiaFormat.BeginsLikeBmp),
        new TiffFormat(),
    ];

    private static readonly string[] Others =
        [".avif", ".heic", ".heif", ".jp2", ".jxl", ".pbm", ".pgm", ".ppm", ".pnm", ".tga", ".psd", ".svg", ".ico", ".dng", ".cr2", ".nef", ".arw", ".exr", ".hdr"];

    private static readonly Lock OneLarge = new();

    /// <summary>Ends of the names of files that are read, in lower case with the dot.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Formats.SelectMany(format => format.Endings)];

    /// <summary>The formats, for people: <c>JPEG, PNG, WebP, GIF, BMP or TIFF</c>.</summary>
    public static string Names { get; } = $"{string.Join(", ", Formats[..^1].Select(format => format.Name))} or {Formats[^1].Name}";

    /// <summary>Whether a file is a picture of a format that is not read, by the end of its name.</summary>
    public static bool IsOther(string ending) => Others.Contains(ending);

    /// <summary>What a file says of itself; null where it cannot be read, and reading it gives the reason.</summary>
    public static PictureHeader? ReadHeader(string path)
    {
        Span<byte> start = stackalloc byte[StartLength];
        try
        {
            int read;
            using (FileStream stream = InputFile.OpenRead(path))
                read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return Find(start[..read])?.ReadHeader(path);
        }
        catch (Exception e) when (e is BelamyException or IOException)
        {
            return null;
        }
    }

    /// <summary>What a file in memory says of itself; null where it cannot be read.</summary>
    public static PictureHeader? ReadHeader(byte[] file)
    {
        try
        {
            using PictureContent picture = Open(file, "");
            return new PictureHeader(picture.Width, picture.Height, picture.Channels >= 3, picture.Channels is 2 or 4);
        }
        catch (BelamyException)
        {
            return null;
        }
    }

    /// <summary>Reads a whole picture, upright, with the channels that the file has.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="BelamyException">It is no picture, is damaged, or would take far more memory than it is large.</exception>
    public static Image Read(byte[] file, string name)
    {
        using PictureContent picture = Open(file, name);
        return InTurn(picture, () =>
        {
            PictureFormat.RequireMemory(name, picture.Width, picture.Height, picture.Channels, file.Length);
            var image = new Image(picture.Width, picture.Height, picture.Channels);
            picture.ReadRows((y, samples) => samples.CopyTo(image.Row(y)));
            return image;
        });
    }

    /// <summary>Reads a picture and brings it to a shape; of most formats only the result is ever held.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="keepsAlpha">Whether transparency stays; else the picture is laid on the shape's background first.</param>
    /// <param name="reduces">Whether a JPEG much larger than the shape may be decoded smaller, never below twice the shape, which is faster and differs by little.</param>
    /// <exception cref="BelamyException">It is no picture, is damaged, or would take far more memory than it is large.</exception>
    public static Image Read(byte[] file, string name, PictureShape shape, bool keepsAlpha = false, bool reduces = false)
    {
        using PictureContent picture = Open(file, name, reduces ? shape : null);
        return InTurn(picture, () => shape.Bring(picture, keepsAlpha));
    }

    private static PictureContent Open(byte[] file, string name, PictureShape? shape = null)
    {
        ReadOnlySpan<byte> start = file.AsSpan(0, Math.Min(file.Length, StartLength));
        if (Find(start) is { } format)
        {
            PictureContent picture = shape is { } wanted ? format.OpenFor(file, name, wanted) : format.Open(file, name);
            if (Math.Max(picture.Width, picture.Height) <= LongestSide)
                return picture;
            picture.Dispose();
            throw new BelamyException($"{name}: has {picture.Width} x {picture.Height} pixels, and {LongestSide} a side are the most; cut it into pieces");
        }

        string what = start.Length > 12 && start[4..8].SequenceEqual("ftyp"u8) ? "is HEIC, AVIF or a film" : "is no picture";
        throw new BelamyException($"{name}: {what}, by how it begins; convert it to {Names}");
    }

    private static PictureFormat? Find(ReadOnlySpan<byte> start)
    {
        foreach (PictureFormat format in Formats)
        {
            if (format.Begins(start))
                return format;
        }

        return null;
    }

    private static Image InTurn(PictureContent picture, Func<Image> read)
    {
        if ((long)picture.Width * picture.Height * 4 <= LargePicture)
            return read();
        lock (OneLarge)
            return read();
    }
}
