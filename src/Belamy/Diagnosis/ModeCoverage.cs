using Belamy.Data;

namespace Belamy.Diagnosis;

/// <summary>Which modes of a mixture samples reach, by so many samples that chance leaves out none.</summary>
/// <remarks>
/// A mode is reached by a tenth of the samples that are its due, 40 in the mean, being nearer to its middle than half the way
/// to the next middle there is. How well they hit it does not matter here.
/// </remarks>
internal sealed class ModeCoverage
{
    private const int SamplesPerMode = 40;
    private const int LeastSamples = 4;
    private readonly IReadOnlyList<(double X, double Y)> _centres;
    private readonly double _reach;

    private ModeCoverage(IReadOnlyList<(double X, double Y)> centres)
    {
        _centres = centres;
        double nearest = double.PositiveInfinity;
        for (int left = 0; left < centres.Count; left++)
        {
            for (int right = 0; right < left; right++)
                nearest = Math.Min(nearest, Square(centres[left], centres[right].X, centres[right].Y));
        }

        // Half the way, squared.
        _reach = nearest / 4;
    }

    /// <summary>Number of samples it is measured on.</summary>
    public int Count => SamplesPerMode * _centres.Count;

    /// <summary>The coverage of data; null where these are no mixture of several modes.</summary>
    public static ModeCoverage? Of(Dataset data) => data is MixtureDataset { Centres.Count: > 1 } mixture ? new ModeCoverage(mixture.Centres) : null;

    /// <summary>Number of modes.</summary>
    public int Modes => _centres.Count;

    /// <summary>Number of modes that are reached.</summary>
    public int Reached(Samples samples)
    {
        int length = checked((int)samples.Item.Count);
        var counts = new int[_centres.Count];
        for (int at = 0; at < samples.Count; at++)
        {
            ReadOnlySpan<float> point = samples.ValuesOf(at);
            (double x, double y) = (point[0], length > 1 ? point[1] : 0);
            for (int mode = 0; mode < counts.Length; mode++)
                counts[mode] += Square(_centres[mode], x, y) < _reach ? 1 : 0;
        }

        return counts.Count(count => count >= LeastSamples);
    }

    private static double Square((double X, double Y) centre, double x, double y) => ((centre.X - x) * (centre.X - x)) + ((centre.Y - y) * (centre.Y - y));
}
