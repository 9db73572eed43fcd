using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>The columns of a data set that has items of one shape, and classes or none.</summary>
internal static class DatasetColumns
{
    /// <summary>What the classes of items are called among fields.</summary>
    public const string ClassName = "class";

    /// <summary>What the main field is called by those who do not care what it is.</summary>
    public const string ItemName = "item";

    /// <summary>The fields of items of a shape.</summary>
    /// <param name="item">The shape of one item: pictures where there are channels, rows and columns, points where there is one extent.</param>
    /// <param name="classes">The names of the classes; empty where there are none.</param>
    public static IReadOnlyList<Field> Fields(ReadOnlySpan<int> item, IReadOnlyList<string> classes)
    {
        Field main = item.Length switch
        {
            3 => new Field("picture", new Pictures(item[0], item[1], item[2])),
            1 => new Field("point", new Points(item[0])),
            _ => new Field(ItemName, new Arrays([.. item])),
        };
        return classes.Count == 0 ? [main] : [main, new Field(ClassName, new Classes(classes))];
    }

    /// <summary>The columns of a data set, over the same rows.</summary>
    public static IReadOnlyList<Column> Of(Dataset data)
    {
        var rows = new Rows(data.Name, data.Count);
        IReadOnlyList<Field> fields = Fields(data.ItemShape, data.ClassNames);
        var items = new Items(fields[0], rows, data);
        return fields.Count == 1 ? [items] : [items, new Labels(fields[1], rows, data)];
    }

    private sealed class Items(Field field, Rows rows, Dataset data) : Column(field, rows)
    {
        public override string Fingerprint => data.Fingerprint;

        public override void Read(int item, Span<float> destination) => data.Read(item, destination);
    }

    private sealed class Labels(Field field, Rows rows, Dataset data) : Column(field, rows)
    {
        public override string Fingerprint => data.Fingerprint;

        public override void Read(int item, Span<float> destination) => destination[0] = data.Labels[item];
    }
}
