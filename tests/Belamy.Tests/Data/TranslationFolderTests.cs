using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

/// <summary>Folders of pairs, of two sets, and of pictures whose halves are pairs.</summary>
public sealed class TranslationFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("input", "target")]
    [InlineData("A", "B")]
    [InlineData("train/input", "train/target")]
    [InlineData("trainA", "trainB")]
    public void Pairs_are_pictures_of_equal_names_under_either_convention(string first, string second)
    {
        Save($"{first}/one.png", 10);
        Save($"{first}/two.png", 20);
        Save($"{first}/alone.png", 30);
        Save($"{second}/two.png", 120);
        Save($"{second}/one.png", 110);
        FieldedDataset data = Open("input", "target");
        Assert.Equal(["target", "input"], data.Columns.Select(column => column.Field.Name));
        Assert.Same(data.Column("input").Rows, data.Column("target").Rows);
        Assert.Equal([10, 20], Greys(data.Column("input")));
        Assert.Equal([110, 120], Greys(data.Column("target")));
        Assert.Equal("no target of its name", Assert.Single(data.LeftOut).Reason);
    }

    [Fact]
    public void Two_sets_walk_apart_and_may_differ_in_number()
    {
        Save("A/one.png", 10);
        Save("A/two.png", 20);
        Save("A/three.png", 30);
        Save("B/other.png", 110);
        FieldedDataset data = Open("a", "b");
        Assert.NotSame(data.Column("a").Rows, data.Column("b").Rows);
        Assert.Equal((3, 1), (data.Column("a").Rows.Count, data.Column("b").Rows.Count));
        Assert.Empty(data.LeftOut);
    }

    [Fact]
    public void Part_for_tests_is_read_from_its_own_folders()
    {
        Save("trainA/one.png", 10);
        Save("trainB/one.png", 20);
        Save("testA/two.png", 30);
        Save("testB/two.png", 40);
        var data = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["a", "b"], Size = 8, Split = DataSplit.Test });
        Assert.Equal([30], Greys(data.Column("a")));
        Assert.Equal([40], Greys(data.Column("b")));
    }

    [Theory]
    [InlineData(PictureHalves.LeftToRight, 10, 200)]
    [InlineData(PictureHalves.RightToLeft, 200, 10)]
    public void Halves_of_a_picture_are_a_pair(PictureHalves halves, int input, int target)
    {
        var image = new Image(16, 8, 1);
        for (int y = 0; y < 8; y++)
        {
            image.Row(y)[..8].Fill(10);
            image.Row(y)[8..].Fill(200);
        }

        image.SavePng(_folder["both.png"]);
        var data = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["input", "target"], Halves = halves });
        Assert.Equal([input], Greys(data.Column("input")));
        Assert.Equal([target], Greys(data.Column("target")));
    }

    [Fact]
    public void Picture_that_cannot_be_read_takes_its_partner_with_it()
    {
        Save("input/one.png", 10);
        Save("input/two.png", 20);
        Save("target/one.png", 110);
        File.WriteAllText(_folder["target/two.png"], "no picture");
        FieldedDataset data = Open("input", "target");
        Assert.Equal([10], Greys(data.Column("input")));
        Assert.Equal([110], Greys(data.Column("target")));
        Assert.EndsWith("two.png", Assert.Single(data.LeftOut).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_hold_no_pairs_are_refused_with_what_to_do()
    {
        Save("left/one.png", 10);
        Save("right/one.png", 10);
        Assert.Contains("no folder called input or A; it holds left, right; where one picture holds both, give --halves", Refused("input", "target"), StringComparison.Ordinal);
        Save("A/one.png", 10);
        Save("B/two.png", 10);
        Assert.Contains("no picture of input has one of target of the same name (one, two); name pairs alike, or train cyclegan", Refused("input", "target"), StringComparison.Ordinal);
    }

    private string Refused(params string[] fields) => Assert.Throws<BelamyException>(() => Open(fields)).Message;

    private FieldedDataset Open(params string[] fields) => (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = fields, Size = 8 });

    private static int[] Greys(Column column)
    {
        Assert.Equal(1, ((Pictures)column.Field.Kind).Channels);
        var values = new float[column.Field.Kind.Shape.Count];
        return [.. Enumerable.Range(0, column.Rows.Count).Select(item =>
        {
            column.Read(item, values);
            return (int)Math.Round((values[0] + 1) * 127.5);
        })];
    }

    private void Save(string name, byte grey)
    {
        string path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var image = new Image(8, 8, 1);
        image.Pixels.Fill(grey);
        image.SavePng(path);
    }
}
