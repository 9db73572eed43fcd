using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Belamy;

/// <summary>The range that a <see cref="RangeAttribute"/> gives a number of a recipe's part: what it holds, and its name in words.</summary>
internal static class SettingRange
{
    /// <summary>Whether a value is one that a property may have; null, and a property without a range, always.</summary>
    public static bool Holds(PropertyInfo property, object? value) =>
        value is null || property.GetCustomAttribute<RangeAttribute>() is not { } range || range.IsValid(value);

    /// <summary>The range in words, such as <c>at least 0 and below 1</c>; empty for a property without one.</summary>
    public static string Describe(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
            return "";
        double minimum = Number(range.Minimum), maximum = Number(range.Maximum);
        string least = $"{(range.MinimumIsExclusive ? "above" : "at least")} {range.Minimum}";
        string most = $"{(range.MaximumIsExclusive ? "below" : "at most")} {range.Maximum}";
        return (double.IsInfinity(minimum), double.IsInfinity(maximum) || maximum >= int.MaxValue) switch
        {
            (true, true) => "finite",
            (true, false) => most,
            (false, true) => least,
            _ => $"{least} and {most}",
        };
    }

    private static double Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
