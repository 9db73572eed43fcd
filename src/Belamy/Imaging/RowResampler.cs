namespace Belamy.Imaging;

/// <summary>Resizes a picture row by row as it comes, by the Lanczos filter; only the result is held.</summary>
internal sealed class RowResampler
{
    private const double Lobes = 3;

    private readonly Tap[] _columns, _rows;
    private readonly float[] _narrowed, _sums;
    private readonly int _channels;
    private int _next, _first;

    /// <summary>Prepares for a picture.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="newWidth">The width to bring it to.</param>
    /// <param name="newHeight">The height to bring it to.</param>
    public RowResampler(int width, int height, int channels, int newWidth, int newHeight)
    {
        _channels = channels;
        _columns = CreateTaps(width, newWidth);
        _rows = CreateTaps(height, newHeight);
        _narrowed = new float[newWidth * channels];
        _sums = new float[checked(newHeight * _narrowed.Length)];
    }

    /// <summary>Takes the next row.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        for (int x = 0; x < _columns.Length; x++)
        {
            Tap tap = _columns[x];
            for (int channel = 0; channel < _channels; channel++)
            {
                float sum = 0;
                for (int i = 0; i < tap.Weights.Length; i++)
                    sum += tap.Weights[i] * row[(tap.Start + i) * _channels + channel];
                _narrowed[x * _channels + channel] = sum;
            }
        }

        // The rows that this one is part of follow each other; those that it is past are complete.
        while (_first < _rows.Length && _rows[_first].Start + _rows[_first].Weights.Length <= _next)
            _first++;
        for (int y = _first; y < _rows.Length && _rows[y].Start <= _next; y++)
        {
            float weight = _rows[y].Weights[_next - _rows[y].Start];
            Span<float> sums = _sums.AsSpan(y * _narrowed.Length, _narrowed.Length);
            for (int x = 0; x < sums.Length; x++)
                sums[x] += weight * _narrowed[x];
        }

        _next++;
    }

    /// <summary>The resized picture, once all rows were taken.</summary>
    public Image Finish()
    {
        var resized = new Image(_columns.Length, _rows.Length, _channels);
        Span<byte> target = resized.Pixels;
        for (int i = 0; i < target.Length; i++)
            target[i] = (byte)Math.Clamp((int)MathF.Round(_sums[i]), byte.MinValue, byte.MaxValue);
        return resized;
    }

    private static Tap[] CreateTaps(int from, int to)
    {
        double ratio = (double)from / to;
        double scale = Math.Max(1, ratio);
        double reach = Lobes * scale;
        var taps = new Tap[to];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * ratio - 0.5;
            int start = Math.Max(0, (int)Math.Ceiling(center - reach));
            int end = Math.Min(from - 1, (int)Math.Floor(center + reach));
            var weights = new double[end - start + 1];
            for (int k = 0; k < weights.Length; k++)
                weights[k] = Lanczos((start + k - center) / scale);
            // At the edges the part of the filter outside is left out and the rest made up to one.
            double sum = weights.Sum();
            taps[i] = new Tap(start, Array.ConvertAll(weights, weight => (float)(weight / sum)));
        }

        return taps;
    }

    private static double Lanczos(double x)
    {
        if (Math.Abs(x) < 1e-9)
            return 1;
        if (Math.Abs(x) >= Lobes)
            return 0;
        double angle = Math.PI * x;
        return Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }

    private readonly record struct Tap(int Start, float[] Weights);
}
