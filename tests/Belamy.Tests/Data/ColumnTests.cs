using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Tests.Data;

public class ColumnTests
{
    private static readonly Rows Three = new("points", 3);

    [Fact]
    public void Array_column_reads_items_in_any_order()
    {
        var column = new ArrayColumn(new Field("point", new Points(2)), Three, [0, 1, 2, 3, 4, 5]);
        var read = new float[8];
        column.Read([2, 0, 0, 1], read);
        Assert.Equal([4, 5, 0, 1, 0, 1, 2, 3], read);
    }

    [Fact]
    public void Byte_column_reads_bytes_as_a_range()
    {
        var column = new ByteColumn(new Field("point", new Points(2)), Three, [0, 255, 51, 204, 255, 0], -1, 1);
        var read = new float[4];
        column.Read([1, 0], read);
        Assert.Equal([-0.6f, 0.6f, -1, 1], read);
    }

    [Fact]
    public void Fingerprint_follows_shape_and_values()
    {
        string[] prints =
        [
            Array(new Points(2), 1, 2, 3, 4, 5, 6), Array(new Points(2), 1, 2, 3, 4, 5, 7), Array(new Points(1), 1, 2, 3),
            Bytes(0, 1, 1, 2, 3, 4, 5, 6), Bytes(0, 1, 1, 2, 3, 4, 5, 7), Bytes(0, 2, 1, 2, 3, 4, 5, 6),
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.All(prints, print => Assert.Equal(64, print.Length));
        Assert.Equal(prints[0], Array(new Points(2), 1, 2, 3, 4, 5, 6));
        Assert.Equal(prints[3], Bytes(0, 1, 1, 2, 3, 4, 5, 6));

        static string Array(Kind kind, params float[] values) => new ArrayColumn(new Field("point", kind), Three, values).Fingerprint;
        static string Bytes(double low, double high, params byte[] values) => new ByteColumn(new Field("point", new Points(2)), Three, values, low, high).Fingerprint;
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        var classes = new Field("class", new Classes("a", "b"));
        Assert.Throws<ArgumentException>(() => new ArrayColumn(classes, Three, [0, 1]));
        Assert.Throws<ArgumentException>(() => new ByteColumn(classes, Three, [0, 1]));
        Assert.Contains("2 is no whole number from 0 to 1", Assert.Throws<ArgumentException>(() => new ArrayColumn(classes, Three, [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArrayColumn(classes, Three, [0, 1, 0.5f]));
        Assert.Throws<ArgumentException>(() => new ArrayColumn(classes, Three, [0, 1, float.NaN]));
    }
}
