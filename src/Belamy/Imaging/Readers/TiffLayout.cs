using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace Belamy.Imaging.Readers;

/// <summary>What the last sample of a pixel of a TIFF file means for the others.</summary>
internal enum TiffAlpha
{
    None,

    /// <summary>Colours are stored as they are.</summary>
    Apart,

    /// <summary>Colours are stored multiplied by it.</summary>
    Multiplied,
}

/// <summary>How the samples of a TIFF page lie in its file.</summary>
internal sealed record TiffLayout
{
    private Photometric _photometric;
    private int _bits, _samples;
    private bool _isTiled, _isApart;
    private SampleFormat _format;

    public int Width { get; private init; }

    public int Height { get; private init; }

    public Orientation Orientation { get; private init; }

    public TiffAlpha Alpha { get; private init; }

    /// <summary>Whether there is no colour in it.</summary>
    public bool IsGrey => _photometric is Photometric.MINISBLACK or Photometric.MINISWHITE;

    /// <summary>Whether it is grey or red, green and blue of 8 or 16 bits, which need no conversion.</summary>
    public bool IsPlain => _bits is 8 or 16 && _format == SampleFormat.UINT && (IsGrey ? _samples >= 1 : _photometric == Photometric.RGB && _samples >= 3);

    /// <summary>What about it cannot be read; null if all can.</summary>
    public string? Fault => Width < 1 || Height < 1 ? $"its size is {Width} x {Height}"
        : IsPlain ? null
        : _format != SampleFormat.UINT || _bits > 8 ? $"samples of {_bits} bits in {_photometric} are not supported"
        : null;

    /// <summary>Reads the layout of the present page.</summary>
    public static TiffLayout Read(Tiff tiff)
    {
        int samples = Field(tiff, TiffTag.SAMPLESPERPIXEL, 1);
        var photometric = (Photometric)Field(tiff, TiffTag.PHOTOMETRIC, (int)Photometric.MINISBLACK);
        bool isGrey = photometric is Photometric.MINISBLACK or Photometric.MINISWHITE;
        int orientation = Field(tiff, TiffTag.ORIENTATION, 1);
        TiffAlpha alpha = TiffAlpha.None;
        if (samples > (isGrey ? 1 : 3) && tiff.GetField(TiffTag.EXTRASAMPLES) is [_, var kinds] && kinds.ToShortArray() is [var first, ..])
            alpha = (ExtraSample)first switch { ExtraSample.ASSOCALPHA => TiffAlpha.Multiplied, ExtraSample.UNASSALPHA => TiffAlpha.Apart, _ => TiffAlpha.None };
        return new TiffLayout
        {
            Width = Field(tiff, TiffTag.IMAGEWIDTH, 0),
            Height = Field(tiff, TiffTag.IMAGELENGTH, 0),
            Orientation = orientation is >= 1 and <= 8 ? new Orientation(orientation) : Orientation.Upright,
            Alpha = photometric is Photometric.RGB || isGrey ? alpha : TiffAlpha.None,
            _photometric = photometric,
            _bits = Field(tiff, TiffTag.BITSPERSAMPLE, 1),
            _samples = samples,
            _isTiled = tiff.IsTiled(),
            _isApart = Field(tiff, TiffTag.PLANARCONFIG, (int)PlanarConfig.CONTIG) == (int)PlanarConfig.SEPARATE,
            _format = (SampleFormat)Field(tiff, TiffTag.SAMPLEFORMAT, (int)SampleFormat.UINT),
        };
    }

    /// <summary>Bytes that one strip or tile takes: what the library allocates at once.</summary>
    public long Chunk(Tiff tiff) => _isTiled
        ? Math.Max((long)Field(tiff, TiffTag.TILEWIDTH, 0) * Field(tiff, TiffTag.TILELENGTH, 0) * _samples * _bits / 8, tiff.TileSize())
        : Math.Max((long)tiff.StripSize(), tiff.ScanlineSize());

    /// <summary>Whether all strips or tiles lie within the file: of one that is cut off, the library makes up the rest.</summary>
    public bool IsWhole(Tiff tiff, long fileLength)
    {
        FieldValue[]? places = tiff.GetField(_isTiled ? TiffTag.TILEOFFSETS : TiffTag.STRIPOFFSETS);
        FieldValue[]? sizes = tiff.GetField(_isTiled ? TiffTag.TILEBYTECOUNTS : TiffTag.STRIPBYTECOUNTS);
        if (places is not [var place, ..] || sizes is not [var size, ..])
            return false;
        (int[] begins, int[] lengths) = (place.ToIntArray(), size.ToIntArray());
        return begins.Length == lengths.Length && begins.Zip(lengths).All(part => part.First > 0 && part.Second >= 0 && (long)part.First + part.Second <= fileLength);
    }

    /// <summary>Reads samples of 8 or 16 bits as they are.</summary>
    public Image ReadSamples(Tiff tiff)
    {
        int colours = IsGrey ? 1 : 3;
        int channels = colours + (Alpha == TiffAlpha.None ? 0 : 1);
        var image = new Image(Width, Height, channels);
        int planes = _isApart ? channels : 1;
        for (int plane = 0; plane < planes; plane++)
        {
            if (_isTiled)
                ReadTiles(tiff, image, plane);
            else
                ReadLines(tiff, image, plane);
        }

        if (_photometric == Photometric.MINISWHITE)
            Invert(image);
        if (Alpha == TiffAlpha.Multiplied)
            Divide(image);
        return image;
    }

    /// <summary>Has the library convert to colour.</summary>
    public Image Convert(Tiff tiff)
    {
        var raster = new int[checked(Width * Height)];
        // Asked for in the orientation that it has, it is left as it is stored.
        if (!tiff.ReadRGBAImageOriented(Width, Height, raster, (BitMiracle.LibTiff.Classic.Orientation)Orientation.Value, true))
            throw new InvalidDataException();
        var image = new Image(Width, Height, IsGrey ? 1 : 3);
        Span<byte> pixels = image.Pixels;
        for (int i = 0, to = 0; i < raster.Length; i++)
        {
            pixels[to++] = (byte)Tiff.GetR(raster[i]);
            if (IsGrey)
                continue;
            pixels[to++] = (byte)Tiff.GetG(raster[i]);
            pixels[to++] = (byte)Tiff.GetB(raster[i]);
        }

        return image;
    }

    private void ReadLines(Tiff tiff, Image image, int plane)
    {
        var line = new byte[tiff.ScanlineSize()];
        for (int y = 0; y < Height; y++)
        {
            if (!tiff.ReadScanline(line, 0, y, (short)plane))
                throw new InvalidDataException();
            Take(line, image, plane, 0, y, Width);
        }
    }

    private void ReadTiles(Tiff tiff, Image image, int plane)
    {
        (int across, int down) = (Field(tiff, TiffTag.TILEWIDTH, 0), Field(tiff, TiffTag.TILELENGTH, 0));
        if (across < 1 || down < 1)
            throw new InvalidDataException();
        var tile = new byte[tiff.TileSize()];
        int rowLength = across * (_isApart ? 1 : _samples) * (_bits / 8);
        for (int top = 0; top < Height; top += down)
        {
            for (int left = 0; left < Width; left += across)
            {
                if (tiff.ReadTile(tile, 0, left, top, 0, (short)plane) < 0)
                    throw new InvalidDataException();
                for (int y = 0; y < Math.Min(down, Height - top); y++)
                    Take(tile.AsSpan(y * rowLength, rowLength), image, plane, left, top + y, Math.Min(across, Width - left));
            }
        }
    }

    /// <summary>Takes samples of a row over; 16 bits, which the library brings to the machine's order, are rounded to 8.</summary>
    private void Take(ReadOnlySpan<byte> stored, Image image, int plane, int left, int y, int count)
    {
        int channels = image.Channels;
        Span<byte> row = image.Row(y).Slice(left * channels, count * channels);
        int step = _isApart ? 1 : _samples;
        int samples = _isApart ? 1 : channels;
        ReadOnlySpan<ushort> wide = _bits == 16 ? MemoryMarshal.Cast<byte, ushort>(stored) : [];
        for (int x = 0; x < count; x++)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                int at = (x * step) + sample;
                row[(x * channels) + plane + sample] = _bits == 16 ? (byte)((wide[at] + 128) / 257) : stored[at];
            }
        }
    }

    private static void Invert(Image image)
    {
        int step = image.Channels;
        for (int i = 0; i < image.Pixels.Length; i += step)
            image.Pixels[i] = (byte)(byte.MaxValue - image.Pixels[i]);
    }

    private static void Divide(Image image)
    {
        Span<byte> pixels = image.Pixels;
        int alphaAt = image.Channels - 1;
        for (int i = 0; i < pixels.Length; i += image.Channels)
        {
            int alpha = pixels[i + alphaAt];
            for (int channel = 0; channel < alphaAt && alpha > 0; channel++)
                pixels[i + channel] = (byte)Math.Min(byte.MaxValue, ((pixels[i + channel] * byte.MaxValue) + (alpha / 2)) / alpha);
        }
    }

    private static int Field(Tiff tiff, TiffTag tag, int missing) => tiff.GetField(tag) is [var value, ..] ? value.ToInt() : missing;
}
