using System.Numerics;
using System.Runtime.InteropServices;
using Belamy.Data;

namespace Belamy.Diagnosis;

/// <summary>
/// Compares samples with the data by distances between items: how diverse they are, how far from the data, and whether
/// they are copies.
/// </summary>
/// <remarks>
/// The distance of two items is the root of their values' mean squared difference. With d(A, B) the mean distance between
/// items of A and B, of S samples and as many items R of the data: diversity is d(S, S) / d(R, R), 1 for samples as
/// diverse as the data; distance is (2 d(S, R) - d(S, S) - d(R, R)) / d(R, R), the energy distance (Székely and Rizzo
/// 2013), about 0 when both are of one distribution.
/// </remarks>
public sealed class SampleMeasure
{
    /// <summary>Samples, and items of the data, that are compared.</summary>
    public const int Count = 64;

    /// <summary>The most items of the data, spread evenly over it, that copies are looked for in.</summary>
    public const int NearestAmong = 100_000;

    private readonly Dataset _data;
    private readonly float[] _reference;
    private readonly int _references;
    private double? _dataNearest;

    /// <summary>Takes the items of the data to compare with, spread evenly over it.</summary>
    public SampleMeasure(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
        _references = Math.Min(Count, data.Count);
        _reference = new float[_references * data.ItemLength];
        for (int at = 0; at < _references; at++)
            data.Read(Spread(at, _references), Item(_reference, at));
        DataDiversity = MeanWithin(_reference);
        DataClasses = CountClasses(data.Labels);
    }

    /// <summary>The mean distance between two items of the data.</summary>
    public double DataDiversity { get; }

    /// <summary>Number of classes that items of the data are of; 0 where they have none.</summary>
    public int DataClasses { get; }

    /// <summary>The mean distance of two samples, as a share of <see cref="DataDiversity"/>; null where that is 0.</summary>
    public double? Diversity(Samples samples) => DataDiversity > 0 ? MeanWithin(ValuesOf(samples)) / DataDiversity : null;

    /// <summary>The energy distance of samples and data, as a share of <see cref="DataDiversity"/>; null where that is 0.</summary>
    public double? Distance(Samples samples)
    {
        if (DataDiversity == 0)
            return null;
        ReadOnlySpan<float> values = ValuesOf(samples);
        double between = 0;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            for (int at = 0; at < _references; at++)
                between += Distance(Item(values, sample), Item(_reference, at));
        }

        between /= (double)samples.Count * _references;
        return ((2 * between) - MeanWithin(values) - DataDiversity) / DataDiversity;
    }

    /// <summary>
    /// How near samples are to the nearest item of the data: the median over samples, as a share of the median over items
    /// of the data, each compared with the others. Null where that is 0: the data hold items more than once.
    /// </summary>
    public double? Nearest(Samples samples)
    {
        _dataNearest ??= MedianNearest(_reference, areItems: true);
        return _dataNearest > 0 ? MedianNearest(ValuesOf(samples), areItems: false) / _dataNearest : null;
    }

    private static int CountClasses(ReadOnlySpan<int> labels)
    {
        var seen = new HashSet<int>();
        foreach (int label in labels)
            seen.Add(label);
        return seen.Count;
    }

    private static double Distance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> leftVectors = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rightVectors = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> sums = Vector<float>.Zero;
        for (int at = 0; at < leftVectors.Length; at++)
        {
            Vector<float> difference = leftVectors[at] - rightVectors[at];
            sums += difference * difference;
        }

        double sum = Vector.Sum(sums);
        for (int at = leftVectors.Length * Vector<float>.Count; at < left.Length; at++)
            sum += (left[at] - right[at]) * (left[at] - right[at]);
        return Math.Sqrt(sum / left.Length);
    }

    /// <summary>The sum of squared differences; something above a limit as soon as it is seen to be, for most items are far from each other.</summary>
    private static double SquareUpTo(double limit, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        const int Vectors = 8;
        ReadOnlySpan<Vector<float>> leftVectors = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rightVectors = MemoryMarshal.Cast<float, Vector<float>>(right);
        double sum = 0;
        for (int begin = 0; begin < leftVectors.Length && sum <= limit; begin += Vectors)
        {
            Vector<float> sums = Vector<float>.Zero;
            for (int at = begin; at < Math.Min(begin + Vectors, leftVectors.Length); at++)
            {
                Vector<float> difference = leftVectors[at] - rightVectors[at];
                sums += difference * difference;
            }

            sum += Vector.Sum(sums);
        }

        for (int at = leftVectors.Length * Vector<float>.Count; at < left.Length; at++)
            sum += (left[at] - right[at]) * (left[at] - right[at]);
        return sum;
    }

    private ReadOnlySpan<float> ValuesOf(Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.Item.Count == _data.ItemLength
            ? samples.Values
            : throw new ArgumentException($"Samples of {samples.Item} are no items of {_data.Name}.", nameof(samples));
    }

    private int Spread(int at, int count) => (int)((long)at * _data.Count / count);

    private Span<float> Item(float[] items, int at) => items.AsSpan(at * _data.ItemLength, _data.ItemLength);

    private ReadOnlySpan<float> Item(ReadOnlySpan<float> items, int at) => items.Slice(at * _data.ItemLength, _data.ItemLength);

    private double MeanWithin(ReadOnlySpan<float> items)
    {
        int count = items.Length / _data.ItemLength;
        double sum = 0;
        for (int left = 0; left < count; left++)
        {
            for (int right = 0; right < left; right++)
                sum += Distance(Item(items, left), Item(items, right));
        }

        return count < 2 ? 0 : sum / (count * (count - 1) / 2.0);
    }

    /// <param name="items">Samples, or the items of the data that were taken.</param>
    /// <param name="areItems">Whether they are items of the data, which are not compared with themselves.</param>
    private double MedianNearest(ReadOnlySpan<float> items, bool areItems)
    {
        int count = items.Length / _data.ItemLength;
        var nearest = new double[count];
        Array.Fill(nearest, double.PositiveInfinity);
        var other = new float[_data.ItemLength];
        int among = Math.Min(NearestAmong, _data.Count);
        for (int number = 0; number < among; number++)
        {
            int index = Spread(number, among);
            _data.Read(index, other);
            for (int at = 0; at < count; at++)
            {
                if (!areItems || Spread(at, _references) != index)
                    nearest[at] = Math.Min(nearest[at], SquareUpTo(nearest[at], Item(items, at), other));
            }
        }

        Array.Sort(nearest);
        double median = nearest[count / 2];
        return double.IsFinite(median) ? Math.Sqrt(median / _data.ItemLength) : 0;
    }
}
