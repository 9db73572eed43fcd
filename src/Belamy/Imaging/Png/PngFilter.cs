namespace Belamy.Imaging;

/// <summary>The five row filters of PNG: each predicts a byte from its neighbours to the left, above, and above left.</summary>
internal static class PngFilter
{
    public const int None = 0;
    public const int Sub = 1;
    public const int Up = 2;
    public const int Average = 3;
    public const int Paeth = 4;
    public const int Count = 5;

    /// <summary>Writes the differences of a row from its prediction.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, or zeros at the top; as long as <paramref name="row"/>.</param>
    /// <param name="pixelBytes">The bytes of a pixel, at least 1: the distance to the left neighbour.</param>
    /// <param name="filtered">Receives the differences.</param>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> filtered)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            filtered[i] = (byte)(row[i] - Predict(filter, left, above[i], aboveLeft));
        }
    }

    /// <summary>Restores a row in place from its differences.</summary>
    /// <param name="filter">The filter, from 0 to 4.</param>
    /// <param name="row">The differences; receives the row.</param>
    /// <param name="above">The restored row above, or zeros at the top; as long as <paramref name="row"/>.</param>
    /// <param name="pixelBytes">The bytes of a pixel, at least 1: the distance to the left neighbour.</param>
    public static void Revert(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter == None)
            return;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            row[i] = (byte)(row[i] + Predict(filter, left, above[i], aboveLeft));
        }
    }

    private static int Predict(int filter, int left, int above, int aboveLeft) => filter switch
    {
        None => 0,
        Sub => left,
        Up => above,
        Average => (left + above) >> 1,
        _ => PredictPaeth(left, above, aboveLeft),
    };

    private static int PredictPaeth(int left, int above, int aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left);
        int toAbove = Math.Abs(estimate - above);
        int toAboveLeft = Math.Abs(estimate - aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
