using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Belamy.Data;

/// <summary>Points drawn from a distribution that is known exactly: a mixture of equally likely normal distributions, or noise about a curve.</summary>
/// <remarks>
/// <para>The points are divided by <see cref="Scale"/>, the standard deviation of a coordinate, so that models see data of
/// about unit deviation; all members are in these units, and times <see cref="Scale"/> in the native ones.</para>
/// <para>Number k of point i is the finalizer of SplitMix64 of the seed and 3i + k: the first chooses the mode, or the place
/// on the curve, the other two give the noise by the method of Box and Muller, in double precision. A point does not
/// depend on how many there are.</para>
/// </remarks>
public sealed class MixtureDataset : Dataset
{
    /// <summary>The number of points where none is given.</summary>
    public const int DefaultCount = 100_000;

    private readonly float[] _values;
    private readonly int[] _labels;
    private readonly string _parameters;

    /// <summary>Draws points of a mixture.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="centres">The middles of the modes in native units, at least one.</param>
    /// <param name="deviation">The standard deviation of a coordinate about its mode's middle in native units; 0 leaves no noise.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="seed">Chooses the points: the same seed gives the same points on every machine.</param>
    /// <exception cref="ArgumentException">There is no centre.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or <paramref name="deviation"/> negative.</exception>
    public MixtureDataset(string name, IReadOnlyList<(double X, double Y)> centres, double deviation, int count = DefaultCount, long seed = 0)
        : this(name, Distribution.OfMixture(centres, deviation), count, seed)
    {
    }

    private MixtureDataset(string name, Distribution distribution, int count, long seed)
        : base(name, [distribution.Features], distribution.ClassNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(distribution.Deviation);
        Count = count;
        Scale = distribution.Scale;
        Deviation = distribution.Deviation / Scale;
        Centres = [.. distribution.Centres.Select(centre => (centre.X / Scale, centre.Y / Scale))];
        _parameters = string.Create(CultureInfo.InvariantCulture, $"{name}|{distribution.Parameters}|{distribution.Deviation:R}|{Scale:R}|{count}|{seed}");
        _values = new float[checked(count * distribution.Features)];
        _labels = new int[ClassNames.Count > 0 ? count : 0];
        Draw(distribution, new CounterRandom(seed));
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>What the native coordinates were divided by.</summary>
    public double Scale { get; }

    /// <summary>The standard deviation of a coordinate about its mode's middle, or about the curve.</summary>
    public double Deviation { get; }

    /// <summary>The middles of the modes, in the order of the labels; empty when the points lie about a curve. Y is 0 where items are single numbers.</summary>
    public IReadOnlyList<(double X, double Y)> Centres { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _labels;

    /// <summary>Draws points of normal distributions whose middles are evenly spaced on a circle, the first on the right.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="modes">The number of normal distributions, at least 2.</param>
    /// <param name="radius">The radius of the circle in native units.</param>
    /// <param name="deviation">The standard deviation of each in native units.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="seed">Chooses the points.</param>
    public static MixtureDataset Ring(string name, int modes, double radius, double deviation, int count = DefaultCount, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modes, 2);
        return new(name, [.. Enumerable.Range(0, modes).Select(k => (radius * Math.Cos(2 * Math.PI * k / modes), radius * Math.Sin(2 * Math.PI * k / modes)))], deviation, count, seed);
    }

    /// <summary>Draws points of normal distributions whose middles form a square grid about the origin, row by row from the bottom left.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="side">The number of middles along a side, at least 2.</param>
    /// <param name="spacing">The distance of neighbours in native units.</param>
    /// <param name="deviation">The standard deviation of each in native units.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="seed">Chooses the points.</param>
    public static MixtureDataset Grid(string name, int side, double spacing, double deviation, int count = DefaultCount, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        double first = -0.5 * spacing * (side - 1);
        return new(name, [.. Enumerable.Range(0, side * side).Select(k => (first + (spacing * (k % side)), first + (spacing * (k / side))))], deviation, count, seed);
    }

    /// <summary>Draws points about the spiral (t cos t, t sin t), t uniform from 1.5 π to 4.5 π; <see cref="Scale"/> is 7.5.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="deviation">The standard deviation of the noise in native units.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="seed">Chooses the points.</param>
    public static MixtureDataset SwissRoll(string name, double deviation, int count = DefaultCount, long seed = 0) =>
        new(name, Distribution.OfSwissRoll(deviation), count, seed);

    /// <summary>Draws points about two half circles of radius 1 that interlock, in equal shares and labelled; their common mean is the origin.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="deviation">The standard deviation of the noise in native units.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="seed">Chooses the points.</param>
    public static MixtureDataset Moons(string name, double deviation, int count = DefaultCount, long seed = 0) =>
        new(name, Distribution.OfMoons(deviation), count, seed);

    /// <summary>Draws single numbers of normal distributions that are equally likely; <see cref="Scale"/> is the deviation of them all.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="middles">The middles of the modes in native units, at least one.</param>
    /// <param name="deviation">The standard deviation about each in native units.</param>
    /// <param name="count">The number of items, at least 1.</param>
    /// <param name="seed">Chooses the items.</param>
    /// <exception cref="ArgumentException">There is no middle.</exception>
    public static MixtureDataset Line(string name, IReadOnlyList<double> middles, double deviation, int count = DefaultCount, long seed = 0) =>
        new(name, Distribution.OfLine(middles, deviation), count, seed);

    /// <summary>Draws single numbers of a normal distribution, as they are: <see cref="Scale"/> is 1.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="count">The number of items, at least 1.</param>
    /// <param name="seed">Chooses the items.</param>
    public static MixtureDataset Normal(string name, double mean, double deviation, int count = DefaultCount, long seed = 0) =>
        new(name, Distribution.OfNormal(mean, deviation), count, seed);

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The set holds items 0 to {Count - 1}.");
        _values.AsSpan(index * ItemLength, ItemLength).CopyTo(destination);
    }

    // Of the parameters, not the values, whose last bits follow the system's logarithm and cosine.
    /// <inheritdoc/>
    protected override string ComputeFingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_parameters)));

    private void Draw(Distribution distribution, CounterRandom random)
    {
        for (int i = 0; i < Count; i++)
        {
            ulong first = 3 * (ulong)i;
            (double x, double y, int mode) = distribution.Place(random.Uniform(first));
            double radius = distribution.Deviation * Math.Sqrt(-2 * Math.Log(random.Uniform(first + 1)));
            double angle = 2 * Math.PI * random.Uniform(first + 2);
            _values[i * ItemLength] = (float)((x + (radius * Math.Cos(angle))) / Scale);
            if (ItemLength > 1)
                _values[(i * ItemLength) + 1] = (float)((y + (radius * Math.Sin(angle))) / Scale);
            if (_labels.Length > 0)
                _labels[i] = mode;
        }
    }

    /// <summary>What points are drawn from, in native units.</summary>
    /// <param name="Features">The numbers of an item: 1 or 2.</param>
    /// <param name="Place">Where a point lies before the noise, and its mode, by a number between 0 and 1.</param>
    /// <param name="Deviation">The standard deviation of the noise in each coordinate.</param>
    /// <param name="Scale">What coordinates are divided by.</param>
    /// <param name="Parameters">All of it but the deviation and the scale, as text.</param>
    private sealed record Distribution(int Features, Func<double, (double X, double Y, int Mode)> Place, double Deviation, double Scale, string Parameters)
    {
        private const double SwissRollScale = 7.5;

        public IReadOnlyList<(double X, double Y)> Centres { get; private init; } = [];

        public IReadOnlyList<string> ClassNames { get; private init; } = [];

        public static Distribution OfMixture(IReadOnlyList<(double X, double Y)> centres, double deviation)
        {
            ArgumentNullException.ThrowIfNull(centres);
            if (centres.Count == 0)
                throw new ArgumentException("A mixture needs at least one centre.", nameof(centres));
            (double X, double Y)[] own = [.. centres];
            double meanX = own.Average(centre => centre.X), meanY = own.Average(centre => centre.Y);
            double spread = own.Average(centre => Math.Pow(centre.X - meanX, 2) + Math.Pow(centre.Y - meanY, 2)) / 2;
            double scale = Math.Sqrt(spread + (deviation * deviation));
            string parameters = string.Join(' ', own.Select(centre => string.Create(CultureInfo.InvariantCulture, $"{centre.X:R},{centre.Y:R}")));
            return new(2, PlaceOf, deviation, scale > 0 ? scale : 1, $"mixture {parameters}")
            {
                Centres = own,
                ClassNames = Numbers(own.Length),
            };

            (double, double, int) PlaceOf(double u)
            {
                int mode = (int)(u * own.Length);
                return (own[mode].X, own[mode].Y, mode);
            }
        }

        public static Distribution OfSwissRoll(double deviation)
        {
            return new(2, PlaceOf, deviation, SwissRollScale, "swiss roll");

            static (double, double, int) PlaceOf(double u)
            {
                double t = 1.5 * Math.PI * (1 + (2 * u));
                return (t * Math.Cos(t), t * Math.Sin(t), 0);
            }
        }

        public static Distribution OfMoons(double deviation)
        {
            // Half circles above (0, 0) and below (1, 1/2), less their common mean (1/2, 1/4). Of x the variance is 3/4; of y
            // it is that of a sine, 1/2 - (2/π)², and that of the two means, (2/π - 1/4)².
            double mean = 2 / Math.PI;
            double spread = (0.75 + 0.5 - (mean * mean) + Math.Pow(mean - 0.25, 2)) / 2;
            return new(2, PlaceOf, deviation, Math.Sqrt(spread + (deviation * deviation)), "moons") { ClassNames = Numbers(2) };

            static (double, double, int) PlaceOf(double u)
            {
                bool upper = u < 0.5;
                double t = Math.PI * ((2 * u) - (upper ? 0 : 1));
                return upper ? (Math.Cos(t) - 0.5, Math.Sin(t) - 0.25, 0) : (0.5 - Math.Cos(t), 0.25 - Math.Sin(t), 1);
            }
        }

        public static Distribution OfNormal(double mean, double deviation) =>
            new(1, _ => (mean, 0, 0), deviation, 1, string.Create(CultureInfo.InvariantCulture, $"normal {mean:R}")) { Centres = [(mean, 0)] };

        public static Distribution OfLine(IReadOnlyList<double> middles, double deviation)
        {
            ArgumentNullException.ThrowIfNull(middles);
            if (middles.Count == 0)
                throw new ArgumentException("A mixture needs at least one middle.", nameof(middles));
            double[] own = [.. middles];
            double mean = own.Average();
            double scale = Math.Sqrt(own.Average(middle => Math.Pow(middle - mean, 2)) + (deviation * deviation));
            string parameters = string.Join(' ', own.Select(middle => string.Create(CultureInfo.InvariantCulture, $"{middle:R}")));
            return new(1, PlaceOf, deviation, scale > 0 ? scale : 1, $"line {parameters}")
            {
                Centres = [.. own.Select(middle => (middle, 0.0))],
                ClassNames = Numbers(own.Length),
            };

            (double, double, int) PlaceOf(double u)
            {
                int mode = (int)(u * own.Length);
                return (own[mode], 0, mode);
            }
        }

        private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    }
}
