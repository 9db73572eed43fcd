using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Belamy.Data;

namespace Belamy.Tests.Data;

public sealed class IdxSourceTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeMirrors _mirrors = new();

    public void Dispose()
    {
        _folder.Dispose();
        _mirrors.Dispose();
    }

    private OwnSource Source() => new(new DataFolders(_folder["working"], _folder["cache"], _folder["own"]), () => _mirrors);

    [Fact]
    public void Open_without_a_cache_downloads_nothing_and_says_how_to_have_one()
    {
        var source = new OwnSource(new DataFolders(_folder["working"], null, null), () => _mirrors);
        string message = Assert.Throws<BelamyException>(() => source.Open(new DataOptions())).Message;
        Assert.Contains("no home folder to keep a download in; name a folder for it with XDG_CACHE_HOME", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["working"]));
    }

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    private void Put(string folder, string imagesName, string labelsName, bool gzip = false, byte[]? images = null)
    {
        Directory.CreateDirectory(_folder[folder]);
        images ??= Images;
        File.WriteAllBytes(_folder[$"{folder}/{imagesName}"], gzip ? Gzip(images) : images);
        File.WriteAllBytes(_folder[$"{folder}/{labelsName}"], gzip ? Gzip(Labels) : Labels);
    }

    private static void CheckContent(Dataset set)
    {
        Assert.Equal(2, set.Count);
        Assert.Equal([10, 20], ((ImageDataset)set).Pixels(0).ToArray());
        Assert.Equal([1, 0], set.Labels.ToArray());
        Assert.Equal(["a", "b"], set.ClassNames);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", false)]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", false)]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", true)]
    [InlineData("train-images.idx3-ubyte.gz", "train-labels.idx1-ubyte.gz", true)]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", true)]
    public void Open_location_finds_the_usual_names(string images, string labels, bool gzip)
    {
        Put("here", images, labels, gzip);
        CheckContent(Source().Open(new DataOptions { Location = _folder["here"] }));
    }

    [Theory]
    [InlineData("own/pairs")]
    [InlineData("cache/pairs")]
    [InlineData("working/place")]
    public void Open_without_location_searches_the_folders(string place)
    {
        Put(place, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        CheckContent(Source().Open(new DataOptions { AllowDownload = false }));
    }

    [Fact]
    public void Open_archive_of_a_package_is_read_as_it_is()
    {
        string path = _folder["pairs.tgz"];
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach ((string name, byte[] content) in new[] { ("package/data/train-images-idx3-ubyte", Images), ("package/readme.md", [1]), ("package/data/train-labels-idx1-ubyte", Labels) })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        CheckContent(Source().Open(new DataOptions { Location = path }));
        // By path, its bytes belong to no published set: it keeps its own name and numbers its classes.
        Dataset byPath = Datasets.Open(path);
        Assert.Equal("pairs", byPath.Name);
        Assert.Equal(["0", "1"], byPath.ClassNames);

        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.StartsWith(path, Assert.Throws<BelamyException>(() => Source().Open(new DataOptions { Location = path })).Message);
    }

    [Fact]
    public void Open_other_content_than_published_is_refused()
    {
        byte[] other = [.. Images];
        other[^1]++;
        Put("here", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", images: other);
        var error = Assert.Throws<BelamyException>(() => Source().Open(new DataOptions { Location = _folder["here"] }));
        Assert.StartsWith(_folder["here/train-images-idx3-ubyte"], error.Message);
        Assert.Contains("SHA-256", error.Message);
    }

    [Fact]
    public void Open_missing_file_says_how_to_get_it()
    {
        Put("here", "train-images-idx3-ubyte", "other");
        var error = Assert.Throws<BelamyException>(() => Source().Open(new DataOptions { Location = _folder["here"] }));
        Assert.Contains("holds no train-labels-idx1-ubyte", error.Message);
        Assert.Contains("ask a friend", error.Message);
        Assert.Contains("neither a folder", Assert.Throws<BelamyException>(() => Source().Open(new DataOptions { Location = _folder["none"] })).Message);
    }

    [Fact]
    public void Open_found_nowhere_downloads_once_and_reports_progress()
    {
        _mirrors.Files["https://second.example/train-images-idx3-ubyte.gz"] = Gzip(Images);
        _mirrors.Files["https://second.example/train-labels-idx1-ubyte.gz"] = Gzip(Labels);
        var stages = new List<string>();
        CheckContent(Source().Open(new DataOptions { Progress = progress => stages.Add(progress.Stage) }));
        Assert.Contains("downloading train-images-idx3-ubyte", stages);
        int asked = _mirrors.Asked;
        CheckContent(Source().Open(DataOptions.Default));
        Assert.Equal(asked, _mirrors.Asked);
        Assert.Equal(2, Directory.GetFiles(_folder["cache/pairs"]).Length);
    }

    [Fact]
    public void Open_mirror_with_other_content_is_passed_over()
    {
        _mirrors.Files["https://first.example/train-images-idx3-ubyte.gz"] = Gzip(Labels);
        _mirrors.Files["https://first.example/train-labels-idx1-ubyte.gz"] = Gzip(Labels)[..15];
        _mirrors.Files["https://second.example/train-images-idx3-ubyte.gz"] = Gzip(Images);
        _mirrors.Files["https://second.example/train-labels-idx1-ubyte.gz"] = Gzip(Labels);
        CheckContent(Source().Open(DataOptions.Default));
    }

    [Fact]
    public void Open_mirror_whose_answer_is_too_large_packed_or_unpacked_is_passed_over()
    {
        _mirrors.Files["https://first.example/train-images-idx3-ubyte.gz"] = new byte[1 << 20];
        // A few thousand bytes that would unpack to four million.
        _mirrors.Files["https://first.example/train-labels-idx1-ubyte.gz"] = Gzip(new byte[1 << 22]);
        _mirrors.Files["https://second.example/train-images-idx3-ubyte.gz"] = Gzip(Images);
        _mirrors.Files["https://second.example/train-labels-idx1-ubyte.gz"] = Gzip(Labels);
        CheckContent(Source().Open(DataOptions.Default));
        _mirrors.Files.Remove("https://second.example/train-images-idx3-ubyte.gz");
        Directory.Delete(_folder["cache"], recursive: true);
        Assert.Contains("first.example: the answer is larger than the file", Assert.Throws<BelamyException>(() => Source().Open(DataOptions.Default)).Message);
    }

    [Fact]
    public void Open_archive_that_claims_more_than_it_has_allocates_none_of_it()
    {
        string path = _folder["claims.tgz"];
        // The header of an extended header of a gigabyte, and nothing behind it.
        var header = new byte[1024];
        "package/x"u8.CopyTo(header);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "10000000000\0"u8.CopyTo(header.AsSpan(124));
        "00000000000\0"u8.CopyTo(header.AsSpan(136));
        header[156] = (byte)'x';
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        int sum = header.Sum(part => part);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllBytes(path, Gzip(header));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith(path, Assert.Throws<BelamyException>(() => Datasets.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Theory]
    [InlineData("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-train-labels-idx1-ubyte.gz", DataSplit.Train)]
    [InlineData("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte", DataSplit.Test)]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", DataSplit.Train)]
    public void Open_folder_by_path_finds_names_with_a_set_before_the_part(string images, string labels, DataSplit split)
    {
        Put("mine", images, labels);
        Assert.Equal([1, 0], Datasets.Open(_folder["mine"], new DataOptions { Split = split }).Labels.ToArray());
    }

    [Fact]
    public void Open_folder_of_several_sets_says_which()
    {
        Put("mine", "emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte");
        Put("mine", "emnist-digits-train-images-idx3-ubyte", "emnist-digits-train-labels-idx1-ubyte");
        Assert.Contains("several sets (emnist-digits, emnist-letters)", Assert.Throws<BelamyException>(() => Datasets.Open(_folder["mine"])).Message);
    }

    [Fact]
    public void Open_gzip_that_unpacks_to_far_more_than_its_size_is_refused()
    {
        Directory.CreateDirectory(_folder["mine"]);
        using (var gzip = new GZipStream(File.Create(_folder["mine/train-images-idx3-ubyte.gz"]), CompressionLevel.Fastest))
            gzip.Write([0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0]);
        // It declares 64 GiB; one that declares 128 MiB and has them fares alike.
        Assert.Contains("out of range", Assert.Throws<BelamyException>(() => Datasets.Open(_folder["mine"])).Message);
        using (var gzip = new GZipStream(File.Create(_folder["mine/train-images-idx3-ubyte.gz"]), CompressionLevel.Fastest))
            gzip.Write([0, 0, 8, 3, 0, 2, 0, 0, 0, 0, 0, 32, 0, 0, 0, 32]);
        string message = Assert.Throws<BelamyException>(() => Datasets.Open(_folder["mine"])).Message;
        Assert.Contains("unpacks to more than 64 MiB", message);
        Assert.Contains("BELAMY_LARGEST_INPUT", message);
    }

    [Fact]
    public void Open_offline_and_absent_says_how_to_get_it()
    {
        var error = Assert.Throws<BelamyException>(() => Source().Open(DataOptions.Default));
        Assert.StartsWith("pairs: ", error.Message);
        Assert.Contains("ask a friend", error.Message);
        Assert.Contains("first.example", error.Message);
        Assert.Contains(_folder["cache/pairs"], error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(Directory.Exists(_folder["cache"]));

        int asked = _mirrors.Asked;
        error = Assert.Throws<BelamyException>(() => Source().Open(new DataOptions { AllowDownload = false }));
        Assert.Contains("turned off", error.Message);
        Assert.Equal(asked, _mirrors.Asked);
    }

    [Fact]
    public void Open_cancelled_download_leaves_nothing()
    {
        _mirrors.Files["https://first.example/train-images-idx3-ubyte.gz"] = Gzip(Images);
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Source().Open(new DataOptions { CancellationToken = cancellation.Token, Progress = _ => cancellation.Cancel() }));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void Open_folder_by_path_takes_its_own_files()
    {
        Put("mine", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        Dataset set = Datasets.Open(_folder["mine"], new DataOptions { Split = DataSplit.Test });
        Assert.Equal("mine", set.Name);
        Assert.Equal([1, 0], set.Labels.ToArray());
        Assert.Equal("t10k-images-idx3-ubyte", Datasets.Open(_folder["mine/t10k-images-idx3-ubyte"]).Name);
    }

    [Fact]
    public void Files_of_published_sets_have_names_and_hashes()
    {
        IdxSource[] sources = [.. Datasets.Sources.OfType<IdxSource>()];
        Assert.Equal(["fashion", "mnist"], sources.Select(source => source.Name));
        foreach (IdxSource source in sources)
        {
            Assert.Equal(10, source.ClassNames.Count);
            foreach (DataSplit split in Enum.GetValues<DataSplit>())
                Assert.All([source.Files(split).Images.Sha256, source.Files(split).Labels.Sha256], hash => Assert.Matches("^[0-9a-f]{64}$", hash));
        }
    }

    private sealed class OwnSource(DataFolders folders, Func<HttpMessageHandler> handler) : IdxSource(folders, handler)
    {
        public override string Name => "pairs";

        public override string Description => "";

        public override string License => "";

        public override IReadOnlyList<string> ClassNames => ["a", "b"];

        protected override IReadOnlyList<string> Places => ["place"];

        protected override IReadOnlyList<string> Mirrors => ["https://first.example/", "https://second.example/"];

        protected override string OfflineHelp => "ask a friend";

        public override (IdxFile Images, IdxFile Labels) Files(DataSplit split) =>
            (Published("train-images-idx3-ubyte", Images), Published("train-labels-idx1-ubyte", Labels));

        private static IdxFile Published(string name, byte[] content) => new(name, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }

    private sealed class FakeMirrors : HttpMessageHandler
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(Files.TryGetValue(request.RequestUri!.ToString(), out byte[]? content)
                ? new HttpResponseMessage { Content = new ByteArrayContent(content) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
