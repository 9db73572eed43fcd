using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;

namespace Belamy;

/// <content>What checks of translations read and measure alike.</content>
public static partial class Models
{
    /// <summary>All values of a field, item by item.</summary>
    private static float[] ValuesOf(Dataset data, string field)
    {
        Column column = data.Columns.First(one => one.Field.Name == field);
        int length = (int)column.Field.Kind.Shape.Count;
        var values = new float[column.Rows.Count * length];
        for (int at = 0; at < column.Rows.Count; at++)
            column.Read(at, values.AsSpan(at * length, length));
        return values;
    }

    /// <summary>The first half of some digits as the field <c>a</c>, the negatives of the others as the field <c>b</c>.</summary>
    private static FieldedDataset DigitsAndNegatives(Dataset digits)
    {
        float[] items = ItemFunction.Read(digits);
        int count = digits.Count / 2, half = count * digits.ItemLength;
        var pictures = new Pictures(digits.ItemShape[0], digits.ItemShape[1], digits.ItemShape[2]);
        return new FieldedDataset(
            "digits and negatives", "b",
            new ArrayColumn(new Field("a", pictures), new Rows("digits", count), items[..half]),
            new ArrayColumn(new Field("b", pictures), new Rows("negatives", count), [.. items[half..(2 * half)].Select(value => -value)]));
    }

    private static double MeanDistance(float[] one, float[] other) => one.Zip(other, (left, right) => Math.Abs((double)left - right)).Average();

    /// <summary>The share of items, in percent, that are told for what the item of the same place is.</summary>
    /// <param name="told">The classes that they are told for.</param>
    /// <param name="truth">Items, as many at least.</param>
    private static double ShareTold(int[] told, Dataset truth) => 100.0 * told.Where((label, at) => label == truth.Labels[at]).Count() / told.Length;
}
