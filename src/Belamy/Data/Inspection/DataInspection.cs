using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>How many items are of a class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Count">How many.</param>
public sealed record ClassCount(string Name, int Count);

/// <summary>Items that are equal, or look so.</summary>
/// <param name="First">The first of them, by its number.</param>
/// <param name="Others">The others, by their numbers.</param>
public sealed record DuplicateItems(int First, IReadOnlyList<int> Others);

/// <summary>What can be said of data by looking at every item once: where values lie, how classes are spread, what is there twice.</summary>
public sealed record DataInspection
{
    private const int Chunk = 256;

    /// <summary>The number of items.</summary>
    public required int Count { get; init; }

    /// <summary>The least value of each channel; of one channel where items are no pictures.</summary>
    public required IReadOnlyList<double> Least { get; init; }

    /// <summary>The greatest value of each channel.</summary>
    public required IReadOnlyList<double> Greatest { get; init; }

    /// <summary>The mean value of each channel.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>The standard deviation of each channel's values.</summary>
    public required IReadOnlyList<double> Deviation { get; init; }

    /// <summary>The classes by their numbers of items, in the order of their labels; empty where there are none.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>Items whose values are all equal, in the order of the first of each.</summary>
    public required IReadOnlyList<DuplicateItems> Equal { get; init; }

    /// <summary>Pictures that look equal and are not: saved twice with another quality, say. Empty where items are no pictures.</summary>
    public required IReadOnlyList<DuplicateItems> Alike { get; init; }

    /// <summary>Items of one value throughout: pictures of one colour, silence.</summary>
    public required IReadOnlyList<int> Blank { get; init; }

    /// <summary>Looks at data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="progress">Is told the items done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DataInspection Of(Dataset data, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        bool arePictures = data.Main.Field.Kind is Pictures;
        int channels = arePictures ? data.ItemShape[0] : 1, plane = data.ItemLength / channels;
        var statistics = new ChannelStatistics[channels];
        Array.Fill(statistics, ChannelStatistics.None);
        var equal = new Dictionary<UInt128, List<int>>();
        var blank = new List<int>();
        PictureLikeness? likeness = arePictures ? new PictureLikeness(channels, data.ItemShape[1], data.ItemShape[2]) : null;
        var values = new float[Math.Min(Chunk, data.Count) * data.ItemLength];
        for (int first = 0; first < data.Count; first += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Chunk, data.Count - first);
            data.ReadBatch([.. Enumerable.Range(first, count)], values.AsSpan(0, count * data.ItemLength));
            for (int at = 0; at < count; at++)
            {
                ReadOnlySpan<float> item = values.AsSpan(at * data.ItemLength, data.ItemLength);
                for (int channel = 0; channel < channels; channel++)
                    statistics[channel] = statistics[channel].With(item.Slice(channel * plane, plane));
                if (item.Length > 1 && item.IndexOfAnyExcept(item[0]) < 0)
                    blank.Add(first + at);
                (CollectionsMarshal.GetValueRefOrAddDefault(equal, HashOf(item), out _) ??= []).Add(first + at);
                likeness?.Add(item);
            }

            progress?.Invoke(first + count);
        }

        DuplicateItems[] twice = [.. equal.Values.Where(items => items.Count > 1).Select(items => new DuplicateItems(items[0], items[1..])).OrderBy(items => items.First)];
        return new DataInspection
        {
            Count = data.Count,
            Least = [.. statistics.Select(one => one.Least)],
            Greatest = [.. statistics.Select(one => one.Greatest)],
            Mean = [.. statistics.Select(one => one.Mean)],
            Deviation = [.. statistics.Select(one => one.Deviation)],
            Classes = CountClasses(data),
            Equal = twice,
            Alike = likeness?.Find([.. twice.SelectMany(items => items.Others), .. blank], cancellationToken) ?? [],
            Blank = blank,
        };
    }

    private static UInt128 HashOf(ReadOnlySpan<float> item)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(item), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private static IReadOnlyList<ClassCount> CountClasses(Dataset data)
    {
        var counts = new int[data.ClassNames.Count];
        foreach (int label in data.Labels)
        {
            if (label >= 0 && label < counts.Length)
                counts[label]++;
        }

        return [.. data.ClassNames.Select((name, at) => new ClassCount(name, counts[at]))];
    }

    private readonly record struct ChannelStatistics(long Count, double Least, double Greatest, double Sum, double Squares)
    {
        public static ChannelStatistics None { get; } = new(0, double.PositiveInfinity, double.NegativeInfinity, 0, 0);

        public double Mean => Sum / Count;

        public double Deviation => Math.Sqrt(Math.Max(0, (Squares / Count) - (Mean * Mean)));

        public ChannelStatistics With(ReadOnlySpan<float> values)
        {
            (double least, double greatest, double sum, double squares) = (Least, Greatest, Sum, Squares);
            foreach (float value in values)
            {
                least = Math.Min(least, value);
                greatest = Math.Max(greatest, value);
                sum += value;
                squares += (double)value * value;
            }

            return new ChannelStatistics(Count + values.Length, least, greatest, sum, squares);
        }
    }
}
