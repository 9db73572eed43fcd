using System.Security.Cryptography;
using Belamy.Data;

namespace Belamy.Tests.Data;

public class ImageDatasetTests
{
    private static ImageDataset Create(byte first = 0) => new("own", 2, 1, 3, [first, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250], [1, 0], ["a", "b"]);

    [Fact]
    public void Read_item_keeps_channels_first_order()
    {
        var values = new float[6];
        Create().Read(1, values);
        Assert.Equal(1f, values[0]);
        Assert.Equal((250 - 127.5f) * (1 / 127.5f), values[5]);
    }

    [Fact]
    public void ReadBatch_indices_with_repetition_reads_each()
    {
        ImageDataset set = Create();
        var batch = new float[18];
        set.ReadBatch([1, 0, 1], batch);
        var single = new float[6];
        set.Read(1, single);
        Assert.Equal(single, batch[..6]);
        Assert.Equal(single, batch[12..]);
        set.Read(0, single);
        Assert.Equal(single, batch[6..12]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Read_index_outside_throws(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create().Read(index, new float[6]));

    [Fact]
    public void Read_destination_too_short_throws()
    {
        Assert.Throws<ArgumentException>(() => Create().Read(0, new float[5]));
        Assert.Throws<ArgumentException>(() => Create().ReadBatch([0, 1], new float[11]));
    }

    [Fact]
    public void Fingerprint_depends_on_pixels_shape_and_labels_alone()
    {
        byte[] pixels = [0, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250];
        string own = Create().Fingerprint;
        Assert.Equal(own, new ImageDataset("other name", 2, 1, 3, pixels, [1, 0], ["x", "y"]).Fingerprint);
        Assert.NotEqual(own, Create(first: 1).Fingerprint);
        Assert.NotEqual(own, new ImageDataset("own", 1, 2, 3, pixels, [1, 0], ["a", "b"]).Fingerprint);
        Assert.NotEqual(own, new ImageDataset("own", 2, 1, 3, pixels, [1, 1], ["a", "b"]).Fingerprint);
        Assert.NotEqual(own, new ImageDataset("own", 2, 1, 3, pixels).Fingerprint);
    }

    [Fact]
    public void Constructor_parts_that_do_not_fit_throws()
    {
        Assert.Throws<ArgumentException>(() => new ImageDataset("own", 1, 2, 2, new byte[7]));
        Assert.Throws<ArgumentException>(() => new ImageDataset("own", 1, 2, 2, []));
        Assert.Throws<ArgumentException>(() => new ImageDataset("own", 1, 2, 2, new byte[8], [0], ["a"]));
        Assert.Throws<ArgumentException>(() => new ImageDataset("own", 1, 2, 2, new byte[8], [0, 1], ["a"]));
        Assert.Throws<ArgumentException>(() => new ImageDataset("own", 1, 2, 2, new byte[8], [0, 0]));
    }

    [Fact]
    public void PixelStore_several_blocks_read_like_one()
    {
        var store = new PixelStore(count: 10, itemLength: 3, largestBlock: 10);
        for (int i = 0; i < 10; i++)
            store[i].Fill((byte)i);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        store.AppendTo(hash);
        Assert.Equal(SHA256.HashData([.. Enumerable.Range(0, 30).Select(i => (byte)(i / 3))]), hash.GetHashAndReset());
        Assert.Equal([9, 9, 9], store[9].ToArray());
    }
}
