using Belamy.Files;
using BitMiracle.LibTiff.Classic;

namespace Belamy.Imaging.Readers;

/// <summary>TIFF, its first page, by LibTiff.NET.</summary>
/// <remarks>
/// Grey and colour of 8 and 16 bits are read as samples; what else there is (palettes, two colours, CMYK, YCbCr), by the
/// library's own conversion to colour, which is not for 16 bits: it cuts them off.
/// </remarks>
internal sealed class TiffFormat : PictureFormat
{
    private const int BytesPerPixel = 8;

    static TiffFormat() => Tiff.SetErrorHandler(new Silence());

    /// <inheritdoc/>
    public override string Name => "TIFF";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endings => [".tif", ".tiff"];

    /// <inheritdoc/>
    public override bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8);

    /// <inheritdoc/>
    public override PictureHeader? ReadHeader(string path)
    {
        using FileStream stream = InputFile.OpenRead(path);
        return Guarded(path, () =>
        {
            using Tiff tiff = Open(stream, path);
            TiffLayout layout = TiffLayout.Read(tiff);
            return new Box<PictureHeader>(new PictureHeader(layout.Width, layout.Height, !layout.IsGrey, layout.Alpha != TiffAlpha.None));
        }).Value;
    }

    /// <inheritdoc/>
    public override PictureContent Open(byte[] file, string name) => Guarded(name, () =>
    {
        using Tiff tiff = Open(new MemoryStream(file), name);
        TiffLayout layout = TiffLayout.Read(tiff);
        if (layout.Fault is { } fault)
            throw Damaged(name, fault);
        if (!layout.IsWhole(tiff, file.Length))
            throw Damaged(name, $"it ends early, at byte {file.Length}");
        RequireMemory(name, layout.Width, layout.Height, BytesPerPixel, file.Length);
        if (layout.Chunk(tiff) is var chunk && chunk > InputLimit.Unpacked(file.Length))
            throw Damaged(name, $"a part of it has {chunk} bytes");
        Image stored = layout.IsPlain ? layout.ReadSamples(tiff) : layout.Convert(tiff);
        return new Content(layout.Orientation.Apply(stored));
    });

    private Tiff Open(Stream stream, string name)
    {
        if (TiffDirectory.FindFault(stream) is { } fault)
            throw Damaged(name, fault);
        stream.Position = 0;
        return Tiff.ClientOpen("picture", "r", stream, new TiffStream()) ?? throw Damaged(name, "its header cannot be read");
    }

    // On damaged files the library fails in whatever way a managed program can.
    private T Guarded<T>(string name, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not BelamyException and not OutOfMemoryException)
        {
            throw Damaged(name, "its data are damaged", e);
        }
    }

    private sealed record Box<T>(T Value);

    private sealed class Content(Image image) : PictureContent(image.Width, image.Height, image.Channels)
    {
        public override void ReadRows(RowSink sink)
        {
            for (int y = 0; y < image.Height; y++)
                sink(y, image.Row(y));
        }
    }

    // Else it writes to the standard error of the program.
    private sealed class Silence : TiffErrorHandler
    {
        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}
