using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Serialization;

namespace Belamy.Metrics;

/// <summary>Mean and covariance of real data, kept in the user's cache under all that they depend on.</summary>
internal static class ReferenceStatistics
{
    /// <summary>Changes with how statistics are computed.</summary>
    private const string Version = "reference-statistics-2";

    private const string HashKey = "sha256";

    /// <summary>The folder of this user; null where the user has no cache.</summary>
    public static string? DefaultFolder => DataFolders.CacheFor("references");

    public static GaussianStatistics Obtain(MetricInput input)
    {
        string? file = input.CacheFolder is { } folder && input.Features.Key is not null && input.Real is not GeneratorDataset ? Path.Combine(folder, Name(input)) : null;
        if (file is not null && TryLoad(file, Key(input), input.Features.Dimension, input.RealCount) is { } kept)
            return kept;
        GaussianStatistics statistics = GaussianStatistics.Of(input.RealFeatures);
        if (file is not null)
            Save(file, Key(input), statistics);
        return statistics;
    }

    private static string Key(MetricInput input) => $"{Version}\n{input.Real.Fingerprint}\n{input.Features.Key}\n{input.RealCount}\n{input.Split}";

    private static string Name(MetricInput input) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key(input))))[..32]}.safetensors";

    /// <summary>A hash of what the statistics are of and of their values, so that neither can change unseen.</summary>
    private static string Hash(string key, double[] mean, double[] covariance)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData(MemoryMarshal.AsBytes<double>(mean));
        hash.AppendData(MemoryMarshal.AsBytes<double>(covariance));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static GaussianStatistics? TryLoad(string path, string key, int dimension, int count)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            double[] mean = file.Read<double>("mean");
            double[] covariance = file.Read<double>("covariance");
            return mean.Length == dimension && covariance.Length == (long)dimension * dimension && file.Metadata.GetValueOrDefault(HashKey) == Hash(key, mean, covariance)
                ? new GaussianStatistics(mean, covariance, count)
                : null;
        }
        catch (BelamyException)
        {
            // Damaged: it is made anew.
            return null;
        }
    }

    private static void Save(string path, string key, GaussianStatistics statistics)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var builder = new SafetensorsBuilder();
            builder.Metadata[HashKey] = Hash(key, statistics.Mean, statistics.Covariance);
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
