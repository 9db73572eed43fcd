using SkiaSharp;

namespace Belamy.Imaging.Readers;

/// <summary>A format that Skia decodes: JPEG with the bytes of libjpeg-turbo, WebP, GIF (the first picture) and BMP.</summary>
/// <remarks>Samples are taken as they are: colour profiles have no effect.</remarks>
/// <param name="name">Its name.</param>
/// <param name="endings">The usual ends of names.</param>
/// <param name="begins">Whether a file begins like one.</param>
internal sealed class SkiaFormat(string name, string[] endings, SkiaFormat.Beginning begins) : PictureFormat
{
    private const int BytesPerPixel = 4;

    public delegate bool Beginning(ReadOnlySpan<byte> start);

    /// <inheritdoc/>
    public override string Name { get; } = name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endings { get; } = endings;

    public static bool BeginsLikeJpeg(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static bool BeginsLikeWebP(ReadOnlySpan<byte> start) => start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    public static bool BeginsLikeGif(ReadOnlySpan<byte> start) => start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8);

    // Two letters alone begin many a text; the length of the second header tells.
    public static bool BeginsLikeBmp(ReadOnlySpan<byte> start) =>
        start.Length >= 18 && start.StartsWith("BM"u8) && start[15] == 0 && start[16] == 0 && start[17] == 0 && start[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <inheritdoc/>
    public override bool Begins(ReadOnlySpan<byte> start) => begins(start);

    /// <inheritdoc/>
    public override PictureHeader? ReadHeader(string path)
    {
        using SKCodec? codec = Native(path, () => SKCodec.Create(path));
        if (codec is null)
            return null;
        SKImageInfo info = codec.Info;
        return new PictureHeader(info.Width, info.Height, info.ColorType != SKColorType.Gray8, info.AlphaType != SKAlphaType.Opaque);
    }

    /// <inheritdoc/>
    public override PictureContent Open(byte[] file, string name) => Open(file, name, null);

    /// <inheritdoc/>
    public override PictureContent OpenFor(byte[] file, string name, PictureShape shape) => Open(file, name, BeginsLikeJpeg(file) ? shape : null);

    private PictureContent Open(byte[] file, string name, PictureShape? shape)
    {
        if (BeginsLikeJpeg(file) && JpegScans.FindFault(file) is { } fault)
            throw Damaged(name, fault);
        SKCodec codec = Native(name, () => Create(file)) ?? throw Damaged(name, "its header cannot be read");
        try
        {
            RequireMemory(name, codec.Info.Width, codec.Info.Height, BytesPerPixel, file.Length);
            return new Content(this, codec, shape is { } wanted ? ReductionFor(codec, wanted) : 1, name);
        }
        catch
        {
            codec.Dispose();
            throw;
        }
    }

    /// <summary>
    /// How many times smaller to decode: the most of 8, 4 and 2 that leaves twice the pixels wanted. JPEG's decoder computes so many from the
    /// first coefficients of each block. Pillow's thumbnails do the same (<c>draft</c>, with its <c>reducing_gap</c> of 2).
    /// </summary>
    private static int ReductionFor(SKCodec codec, PictureShape shape)
    {
        bool isTransposed = new Orientation((int)codec.EncodedOrigin).IsTransposed;
        foreach (int factor in (ReadOnlySpan<int>)[8, 4, 2])
        {
            SKSizeI size = codec.GetScaledDimensions(1f / factor);
            bool isReduced = size.Width == (codec.Info.Width + factor - 1) / factor && size.Height == (codec.Info.Height + factor - 1) / factor;
            if (isReduced && (isTransposed ? shape.HasTwice(size.Height, size.Width) : shape.HasTwice(size.Width, size.Height)))
                return factor;
        }

        return 1;
    }

    private static SKCodec? Create(byte[] file)
    {
        // The codec keeps what it needs of it.
        using SKData data = SKData.CreateCopy(file);
        return SKCodec.Create(data);
    }

    /// <summary>Calls into Skia, and explains where it is missing.</summary>
    private T? Native<T>(string name, Func<T?> call)
        where T : class
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new BelamyException($"{name}: {Name} is read by the native library libSkiaSharp, which does not load here; add a package SkiaSharp.NativeAssets of this system, or convert the picture to PNG", e);
        }
    }

    private sealed class Content(SkiaFormat format, SKCodec codec, int factor, string name)
        : PictureContent(Upright(codec, factor).Width, Upright(codec, factor).Height, Channels(codec))
    {
        private readonly Orientation _orientation = new((int)codec.EncodedOrigin);

        public override PictureReduction? Reduction
        {
            get
            {
                if (factor == 1)
                    return null;
                (int width, int height) = Upright(codec, 1);
                // The last block of a row may be of fewer pixels, and stands first where rows run back.
                (bool isTurnedLeft, bool isUpsideDown) = _orientation.IsTransposed ? (_orientation.BeginsAtTheEnd, _orientation.RowsRunBack) : (_orientation.RowsRunBack, _orientation.BeginsAtTheEnd);
                return new PictureReduction(width, height, factor, isTurnedLeft ? Width - (double)width / factor : 0, isUpsideDown ? Height - (double)height / factor : 0);
            }
        }

        public override void ReadRows(RowSink sink)
        {
            bool isGrey = base.Channels == 1;
            SKSizeI size = Size(codec, factor);
            var info = new SKImageInfo(size.Width, size.Height, isGrey ? SKColorType.Gray8 : SKColorType.Rgba8888, isGrey ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
            using var bitmap = new SKBitmap();
            if (!bitmap.TryAllocPixels(info, info.RowBytes))
                throw new BelamyException($"{name}: has {info.Width} x {info.Height} pixels, for which there is no memory; make it smaller");
            SKCodecResult result = codec.GetPixels(info, bitmap.GetPixels());
            if (result != SKCodecResult.Success)
                throw format.Damaged(name, result == SKCodecResult.IncompleteInput ? "it ends early" : "its data are damaged");
            _orientation.ReadRows(bitmap.GetPixelSpan(), info.Width, info.Height, isGrey ? 1 : 4, base.Channels, sink);
        }

        public override void Dispose()
        {
            codec.Dispose();
            base.Dispose();
        }

        private static SKSizeI Size(SKCodec codec, int factor) => factor == 1 ? codec.Info.Size : codec.GetScaledDimensions(1f / factor);

        private static (int Width, int Height) Upright(SKCodec codec, int factor) => Size(codec, factor) is var size && new Orientation((int)codec.EncodedOrigin).IsTransposed
            ? (size.Height, size.Width)
            : (size.Width, size.Height);

        private static new int Channels(SKCodec codec) => codec.Info.ColorType == SKColorType.Gray8 ? 1 : codec.Info.AlphaType == SKAlphaType.Opaque ? 3 : 4;
    }
}
