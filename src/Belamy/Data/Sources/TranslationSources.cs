using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>A named set made of the digits that come with the library, brought to 32×32, to translate between two looks of them.</summary>
internal abstract class TranslationSource : DataSource
{
    private const int Side = 32;

    public override string License => MnistSource.Terms;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var digits = new ResizedDataset((ImageDataset)new DigitsSource().Open(options), Side, ResizeMode.Pad);
        return Create(digits.ReadEvenly(digits.Count), [.. digits.Labels], new Pictures(1, Side, Side), new Classes(digits.ClassNames));
    }

    protected abstract Dataset Create(float[] items, int[] labels, Pictures pictures, Classes classes);

    /// <summary>White where a pixel and the one to its right or below it differ by over half of the range, black elsewhere.</summary>
    protected static float[] Edges(ReadOnlySpan<float> items, Pictures pictures)
    {
        var edges = new float[items.Length];
        for (int at = 0; at < items.Length; at++)
        {
            int x = at % pictures.Width, y = at / pictures.Width % pictures.Height;
            float right = x + 1 < pictures.Width ? items[at + 1] : items[at], below = y + 1 < pictures.Height ? items[at + pictures.Width] : items[at];
            edges[at] = Math.Max(Math.Abs(items[at] - right), Math.Abs(items[at] - below)) > 1 ? 1 : -1;
        }

        return edges;
    }
}

/// <summary>Outlines of digits and the digits themselves, pair by pair.</summary>
internal sealed class DigitEdgesSource : TranslationSource
{
    public override string Name => "digit-edges";

    public override string Description => "10,000 pairs, 32 x 32 grey, of the outline of a digit (input) and the digit (target); comes with the library";

    public override string Content => "pairs";

    protected override Dataset Create(float[] items, int[] labels, Pictures pictures, Classes classes)
    {
        var rows = new Rows("digits", labels.Length);
        return new FieldedDataset(
            Name,
            "target",
            new ArrayColumn(new Field("input", pictures), rows, Edges(items, pictures)),
            new ArrayColumn(new Field("target", pictures), rows, items),
            new ArrayColumn(new Field(DatasetColumns.ClassName, classes), rows, [.. labels.Select(label => (float)label)]));
    }
}

/// <summary>Digits white on black, and others black on white: two sets that are no pairs.</summary>
internal sealed class DigitNegativesSource : TranslationSource
{
    public override string Name => "digit-negatives";

    public override string Description => "5,000 digits, 32 x 32 grey, white on black (a), and 5,000 others black on white (b); comes with the library";

    public override string Content => "domains";

    protected override Dataset Create(float[] items, int[] labels, Pictures pictures, Classes classes)
    {
        int half = items.Length / 2;
        return new FieldedDataset(
            Name,
            "b",
            new ArrayColumn(new Field("a", pictures), new Rows("digits", labels.Length / 2), items[..half]),
            new ArrayColumn(new Field("b", pictures), new Rows("negatives", labels.Length - labels.Length / 2), [.. items[half..].Select(value => -value)]));
    }
}
