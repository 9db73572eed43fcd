using System.Buffers;
using System.Globalization;

namespace Belamy.Cli;

/// <summary>Spans of time as people type them: 90s, 5m, 1.5h, 1h30m.</summary>
internal static class Duration
{
    /// <summary>What to type, for error messages and help.</summary>
    public const string Remedy = "write a number and a unit, such as 60s, 5m or 1h30m";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a span of time; false when the text is none, or not above zero and at most a year.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        double seconds = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        double largest = double.PositiveInfinity;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
                return false;
            rest = rest[digits..];
            int letters = rest.IndexOfAny(NumberCharacters);
            ReadOnlySpan<char> unit = (letters < 0 ? rest : rest[..letters]).Trim();
            rest = letters < 0 ? [] : rest[letters..];
            double scale = unit switch
            {
                "ms" => 0.001,
                "s" or "sec" or "second" or "seconds" => 1,
                "m" or "min" or "minute" or "minutes" => 60,
                "h" or "hour" or "hours" => 3600,
                "d" or "day" or "days" => 86400,
                _ => 0,
            };
            // Units go from large to small, each at most once: 30m1h is a typing error more often than a wish.
            if (scale == 0 || scale >= largest)
                return false;
            largest = scale;
            seconds += number * scale;
        }

        const double year = 366 * 86400d;
        if (!(seconds > 0 && seconds <= year))
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
