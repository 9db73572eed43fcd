using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Serialization;

namespace Belamy.Metrics;

/// <summary>Mean and covariance of real data, kept in the user's cache under all that they depend on.</summary>
internal static class ReferenceStatistics
{
    /// <summary>Changes with how statistics are computed.</summary>
    private const string Version = "reference-statistics-1";

    /// <summary>The folder of this user.</summary>
    public static string DefaultFolder => Path.Combine(DataFolders.CacheRoot(), "belamy", "references");

    public static GaussianStatistics Obtain(MetricInput input)
    {
        string? file = input.CacheFolder is { } folder && input.Features.Key is not null && input.Real is not GeneratorDataset ? Path.Combine(folder, Name(input)) : null;
        if (file is not null && TryLoad(file, input.Features.Dimension, input.RealCount) is { } kept)
            return kept;
        GaussianStatistics statistics = GaussianStatistics.Of(input.RealFeatures);
        if (file is not null)
            Save(file, statistics);
        return statistics;
    }

    private static string Name(MetricInput input)
    {
        string key = $"{Version}\n{input.Real.Fingerprint}\n{input.Features.Key}\n{input.RealCount}\n{input.Split}";
        return $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.safetensors";
    }

    private static GaussianStatistics? TryLoad(string path, int dimension, int count)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            double[] mean = file.Read<double>("mean");
            double[] covariance = file.Read<double>("covariance");
            return mean.Length == dimension && covariance.Length == (long)dimension * dimension ? new GaussianStatistics(mean, covariance, count) : null;
        }
        catch (BelamyException)
        {
            // Damaged: it is made anew.
            return null;
        }
    }

    private static void Save(string path, GaussianStatistics statistics)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var builder = new SafetensorsBuilder();
            builder.Add("mean", [statistics.Dimension], statistics.Mean);
            builder.Add("covariance", [statistics.Dimension, statistics.Dimension], statistics.Covariance);
            builder.Save(path);
        }
        catch (Exception e) when (e is BelamyException or IOException or UnauthorizedAccessException)
        {
            // Without a cache that can be written they are computed anew the next time.
        }
    }
}
