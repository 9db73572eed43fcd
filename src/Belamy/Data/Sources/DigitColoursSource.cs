using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>
/// Digits in any colour on grounds of any other, with their classes, and others white on black: what house numbers and handwritten digits are to Taigman et al.
/// 2016, arXiv:1611.02200.
/// </summary>
internal sealed class DigitColoursSource : DataSource
{
    // Of the three channels one at least differs so much between a digit and its ground.
    private const double LeastContrast = 1;

    private const int Channels = 3;

    public override string Name => "digit-colours";

    public override string Description => "5,000 digits in colours on coloured grounds, 28 x 28, with their classes (a, class), and 5,000 others white on black, grey (b); comes with the library";

    public override string License => MnistSource.Terms;

    public override string Content => "labelled-domains";

    public override Dataset Open(DataOptions options)
    {
        Dataset digits = new DigitsSource().Open(options);
        int half = digits.Count / 2, side = digits.ItemShape[1], length = side * side;
        float[] items = digits.ReadEvenly(digits.Count);
        var rows = new Rows("coloured digits", half);
        return new FieldedDataset(
            Name,
            "b",
            new ArrayColumn(new Field("a", new Pictures(Channels, side, side)), rows, Coloured(items.AsSpan(0, half * length), length, first: 0)),
            new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(digits.ClassNames)), rows, [.. digits.Labels[..half].ToArray().Select(label => (float)label)]),
            new ArrayColumn(new Field("b", new Pictures(1, side, side)), new Rows("digits", digits.Count - half), items[(half * length)..]));
    }

    /// <summary>Grey pictures with black brought to a colour and white to another, different ones for each picture.</summary>
    /// <param name="items">Pictures of one channel, in [-1, 1].</param>
    /// <param name="length">Pixels of a picture.</param>
    /// <param name="first">The number of the first, which decides the colours with those behind it.</param>
    public static float[] Coloured(ReadOnlySpan<float> items, int length, int first)
    {
        var coloured = new float[items.Length * Channels];
        var numbers = new CounterRandom(0);
        for (int picture = 0; picture < items.Length / length; picture++)
        {
            (float[] ground, float[] ink) = Colours(numbers, (ulong)(first + picture));
            for (int channel = 0; channel < Channels; channel++)
            {
                for (int pixel = 0; pixel < length; pixel++)
                    coloured[(((picture * Channels) + channel) * length) + pixel] = ground[channel] + ((ink[channel] - ground[channel]) * (items[(picture * length) + pixel] + 1) / 2);
            }
        }

        return coloured;
    }

    private static (float[] Ground, float[] Ink) Colours(CounterRandom numbers, ulong picture)
    {
        for (ulong draw = 0; ; draw++)
        {
            float[] six = [.. Enumerable.Range(0, 2 * Channels).Select(at => (float)((2 * numbers.Uniform((((picture * 64) + draw) * 8) + (ulong)at)) - 1))];
            (float[] ground, float[] ink) = (six[..Channels], six[Channels..]);
            if (ground.Zip(ink, (one, other) => Math.Abs(one - other)).Max() >= LeastContrast)
                return (ground, ink);
        }
    }
}
