using Belamy.Files;
using SkiaSharp;

namespace Belamy.Imaging;

/// <summary>Writes pictures that follow each other as one file that plays them: animated GIF, WebP or PNG, which begin again at their end, or MP4.</summary>
public static class Animation
{
    /// <summary>The fastest that all of the formats play.</summary>
    public const int FastestRate = 100;

    /// <summary>
    /// The ends of the names of files: <c>.gif</c>, which everything plays, of 256 colours; <c>.webp</c> and <c>.apng</c>, which browsers play, to the bit;
    /// <c>.mp4</c>, for which ffmpeg has to be installed.
    /// </summary>
    public static IReadOnlyList<string> Endings { get; } = [".gif", ".webp", ".apng", ".mp4"];

    /// <summary>Writes an animation, whole or not at all.</summary>
    /// <param name="path">The file, of one of <see cref="Endings"/>, or <c>.png</c> for an animated PNG; what it held before is replaced.</param>
    /// <param name="frames">The pictures, all of one size and kind.</param>
    /// <param name="framesPerSecond">From 1 to <see cref="FastestRate"/>.</param>
    /// <exception cref="ArgumentException">There is no picture, or they are not of one size and kind.</exception>
    /// <exception cref="BelamyException">The name ends otherwise, or the file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<Image> frames, int framesPerSecond)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond, FastestRate);
        if (frames.Count == 0 || frames.Any(frame => (frame.Width, frame.Height, frame.Channels) != (frames[0].Width, frames[0].Height, frames[0].Channels)))
            throw new ArgumentException("An animation takes one or more pictures of one size and kind.", nameof(frames));
        AtomicFile.WriteAllBytes(path, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".gif" => AnimatedGif.Encode(frames, framesPerSecond),
            ".webp" => EncodeWebp(path, frames, framesPerSecond),
            ".mp4" => Mp4.Encode(path, frames, framesPerSecond),
            ".apng" or ".png" => AnimatedPng.Encode(frames, framesPerSecond),
            _ => throw new BelamyException($"{path}: animations are written as {string.Join(", ", Endings)}"),
        });
    }

    private static byte[] EncodeWebp(string path, IReadOnlyList<Image> frames, int framesPerSecond)
    {
        var bitmaps = new List<SKBitmap>();
        try
        {
            var told = new SKWebpEncoderFrame[frames.Count];
            for (int at = 0; at < frames.Count; at++)
            {
                bitmaps.Add(BitmapOf(frames[at]));
                told[at] = new SKWebpEncoderFrame(bitmaps[at], TimeSpan.FromMilliseconds(1000 * (at + 1) / framesPerSecond - 1000 * at / framesPerSecond));
            }

            using SKData data = SKWebpEncoder.EncodeAnimated(told, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))
                ?? throw new BelamyException($"{path}: pictures of {frames[0].Width} × {frames[0].Height} are not written as WebP; let the name end in .gif");
            return data.ToArray();
        }
        finally
        {
            bitmaps.ForEach(bitmap => bitmap.Dispose());
        }
    }

    private static SKBitmap BitmapOf(Image picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int at = 0; at < picture.Width * picture.Height; at++)
        {
            ReadOnlySpan<byte> from = picture.Pixels.Slice(at * picture.Channels, picture.Channels);
            Span<byte> to = pixels.Slice(4 * at, 4);
            (to[0], to[1], to[2]) = from.Length >= 3 ? (from[0], from[1], from[2]) : (from[0], from[0], from[0]);
            to[3] = from.Length is 2 or 4 ? from[^1] : byte.MaxValue;
        }

        return bitmap;
    }
}
