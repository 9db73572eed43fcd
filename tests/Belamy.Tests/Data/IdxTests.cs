using Belamy.Data;

namespace Belamy.Tests.Data;

public class IdxTests
{
    private static readonly byte[] Valid = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [Fact]
    public void Read_valid_file_gives_extents_and_values()
    {
        (int[] extents, byte[] values) = IdxReader.Read(new MemoryStream(Valid), "file");
        Assert.Equal([2, 3], extents);
        Assert.Equal([1, 2, 3, 4, 5, 6], values);
    }

    [Fact]
    public void Read_every_truncation_names_file_and_place()
    {
        for (int length = 0; length < Valid.Length; length++)
        {
            var error = Assert.Throws<BelamyException>(() => IdxReader.Read(new MemoryStream(Valid[..length]), "cut-ubyte"));
            Assert.StartsWith($"cut-ubyte: ends at byte {length},", error.Message);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 80, 78, 71, 0, 0, 0, 1 }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, "type 0x0D")]
    [InlineData(new byte[] { 0, 0, 8, 5, 0, 0, 0, 1 }, "5 dimensions")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "extent 0 at byte 4")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 255, 255, 255, 255 }, "extent 4294967295 at byte 8")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0 }, "extent 65536 at byte 8")]
    [InlineData(new byte[] { 0, 0, 8, 1, 127, 255, 255, 0, 1 }, "ends at byte 9")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5, 6 }, "goes on behind byte 9")]
    public void Read_damaged_file_says_what_is_wrong(byte[] content, string fault)
    {
        var error = Assert.Throws<BelamyException>(() => IdxReader.Read(new MemoryStream(content), "bad-ubyte"));
        Assert.StartsWith("bad-ubyte: ", error.Message);
        Assert.Contains(fault, error.Message);
    }

    [Fact]
    public void Create_files_that_do_not_belong_together_says_so()
    {
        var images = new IdxArray("i", [2, 1, 1], [7, 8]);
        var labels = new IdxArray("l", [2], [0, 1]);
        Assert.Equal(["0", "1"], IdxImages.Create("own", images, labels, null).ClassNames);
        Assert.Contains("label 3 of image 1", Assert.Throws<BelamyException>(() => IdxImages.Create("own", images, labels with { Values = [0, 3] }, ["a", "b"])).Message);
        Assert.Contains("do not belong together", Assert.Throws<BelamyException>(() => IdxImages.Create("own", images, new IdxArray("l", [1], [0]), null)).Message);
        Assert.Contains("images come as", Assert.Throws<BelamyException>(() => IdxImages.Create("own", labels, labels, null)).Message);
    }

    [Fact]
    public void Create_labels_that_begin_at_1_or_leave_numbers_out_make_no_empty_class()
    {
        var images = new IdxArray("i", [3, 1, 1], [7, 8, 9]);
        ImageDataset set = IdxImages.Create("own", images, new IdxArray("l", [3], [9, 1, 4]), null);
        Assert.Equal(["1", "4", "9"], set.ClassNames);
        Assert.Equal([2, 0, 1], set.Labels.ToArray());
    }

    [Fact]
    public void Create_part_for_tests_has_the_classes_of_the_part_to_train_on()
    {
        var images = new IdxArray("i", [1, 1, 1], [7]);
        var training = new IdxArray("t", [3], [1, 2, 3]);
        ImageDataset set = IdxImages.Create("own", images, new IdxArray("l", [1], [3]), null, training);
        Assert.Equal(["1", "2", "3"], set.ClassNames);
        Assert.Equal([2], set.Labels.ToArray());
        Assert.Contains("label 4 of image 0", Assert.Throws<BelamyException>(() => IdxImages.Create("own", images, new IdxArray("l", [1], [4]), null, training)).Message);
    }

    [Fact]
    public void Create_colour_images_become_channels_first()
    {
        ImageDataset set = IdxImages.Create("own", new IdxArray("i", [1, 1, 2, 3], [1, 2, 3, 4, 5, 6]), null, null);
        Assert.Equal([3, 1, 2], set.ItemShape.ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], set.Pixels(0).ToArray());
    }
}
