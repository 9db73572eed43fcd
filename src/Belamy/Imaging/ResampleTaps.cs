namespace Belamy.Imaging;

/// <summary>Which pixels of a row or column each new pixel is made of, and by which weights, in fixed point.</summary>
/// <remarks>
/// These are the numbers of Pillow's <c>Resample.c</c>: a filter widened by the factor of reduction, cut off at the edges, its
/// weights made up to one in double precision and then rounded to 22 bits behind the point.
/// </remarks>
internal sealed class ResampleTaps
{
    /// <summary>Bits behind the point of a weight.</summary>
    public const int Precision = 22;

    /// <summary>Weights are padded with zeros to multiples of this.</summary>
    public const int Padding = 8;

    private readonly int[] _starts, _counts;
    private readonly int[][] _weights;

    /// <summary>Prepares for a row or column.</summary>
    /// <param name="from">Its pixels.</param>
    /// <param name="to">How many become of them.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="part">Where the part begins that is resized, and how long it is, in pixels and parts of them; all when left out.</param>
    public ResampleTaps(int from, int to, ResampleFilter filter, (double Start, double Length)? part = null)
    {
        (_starts, _counts, _weights) = (new int[to], new int[to], new int[to][]);
        (double first, double length) = part ?? (0, from);
        double scale = length / to;
        for (int i = 0; i < to; i++)
        {
            (int start, double[] exact) = Exact(filter, from, first, scale, i);
            var weights = new int[(exact.Length + Padding - 1) / Padding * Padding];
            for (int k = 0; k < exact.Length; k++)
                weights[k] = (int)((exact[k] < 0 ? -0.5 : 0.5) + (exact[k] * (1 << Precision)));
            (_starts[i], _counts[i], _weights[i]) = (start, exact.Length, weights);
        }
    }

    /// <summary>New pixels.</summary>
    public int Length => _starts.Length;

    /// <summary>The first pixel that a new one is made of.</summary>
    public int Start(int at) => _starts[at];

    /// <summary>How many pixels a new one is made of.</summary>
    public int Count(int at) => _counts[at];

    /// <summary>Their weights, with zeros behind.</summary>
    public ReadOnlySpan<int> Weights(int at) => _weights[at];

    /// <summary>The first old pixel that a new one is made of, and the weights from there on, made up to one.</summary>
    /// <param name="filter">The weights.</param>
    /// <param name="from">Old pixels.</param>
    /// <param name="first">Where the part begins that is resized.</param>
    /// <param name="scale">Old pixels for each new one.</param>
    /// <param name="at">The new pixel.</param>
    public static (int Start, double[] Weights) Exact(ResampleFilter filter, int from, double first, double scale, int at)
    {
        double widening = Math.Max(1, scale), support = Reach(filter) * widening, inverse = 1 / widening;
        double center = first + ((at + 0.5) * scale);
        int start = Math.Max(0, (int)(center - support + 0.5));
        var weights = new double[Math.Min(from, (int)(center + support + 0.5)) - start];
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += weights[k] = Weigh(filter, (k + start - center + 0.5) * inverse);
        for (int k = 0; k < weights.Length && sum != 0; k++)
            weights[k] /= sum;
        return (start, weights);
    }

    private static double Reach(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Lanczos => 3,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Bilinear => 1,
        _ => 0.5,
    };

    private static double Weigh(ResampleFilter filter, double x)
    {
        const double A = -0.5;
        double distance = Math.Abs(x);
        return filter switch
        {
            ResampleFilter.Lanczos => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
            ResampleFilter.Bicubic when distance < 1 => ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1,
            ResampleFilter.Bicubic => distance < 2 ? (((((distance - 5) * distance) + 8) * distance) - 4) * A : 0,
            ResampleFilter.Bilinear => distance < 1 ? 1 - distance : 0,
            _ => x is > -0.5 and <= 0.5 ? 1 : 0,
        };
    }

    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
