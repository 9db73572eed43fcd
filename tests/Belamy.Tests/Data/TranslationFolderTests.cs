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
        Save($"{first}/one.png", 70);
        Save($"{first}/two.png", 80);
        Save($"{first}/alone.png", 90);
        Save($"{second}/two.png", 120);
        Save($"{second}/one.png", 110);
        FieldedDataset data = Open("input", "target");
        Assert.Equal(["target", "input"], data.Columns.Select(column => column.Field.Name));
        Assert.Same(data.Column("input").Rows, data.Column("target").Rows);
        Assert.Equal([70, 80], Greys(data.Column("input")));
        Assert.Equal([110, 120], Greys(data.Column("target")));
        Assert.Equal("no target of its name", Assert.Single(data.LeftOut).Reason);
    }

    [Theory]
    [InlineData("picture", "map")]
    [InlineData("train/pictures", "train/maps")]
    [InlineData("train", "trainannot")]
    public void Maps_of_pictures_are_numbers_of_labels_in_the_order_of_their_colours(string pictures, string maps)
    {
        Save($"{pictures}/one.png", 70);
        Save($"{pictures}/two.png", 80);
        Save($"{pictures}/alone.png", 90);
        SaveMap($"{maps}/one.png", (200, 0, 0), (0, 0, 90));
        SaveMap($"{maps}/two.png", (0, 0, 90), (0, 0, 0));
        FieldedDataset data = Open("map", "picture");
        Assert.Equal(["picture", "map"], data.Columns.Select(column => column.Field.Name));
        Assert.Same(data.Column("picture").Rows, data.Column("map").Rows);
        Assert.Equal([70, 80], Greys(data.Column("picture")));
        var kind = (SegmentationMaps)data.Column("map").Field.Kind;
        Assert.Equal(["#000000", "#00005a", "#c80000"], kind.Colours);
        Assert.Equal([2, 1], LabelsOfEnds(data, 0));
        Assert.Equal([1, 0], LabelsOfEnds(data, 1));
        Assert.Equal("no map of its name", Assert.Single(data.LeftOut).Reason);
    }

    [Fact]
    public void Numbers_in_files_are_those_of_labels_and_a_part_for_tests_may_be_called_val()
    {
        // In the palette of such maps 2 is green and 1 red, which has the greater level.
        Save("train/one.png", 70);
        SaveNumbers("trainannot/one.png", 1, 2);
        Save("train/two.png", 70);
        SaveNumbers("trainannot/two.png", 0, 11);
        Save("val/three.png", 90);
        SaveNumbers("valannot/three.png", 11, 2);
        FieldedDataset data = Open("map", "picture");
        Assert.Equal(["#000000", "#800000", "#008000", "#c08000"], ((SegmentationMaps)data.Column("map").Field.Kind).Colours);
        Assert.Equal([1, 2], LabelsOfEnds(data, 0));
        Assert.Equal([0, 3], LabelsOfEnds(data, 1));
        var tests = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["map", "picture"], Size = 8, Split = DataSplit.Test });
        Assert.Equal([90], Greys(tests.Column("picture")));
        Assert.Equal([3, 2], LabelsOfEnds(tests, 0));

        void SaveNumbers(string name, byte upper, byte lower)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            var image = new Image(8, 8, 1);
            image.Pixels[..32].Fill(upper);
            image.Pixels[32..].Fill(lower);
            image.SavePng(_folder[name]);
        }
    }

    [Fact]
    public void Labels_of_tests_are_those_that_are_trained_on()
    {
        Save("train/picture/one.png", 70);
        SaveMap("train/map/one.png", (200, 0, 0), (0, 0, 90));
        Save("test/picture/two.png", 80);
        SaveMap("test/map/two.png", (190, 10, 0), (190, 10, 0));
        var data = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["map", "picture"], Size = 8, Split = DataSplit.Test });
        Assert.Equal(["#00005a", "#c80000"], ((SegmentationMaps)data.Column("map").Field.Kind).Colours);
        Assert.Equal([1, 1], LabelsOfEnds(data, 0));
    }

    [Fact]
    public void Maps_that_are_missing_or_photographs_are_refused()
    {
        Save("picture/one.png", 70);
        Assert.Contains("no folder called map or maps; it holds picture; add a map of labels for each picture, or fill holes without any by glcic", Refused("map", "picture"), StringComparison.Ordinal);
        Save("picture/two.png", 80);
        Directory.CreateDirectory(_folder["map"]);
        foreach ((string name, int first) in new[] { ("one", 0), ("two", 100) })
        {
            var shades = new Image(8, 8, 3);
            for (int at = 0; at < 64; at++)
                shades.Pixels[3 * at] = (byte)(first + at);
            shades.SavePng(_folder[$"map/{name}.png"]);
        }

        Assert.Contains("more than 64 colours", Refused("map", "picture"), StringComparison.Ordinal);
        File.Delete(_folder["map/one.png"]);
        File.Move(_folder["map/two.png"], _folder["map/three.png"]);
        Assert.Contains("name pairs alike, or train glcic", Refused("map", "picture"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sets_walk_apart_and_may_differ_in_number()
    {
        Save("A/one.png", 70);
        Save("A/two.png", 80);
        Save("A/three.png", 90);
        Save("B/other.png", 110);
        FieldedDataset data = Open("a", "b");
        Assert.NotSame(data.Column("a").Rows, data.Column("b").Rows);
        Assert.Equal((3, 1), (data.Column("a").Rows.Count, data.Column("b").Rows.Count));
        Assert.Empty(data.LeftOut);
    }

    [Fact]
    public void Of_two_sets_pictures_of_equal_names_are_the_pairs_that_are_known()
    {
        Save("A/one.png", 70);
        Save("A/two.png", 80);
        Save("B/other.png", 110);
        Save("B/two.png", 120);
        FieldedDataset data = Open("a", "b", "input", "target");
        Assert.Equal([70, 80], Greys(data.Column("a")));
        Assert.Equal([110, 120], Greys(data.Column("b")));
        Assert.Equal((80, 120), (Assert.Single(Greys(data.Column("input"))), Assert.Single(Greys(data.Column("target")))));
        Assert.Same(data.Column("input").Rows, data.Column("target").Rows);
        Assert.Equal(3, data.Columns.Select(column => column.Rows).Distinct().Count());
        Assert.Empty(data.LeftOut);
    }

    [Fact]
    public void Pairs_that_are_known_may_lie_in_folders_of_their_own()
    {
        Save("A/one.png", 70);
        Save("B/one.png", 110);
        Save("input/two.png", 80);
        Save("target/two.png", 120);
        Save("target/three.png", 130);
        FieldedDataset data = Open("a", "b", "input", "target");
        Assert.Equal([70], Greys(data.Column("a")));
        Assert.Equal([80], Greys(data.Column("input")));
        Assert.Equal("no input of its name", Assert.Single(data.LeftOut).Reason);
    }

    [Fact]
    public void Sub_folders_of_the_first_of_two_sets_are_its_classes()
    {
        Save("A/dog/one.png", 70);
        Save("A/cat/two.png", 80);
        Save("B/three.png", 110);
        FieldedDataset data = Open("a", "b", "class");
        Assert.Equal(["cat", "dog"], ((Classes)data.Column("class").Field.Kind).Names);
        Assert.Same(data.Column("a").Rows, data.Column("class").Rows);
        var label = new float[2];
        data.Column("class").Read([0, 1], label);
        Assert.Equal([80, 70], Greys(data.Column("a")));
        Assert.Equal([0, 1], label);
        Save("A/alone.png", 90);
        Assert.Contains("alone.png lies in none of its sub-folders", Assert.Throws<BelamyException>(() => Open("a", "b", "class")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_a_part_for_tests_are_numbered_as_those_that_are_trained_on()
    {
        foreach (string name in new[] { "trainA/ant/one.png", "trainA/cat/two.png", "trainA/dog/three.png", "trainB/four.png", "testA/dog/five.png", "testB/six.png" })
            Save(name, 70);
        var options = new DataOptions { Fields = ["a", "b", "class"], Size = 8, Split = DataSplit.Test };
        Column classes = Datasets.Open(_folder.Path, options).Column("class");
        var label = new float[1];
        classes.Read([0], label);
        Assert.Equal(["ant", "cat", "dog"], ((Classes)classes.Field.Kind).Names);
        Assert.Equal([2], label);
        Save("testA/eel/seven.png", 80);
        Assert.Contains("its class eel is not among those of the part to train on (ant, cat, dog)", Assert.Throws<BelamyException>(() => Datasets.Open(_folder.Path, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Part_for_tests_is_read_from_its_own_folders()
    {
        Save("trainA/one.png", 70);
        Save("trainB/one.png", 80);
        Save("testA/two.png", 90);
        Save("testB/two.png", 100);
        var data = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["a", "b"], Size = 8, Split = DataSplit.Test });
        Assert.Equal([90], Greys(data.Column("a")));
        Assert.Equal([100], Greys(data.Column("b")));
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
        Save("input/one.png", 70);
        Save("input/two.png", 80);
        Save("target/one.png", 110);
        File.WriteAllText(_folder["target/two.png"], "no picture");
        FieldedDataset data = Open("input", "target");
        Assert.Equal([70], Greys(data.Column("input")));
        Assert.Equal([110], Greys(data.Column("target")));
        Assert.EndsWith("two.png", Assert.Single(data.LeftOut).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_of_labels_get_a_colour_for_each_number_and_none_is_mixed_when_they_are_brought_to_a_size()
    {
        // Numbers as in CamVid and Cityscapes: 1, 3 and 255, which is none.
        SaveHalves("input/one.png", 1, 3);
        SaveHalves("input/two.png", 0, 255);
        Save("target/one.png", 110);
        Save("target/two.png", 120);
        FieldedDataset data = Open("input", "target");
        var labels = (Pictures)data.Column("input").Field.Kind;
        Assert.Equal((3, true), (labels.Channels, labels.AreLabels));
        Assert.False(((Pictures)data.Column("target").Field.Kind).AreLabels);
        Assert.Equal([(128, 0, 0), (128, 128, 0)], Colours(data.Column("input"), 0));
        Assert.Equal([(0, 0, 0), (224, 224, 192)], Colours(data.Column("input"), 1));

        // What is applied to is read like it.
        Assert.Equal([(128, 0, 0), (128, 128, 0)], Colours(labels, labels.Read(_folder["input/one.png"])));

        // Runs of before took the shades as they are.
        var before = (FieldedDataset)Datasets.Open(_folder.Path, new DataOptions { Fields = ["input", "target"], Size = 8, FindsLabels = false });
        Assert.Equal(1, ((Pictures)before.Column("input").Field.Kind).Channels);
    }

    [Fact]
    public void Palettes_of_few_colours_are_labels_and_drawings_in_black_and_white_are_not()
    {
        foreach (string name in (string[])["input/one.png", "input/two.png"])
        {
            Directory.CreateDirectory(_folder["input"]);
            File.Copy(Fixture.Path("labels.png"), _folder[name]);
        }

        Save("target/one.png", 0);
        Save("target/two.png", 255);
        FieldedDataset data = Open("input", "target");
        Assert.True(((Pictures)data.Column("input").Field.Kind).AreLabels);
        Assert.False(((Pictures)data.Column("target").Field.Kind).AreLabels);
        Image whole = Image.Load(_folder["input/one.png"]);
        ISet<(int, int, int)> there = new HashSet<(int, int, int)>();
        for (int at = 0; at < whole.Pixels.Length; at += whole.Channels)
            there.Add((whole.Pixels[at], whole.Pixels[at + 1], whole.Pixels[at + 2]));
        Assert.Subset(there, new HashSet<(int, int, int)>(Colours(data.Column("input"), 0)));
    }

    /// <summary>Photographs at night may hold no shade above those that number labels, but no areas of one.</summary>
    [Fact]
    public void Dark_pictures_whose_shades_change_from_pixel_to_pixel_are_no_labels()
    {
        var dark = new Image(24, 24, 1);
        for (int at = 0; at < dark.Pixels.Length; at++)
            dark.Pixels[at] = (byte)(at * 7 % 23);
        Directory.CreateDirectory(_folder["input"]);
        dark.SavePng(_folder["input/one.png"]);
        Save("target/one.png", 110);
        Assert.False(((Pictures)Open("input", "target").Column("input").Field.Kind).AreLabels);
    }

    /// <summary>A pixel of a map is the label in its middle: the left ten columns of 21 are pixels 0 to 3 of 8, whose middles lie at 1.3, 3.9, 6.6 and 9.2.</summary>
    [Fact]
    public void Pixel_of_a_map_of_labels_is_the_nearest_one()
    {
        SaveHalves("input/one.png", 1, 3);
        Save("target/one.png", 110);
        Column column = Open("input", "target").Column("input");
        var values = new float[column.Field.Kind.Shape.Count];
        column.Read(0, values);
        // The second of its three channels is green, which tells 1 (128, 0, 0) from 3 (128, 128, 0).
        for (int y = 0; y < 8; y++)
            Assert.Equal([-1, -1, -1, -1, 1, 1, 1, 1], values[(64 + (8 * y))..(72 + (8 * y))].Select(value => value > -0.5f ? 1 : -1));
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

    /// <summary>The colours of an item, in the order in which they are met along its rows.</summary>
    private static (int Red, int Green, int Blue)[] Colours(Column column, int item)
    {
        var values = new float[column.Field.Kind.Shape.Count];
        column.Read(item, values);
        return Colours((Pictures)column.Field.Kind, values);
    }

    private static (int Red, int Green, int Blue)[] Colours(Pictures kind, float[] values)
    {
        int area = kind.Height * kind.Width;
        return [.. Enumerable.Range(0, area).Select(at => (Byte(values[at]), Byte(values[area + at]), Byte(values[(2 * area) + at]))).Distinct()];

        static int Byte(float value) => (int)Math.Round((value + 1) * 127.5);
    }

    /// <summary>A grey picture of 21×21, of which the left and the right part differ: their border lies within a pixel of one of 8×8.</summary>
    private void SaveHalves(string name, byte left, byte right)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var image = new Image(21, 21, 1);
        for (int y = 0; y < 21; y++)
        {
            image.Row(y)[..10].Fill(left);
            image.Row(y)[10..].Fill(right);
        }

        image.SavePng(_folder[name]);
    }

    /// <summary>The labels of the first and the last pixel of a map.</summary>
    private static float[] LabelsOfEnds(FieldedDataset data, int item)
    {
        var values = new float[64];
        data.Column("map").Read(item, values);
        return [values[0], values[^1]];
    }

    /// <summary>A map whose upper half is of one colour and whose lower half is of another.</summary>
    private void SaveMap(string name, (byte Red, byte Green, byte Blue) upper, (byte Red, byte Green, byte Blue) lower)
    {
        string path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var image = new Image(8, 8, 3);
        for (int at = 0; at < 64; at++)
            (image.Pixels[3 * at], image.Pixels[(3 * at) + 1], image.Pixels[(3 * at) + 2]) = at < 32 ? upper : lower;
        image.SavePng(path);
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
