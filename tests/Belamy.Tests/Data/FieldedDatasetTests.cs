using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Tests.Data;

public sealed class FieldedDatasetTests
{
    private static readonly Rows Pairs = new("pairs", 3);

    private static ArrayColumn Numbers(string name, Rows rows, params float[] values) => new(new Field(name, new Points(1)), rows, values);

    [Fact]
    public void Main_field_gives_the_items_and_comes_first()
    {
        var data = new FieldedDataset("data", "target", Numbers("input", Pairs, 1, 2, 3), Numbers("target", Pairs, 4, 5, 6));
        Assert.Equal(["target", "input"], data.Columns.Select(column => column.Field.Name));
        Assert.Equal(3, data.Count);
        var item = new float[1];
        data.Read(2, item);
        Assert.Equal([6], item);
        Assert.Empty(data.ClassNames);
    }

    [Fact]
    public void Column_called_class_over_the_rows_of_the_items_is_their_classes()
    {
        var names = new Classes("no", "yes");
        var data = new FieldedDataset("data", "target", Numbers("target", Pairs, 4, 5, 6), new ArrayColumn(new Field("class", names), Pairs, [1, 0, 1]));
        Assert.Equal(["no", "yes"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
        var other = new FieldedDataset("data", "target", Numbers("target", Pairs, 4, 5, 6), new ArrayColumn(new Field("class", names), new Rows("others", 3), [1, 0, 1]));
        Assert.Empty(other.ClassNames);
    }

    [Fact]
    public void Fingerprint_tells_pairs_from_sets_that_are_none()
    {
        Dataset paired = new FieldedDataset("data", "a", Numbers("a", Pairs, 1, 2, 3), Numbers("b", Pairs, 4, 5, 6));
        Dataset again = new FieldedDataset("other name", "a", Numbers("a", Pairs, 1, 2, 3), Numbers("b", Pairs, 4, 5, 6));
        Dataset apart = new FieldedDataset("data", "a", Numbers("a", Pairs, 1, 2, 3), Numbers("b", new Rows("others", 3), 4, 5, 6));
        Assert.Equal(paired.Fingerprint, again.Fingerprint);
        Assert.NotEqual(paired.Fingerprint, apart.Fingerprint);
    }

    [Fact]
    public void Field_that_is_not_there_is_refused_with_those_that_are()
    {
        var data = new FieldedDataset("data", "a", Numbers("a", Pairs, 1, 2, 3), Numbers("b", Pairs, 4, 5, 6));
        Assert.Equal("data: has no mask; it has a, b", Assert.Throws<BelamyException>(() => data.Column("mask")).Message);
        Assert.Throws<ArgumentException>(() => new FieldedDataset("data", "mask", Numbers("a", Pairs, 1, 2, 3)));
        Assert.Throws<ArgumentException>(() => new FieldedDataset("data", "a", Numbers("a", Pairs, 1, 2, 3), Numbers("a", Pairs, 1, 2, 3)));
    }

    [Fact]
    public void Data_of_one_sort_have_columns_of_their_items_and_classes()
    {
        Dataset digits = Datasets.Digits();
        Assert.Equal(["picture", "class"], digits.Columns.Select(column => column.Field.Name));
        Assert.Equal(new Pictures(1, 28, 28), digits.Main.Field.Kind);
        var label = new float[1];
        digits.Column("class").Read(13, label);
        Assert.Equal([3], label);
        Assert.Same(digits.Columns[0].Rows, digits.Columns[1].Rows);
    }

    [Fact]
    public void Few_pairs_come_with_the_library()
    {
        Dataset points = Datasets.Open("bars4"), tests = Datasets.Open("bars4", new DataOptions { Split = DataSplit.Test }), turns = Datasets.Open("digit-turns");
        Assert.Equal((200, 20_000, 5_000), (points.Column("input").Rows.Count, points.Column("b").Rows.Count, tests.Column("target").Rows.Count));
        var (x, y) = (new float[5_000], new float[5_000]);
        tests.Column("input").Read([.. Enumerable.Range(0, 5_000)], x);
        tests.Column("target").Read([.. Enumerable.Range(0, 5_000)], y);
        // One coordinate of nearly every point is that of a bar, of either sort for half of them; and the deviation is one.
        Assert.InRange(x.Zip(y).Count(point => Bars4Source.IsFarFromBars(point.First) && Bars4Source.IsFarFromBars(point.Second)), 0, 30);
        Assert.InRange(x.Count(Bars4Source.IsFarFromBars), 1_600, 1_900);
        Assert.InRange(x.Select(value => (double)value * value).Average(), 0.9, 1.1);
        // As many bars on the one side as on the other.
        Assert.All(new[] { x, y }, values => Assert.InRange(values.Average(), -0.06, 0.06));
        var (digit, turned) = (new float[784], new float[784]);
        turns.Column("input").Read(5, digit);
        turns.Column("target").Read(5, turned);
        Assert.NotEqual(digit, turned);
        // What was on the right is at the top: the pixel in row 3 and column 20 in row 28 - 1 - 20 and column 3.
        Assert.All(Enumerable.Range(0, 784), at => Assert.Equal(digit[at], turned[((27 - (at % 28)) * 28) + (at / 28)]));
    }

    [Fact]
    public void Items_of_few_pairs_have_no_partner_in_the_other_set()
    {
        float[] numbers = [.. Enumerable.Range(0, 10)];
        FieldedDataset data = FewPairs.Create("numbers", new Points(1), new Points(1), 2, numbers, Array.ConvertAll(numbers, number => 100 + number));
        Assert.Equal([2, 3, 4, 5], Read("a"));
        Assert.Equal([106, 107, 108, 109], Read("b"));
        Assert.Equal([0, 1], Read("input"));
        Assert.Equal([100, 101], Read("target"));

        float[] Read(string field)
        {
            var read = new float[data.Column(field).Rows.Count];
            data.Column(field).Read([.. Enumerable.Range(0, read.Length)], read);
            return read;
        }
    }

    [Fact]
    public void Digits_in_colours_come_with_their_classes_and_contrast()
    {
        Dataset data = Datasets.Open("digit-colours");
        Assert.Same(data.Column("a").Rows, data.Column("class").Rows);
        Assert.NotSame(data.Column("a").Rows, data.Column("b").Rows);
        var (digit, label) = (new float[3 * 784], new float[1]);
        for (int item = 0; item < 100; item++)
        {
            data.Column("a").Read(item, digit);
            data.Column("class").Read(item, label);
            Assert.Equal(item % 10, label[0]);
            Assert.All(digit, value => Assert.InRange(value, -1, 1));
            Assert.True(digit.Chunk(784).Max(channel => channel.Max() - channel.Min()) > 0.9);
        }
    }

    [Theory]
    [InlineData("digit-edges", "target", "input", true)]
    [InlineData("digit-negatives", "b", "a", false)]
    public void Sets_to_translate_come_with_the_library(string name, string main, string other, bool paired)
    {
        Dataset data = Datasets.Open(name);
        Assert.Equal(main, data.Main.Field.Name);
        Assert.Equal(new Pictures(1, 32, 32), data.Column(other).Field.Kind);
        Assert.Equal(paired, data.Column(other).Rows == data.Main.Rows);
        var values = new float[1024];
        data.Column(other).Read(5, values);
        // Edges are black and white alone; digits are mostly black, their negatives white.
        Assert.InRange(values.Count(value => value == -1), 600, 1023);
        data.Main.Read(5, values);
        Assert.InRange(values.Average(), paired ? -1 : 0.3f, paired ? -0.3f : 1);
    }

    [Theory]
    [InlineData("pictures", "3", "4", "5")]
    [InlineData("classes", "cat", "dog")]
    [InlineData("points", "2")]
    [InlineData("latent-vectors", "7")]
    [InlineData("arrays", "2", "3", "4", "5")]
    [InlineData("sounds", "4096", "8000")]
    [InlineData("captions", "words", "<end>", "<unknown>", "red", "circle")]
    [InlineData("tokens", "4", "words", "<end>", "<unknown>", "red")]
    public void Kind_in_text_is_the_kind_again(string name, params string[] parts)
    {
        Kind kind = KindParts.Create(name, parts)!;
        Assert.Equal(name, KindParts.NameOf(kind));
        Assert.Equal(parts, KindParts.Of(kind));
        Assert.Equal(kind, KindParts.Create(name, KindParts.Of(kind)));
    }

    [Theory]
    [InlineData("pictures", "3", "4")]
    [InlineData("pictures", "3", "4", "x")]
    [InlineData("points", "0")]
    [InlineData("points", "99999999999")]
    [InlineData("arrays", "2", "-3")]
    [InlineData("captions", "words", "red", "red")]
    [InlineData("dreams")]
    public void Kind_that_cannot_be_is_none(string name, params string[] parts) => Assert.Null(KindParts.Create(name, parts));
}
