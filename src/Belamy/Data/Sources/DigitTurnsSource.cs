using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Digits, and digits turned by a quarter, of which ten of each class are known to be the same. After Gan et al. 2017, arXiv:1709.06548, section 4.2.</summary>
internal sealed class DigitTurnsSource : DataSource
{
    private const int Pairs = 100;

    public override string Name => "digit-turns";

    public override string Description => "4,950 digits, 28 x 28 grey (a), 4,950 others turned by a quarter (b), and 100 pairs (input, target); comes with the library";

    public override string License => MnistSource.Terms;

    public override string Content => FewPairs.Content;

    public override Dataset Open(DataOptions options)
    {
        Dataset digits = new DigitsSource().Open(options);
        var pictures = new Pictures(digits.ItemShape[0], digits.ItemShape[1], digits.ItemShape[2]);
        float[] items = digits.ReadEvenly(digits.Count);
        return FewPairs.Create(Name, pictures, pictures, Pairs, items, Turned(items, pictures.Height));
    }

    /// <summary>Square pictures turned by a quarter to the left: what was at the right edge is at the top.</summary>
    public static float[] Turned(ReadOnlySpan<float> items, int side)
    {
        var turned = new float[items.Length];
        for (int at = 0; at < items.Length; at++)
        {
            (int picture, int place) = Math.DivRem(at, side * side);
            (int y, int x) = Math.DivRem(place, side);
            turned[at] = items[(picture * side * side) + (x * side) + side - 1 - y];
        }

        return turned;
    }
}
