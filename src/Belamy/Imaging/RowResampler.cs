using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Imaging;

/// <summary>Resizes a picture row by row as it comes; only the result is held. The bytes are those of Pillow's <c>Image.resize</c>.</summary>
/// <remarks>
/// Rows are narrowed first and rounded to bytes, then averaged; a direction that keeps its length is left alone. Where the last
/// channel is alpha, colours are weighted by it: multiplied before, divided again behind.
/// </remarks>
internal sealed class RowResampler
{
    private const int Half = 1 << (ResampleTaps.Precision - 1);

    private readonly int _width, _height, _channels;
    private readonly bool _hasAlpha;
    private readonly ResampleTaps? _columns, _rows;
    private readonly int[] _planes, _sums;
    private readonly byte[] _premultiplied, _narrowed;
    private readonly Image _resized;
    private int _next, _first;

    /// <summary>Prepares for a picture.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="channels">Samples of a pixel; the last of 2 or 4 is alpha.</param>
    /// <param name="newWidth">The width to bring it to.</param>
    /// <param name="newHeight">The height to bring it to.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="across">The part of its width that is resized, in pixels and parts of them; all when left out.</param>
    /// <param name="down">The part of its height.</param>
    public RowResampler(
        int width, int height, int channels, int newWidth, int newHeight, ResampleFilter filter = ResampleFilter.Lanczos, (double Start, double Length)? across = null, (double Start, double Length)? down = null)
    {
        (_width, _height, _channels) = (width, height, channels);
        _columns = width == newWidth && across is null ? null : new ResampleTaps(width, newWidth, filter, across);
        _rows = height == newHeight && down is null ? null : new ResampleTaps(height, newHeight, filter, down);
        _hasAlpha = channels is 2 or 4 && (_columns ?? _rows) is not null;
        _premultiplied = _hasAlpha ? new byte[width * channels] : [];
        _planes = _columns is null ? [] : new int[checked((width + ResampleTaps.Padding) * channels)];
        _narrowed = _columns is null ? [] : new byte[newWidth * channels];
        _resized = new Image(newWidth, newHeight, channels);
        _sums = _rows is null ? [] : new int[_resized.Pixels.Length];
        Array.Fill(_sums, Half);
    }

    /// <summary>Takes the next row.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        if (_hasAlpha)
        {
            Premultiply(row, _premultiplied, _channels);
            row = _premultiplied;
        }

        if (_columns is not null)
        {
            Narrow(row, _columns);
            row = _narrowed;
        }

        if (_rows is null)
            row.CopyTo(_resized.Row(_next));
        else
            Spread(row, _rows);
        _next++;
    }

    /// <summary>The resized picture, once all rows were taken.</summary>
    public Image Finish()
    {
        if (_next != _height)
            throw new InvalidOperationException($"{_next} of {_height} rows came.");
        Span<byte> target = _resized.Pixels;
        if (_rows is not null)
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = ToByte(_sums[i]);
        }

        if (_hasAlpha)
            Unmultiply(target, _channels);
        return _resized;
    }

    // Pictures are resized before there was time for the runtime to find out that this is a hot loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Narrow(ReadOnlySpan<byte> row, ResampleTaps columns)
    {
        int stride = _width + ResampleTaps.Padding;
        for (int channel = 0; channel < _channels; channel++)
        {
            Span<int> plane = _planes.AsSpan(channel * stride, _width);
            for (int x = 0, i = channel; x < plane.Length; x++, i += _channels)
                plane[x] = row[i];
        }

        for (int x = 0; x < columns.Length; x++)
        {
            ReadOnlySpan<int> weights = columns.Weights(x);
            for (int channel = 0; channel < _channels; channel++)
            {
                ReadOnlySpan<int> source = _planes.AsSpan((channel * stride) + columns.Start(x), weights.Length);
                Vector256<int> sum = Vector256<int>.Zero;
                for (int i = 0; i < weights.Length; i += ResampleTaps.Padding)
                    sum += Vector256.Create(source[i..]) * Vector256.Create(weights[i..]);
                _narrowed[(x * _channels) + channel] = ToByte(Half + Vector256.Sum(sum));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(ReadOnlySpan<byte> row, ResampleTaps rows)
    {
        // The rows that this one is part of follow each other; those that it is past are complete.
        while (_first < rows.Length && rows.Start(_first) + rows.Count(_first) <= _next)
            _first++;
        for (int y = _first; y < rows.Length && rows.Start(y) <= _next; y++)
        {
            int weight = rows.Weights(y)[_next - rows.Start(y)];
            Span<int> sums = _sums.AsSpan(y * row.Length, row.Length);
            for (int x = 0; x < sums.Length; x++)
                sums[x] += weight * row[x];
        }
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> ResampleTaps.Precision, byte.MinValue, byte.MaxValue);

    private static void Premultiply(ReadOnlySpan<byte> source, Span<byte> target, int channels)
    {
        for (int i = 0; i < source.Length; i += channels)
        {
            int alpha = source[i + channels - 1];
            for (int channel = 0; channel < channels - 1; channel++)
            {
                int product = (source[i + channel] * alpha) + 128;
                target[i + channel] = (byte)(((product >> 8) + product) >> 8);
            }

            target[i + channels - 1] = (byte)alpha;
        }
    }

    private static void Unmultiply(Span<byte> pixels, int channels)
    {
        for (int i = 0; i < pixels.Length; i += channels)
        {
            int alpha = pixels[i + channels - 1];
            if (alpha is byte.MinValue or byte.MaxValue)
                continue;
            for (int channel = 0; channel < channels - 1; channel++)
                pixels[i + channel] = (byte)Math.Min(byte.MaxValue, byte.MaxValue * pixels[i + channel] / alpha);
        }
    }
}
