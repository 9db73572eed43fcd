using System.Globalization;

namespace Belamy.Data.Tables;

/// <summary>What the text of a cell is.</summary>
internal static class CellText
{
    /// <summary>More digits behind the point than a number has any.</summary>
    private const int MostDecimals = 15;

    private static readonly HashSet<string> Missing = new(["", "na", "n/a", "nan", "null", "none", "?"], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy/MM/dd"];

    public static bool IsMissing(string? text) => text is null || Missing.Contains(text.Trim());

    /// <summary>A finite number with a point for its decimals; null where it is none.</summary>
    public static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>A date of the year, the month and the day, and its format; null where it is none. Those that begin with the day or the month are none: they cannot be told apart.</summary>
    public static (DateTime Date, string Format)? Date(string text)
    {
        foreach (string format in DateFormats)
        {
            if (DateTime.TryParseExact(text.Trim(), format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime date))
                return (date, format);
        }

        return null;
    }

    /// <summary>Digits behind the point of a number's text.</summary>
    public static int Decimals(string text)
    {
        if (Number(text) is { } number && number == Math.Floor(number))
            return 0;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.Contains('e', StringComparison.OrdinalIgnoreCase) ? MostDecimals : Math.Min(MostDecimals, text.Trim().Length - point - 1);
    }
}
