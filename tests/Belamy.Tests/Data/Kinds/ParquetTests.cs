using System.IO.Compression;
using Belamy.Data.Readers;
using Belamy.Data.Tables;

namespace Belamy.Tests.Data.Kinds;

/// <summary>
/// Parquet files of the types that programs write. They were written by ParquetSharp 25.0.1.2, which is Apache Arrow's C++ library, that
/// pyarrow and pandas use too; in the first the type of the column "kind" was changed from JSON to ENUM, which it cannot write.
/// </summary>
public sealed class ParquetTests : IDisposable
{
    /// <summary>
    /// Three rows of half: Float16, nullable; big: UInt64; time and milli: time of day in microseconds and milliseconds; day: date, of a dictionary; price: decimal(29, 2);
    /// made: JSON; kind: ENUM, of a dictionary; key: UUID; list: list of Int32. Packed by gzip.
    /// </summary>
    private const string Types =
        "H4sIAAAAAAACA41Uz2sTQRR+O/sji4SQxrwhi1soyq4t5NAWGySUUo/CCiVWEKrQ2Kzt0qSEtgeL9hI8VBEpHsWDeBLpsZQePdUiHvwDRKQnDx5KDx5EjG9mNsk2gjokM+/H9818894kM1cqYwiYx3" +
        "wRLTIstAAYAOgmTMEuRUZxNJHSoDO+PjIuvHusx94fwOnrN56JfbY/KsjbwcPBvAIWsJAAbm29hh+UKNz0TTQwi9mAFsgBpK8BzLXbbYUUlGwsQmcUm8f5xDZ9Y7N9avx6dTp9cYB44zjed2lLE/P9" +
        "TSF5buy2ckjNEA51RInUalgzaVlcDcMVoucwlxCn9vkPif8cHYn2qb4woUB/LjshA/R1XG5jiStrCiuxta11zSMNy7F5yHA4No8ZtrTYPtFxlkyHZ4TXMvGS9Ljw9swebt+SOEDD+TQBBWttYSlsVD" +
        "EPmKESsYKxVK3frf+UCA8K+p1o0XODnbPTuU7IWI8aoZcNHgy4RXVRRlGzEdXrkZcRYbcX1mvVDS8d1IWfoUYQsLkaLYTeGTqtXLwlZpFLe3R0o1oLPT/40A0sRys1zw6CHltfDjfq38ifoHQ9WltH" +
        "hlYwKQJGJ6BONqL1sOGdJ+lDA5TmluM6Oz64mHE8Cxx1UaQ4L/GSb191UXSMweSI5fjMIMaTFJVFMAzFELWQhAqv+FNdAvCXfUBZoS5yW0tAd1PIJZQpqCqbxJZ52T9KYt/3sBNgZR1ZTAmd5bP+If" +
        "NfsJGieNfiykAPWJC+dEjxNVW5JYveQEvzj1niiO8pLEh0OlYuWtA94kTvVYVnHKoL0DPmT210Y5LSJfskWU3e9Fumf2D0C5vkvMt/0+HHEkVPEwL3zITAAzsWqOp1WbZYTaK/RLOl1H0r0UDfYk4J" +
        "mDjrs03l4A9T3PJtWmBYu+fs0Pv8ywfO0W9yhv5YfwMuJhWyXQUAAA==";

    /// <summary>Three rows of a: Int32, 1, 2, 4, compressed by LZ4 with the frame that Hadoop gives it.</summary>
    private const string HadoopLz4 =
        "UEFSMRUAFRgVKiwVBhUAFQYVBgAAAAAADAAAAA3AAQAAAAIAAAAEAAAAGRwWCBVMFgAAABUEGSw1ABgGc2NoZW1hFQIAFQIlABgBYSUiTKwTIBEAAAAWBhkcGRwmABwVAhklBgAZGAFhFQoWBhY6Fk" +
        "wmCEkcFQAVABUCAAAWVBUUABY6FgYmCBZMACgBeBkcHAAAAGAAAABQQVIx";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Halves_times_decimals_dates_and_texts_of_any_name_are_read_and_lists_and_identifiers_named()
    {
        using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(Types)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        packed.CopyTo(content);
        File.WriteAllBytes(_folder["types.parquet"], content.ToArray());
        Reading reading = TableFile.Open(_folder["types.parquet"], new TableOptions { Categories = ["made", "kind"] });
        var item = new float[reading["row"].Field.Kind.Shape.Count];
        Assert.Equal(
            [
                "half=1.5 big=1 time=11045 milli=11045 day=2024-01-02 price=1.25 made={} kind=red",
                "half= big=1E+19 time=0.25 milli=0.25 day=1969-07-20 price=-3.5 made=[1] kind=green",
                "half=-0.25 big=3 time=86399 milli=86399 day=2024-01-02 price=100.01 made={} kind=red",
            ],
            Enumerable.Range(0, 3).Select(row =>
            {
                reading["row"].Read(row, item);
                return reading["row"].Field.Kind.Tell(item);
            }));
        Assert.Equal(["column key: holds identifiers, no numbers, dates or texts", "column list: holds lists or groups, no numbers, dates or texts"], reading.LeftOut.Select(one => one.Reason));
    }

    [Fact]
    public void Compression_that_would_read_as_other_numbers_is_refused_in_one_line()
    {
        File.WriteAllBytes(_folder["a.parquet"], Convert.FromBase64String(HadoopLz4));
        string message = Assert.Throws<BelamyException>(() => TableFile.Open(_folder["a.parquet"])).Message;
        Assert.EndsWith("a.parquet: is compressed by LZ4 in the frame of Hadoop, which cannot be read; write it anew with Snappy, gzip or Zstandard", message, StringComparison.Ordinal);
    }
}
