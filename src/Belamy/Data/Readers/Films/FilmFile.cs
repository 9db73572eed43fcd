using Belamy.Files;
using Belamy.Imaging;
using Belamy.Imaging.Readers;
using SkiaSharp;

namespace Belamy.Data.Readers;

/// <summary>Frames of films: folders of pictures, pictures of frames side by side, animated GIF and WebP; others by ffmpeg.</summary>
internal static class FilmFile
{
    public static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".mkv", ".mov", ".avi", ".mpg", ".mpeg", ".m4v"];

    private static readonly string[] Animated = [".gif", ".webp"], Still = [".png", ".jpg", ".jpeg"];

    /// <summary>Reads the first frames of a film.</summary>
    /// <exception cref="BelamyException">It cannot be read, or has fewer.</exception>
    public static Image[] Read(string path, int frames, int width, int height)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        Image[] read = Directory.Exists(path) ? ReadFolder(path, frames)
            : IsStill(path) ? Cut(path, Image.Load(path), frames)
            : Animated.Contains(ending) ? ReadAnimated(path, frames)
            : FilmProcess.Read(path, frames, width, height);
        return read.Length == frames ? read : throw new BelamyException($"{path}: has {Counted.Of(read.Length, "frame")}, and films of {frames} are asked for");
    }

    public static bool IsStill(string path) => Still.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a file is of a format that may move and is read without ffmpeg.</summary>
    public static bool MayMove(string path) => Animated.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>How many frames a film has; null where only ffmpeg could tell.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static int? CountFrames(string path)
    {
        if (Directory.Exists(path))
            return FramesOf(path).Length;
        if (IsStill(path))
            return PictureFile.ReadHeader(path) is { } header && IsStrip(header.Width, header.Height) ? Math.Max(header.Width, header.Height) / Math.Min(header.Width, header.Height) : 1;
        if (!MayMove(path))
            return null;
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "GIF or WebP", () =>
        {
            using SKData data = SKData.CreateCopy(content);
            using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException("it does not begin as one");
            return Math.Max(1, codec.FrameCount);
        });
    }

    /// <summary>The shorter side of a film's frames; null where only ffmpeg could tell.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static int? Side(string path)
    {
        string? file = Directory.Exists(path) ? FramesOf(path).FirstOrDefault() : IsStill(path) || MayMove(path) ? path : null;
        return file is not null && PictureFile.ReadHeader(file) is { } header ? Math.Min(header.Width, header.Height) : null;
    }

    /// <summary>Whether a picture is of several square frames side by side.</summary>
    public static bool IsStrip(int width, int height) => Math.Max(width, height) >= 2 * Math.Min(width, height) && Math.Max(width, height) % Math.Min(width, height) == 0;

    /// <summary>The pictures that lie in a folder itself, in the order of their names.</summary>
    public static string[] FramesOf(string folder) => [.. Directory.EnumerateFiles(folder).Where(file => PictureFile.Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
        .OrderBy(file => file, NumberedNames.Order)];

    private static Image[] ReadFolder(string path, int frames) => [.. FramesOf(path).Take(frames).Select(Image.Load)];

    /// <summary>Frames side by side, or one above the other, each as wide as it is high.</summary>
    private static Image[] Cut(string path, Image strip, int frames)
    {
        int side = Math.Min(strip.Width, strip.Height), length = Math.Max(strip.Width, strip.Height);
        if (length % side != 0)
            throw new BelamyException($"{path}: {strip.Width} × {strip.Height} pixels are no whole number of square frames side by side");
        var cut = new Image[Math.Min(frames, length / side)];
        for (int frame = 0; frame < cut.Length; frame++)
        {
            cut[frame] = new Image(side, side, strip.Channels);
            for (int y = 0; y < side; y++)
            {
                (int row, int column) = strip.Width >= strip.Height ? (y, frame * side) : (frame * side + y, 0);
                strip.Row(row).Slice(column * strip.Channels, side * strip.Channels).CopyTo(cut[frame].Row(y));
            }
        }

        return cut;
    }

    private static Image[] ReadAnimated(string path, int frames)
    {
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "GIF or WebP", () =>
        {
            using SKData data = SKData.CreateCopy(content);
            using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException("it does not begin as one");
            (int width, int height) = (codec.Info.Width, codec.Info.Height);
            PictureFormat.RequireMemory(path, width, height, 4, content.Length);
            using var canvas = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
            var read = new Image[Math.Min(frames, Math.Max(1, codec.FrameCount))];
            for (int frame = 0; frame < read.Length; frame++)
            {
                // Each is drawn on what the one before has left.
                SKCodecResult result = codec.GetPixels(canvas.Info, canvas.GetPixels(), new SKCodecOptions(frame, -1));
                if (result != SKCodecResult.Success)
                    throw new InvalidDataException($"frame {frame + 1} is damaged");
                read[frame] = new Image(width, height, 4, canvas.GetPixelSpan().ToArray());
            }

            return read;
        });
    }
}
