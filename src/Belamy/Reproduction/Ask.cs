using System.Globalization;

namespace Belamy.Reproduction;

/// <summary>What a figure has to be for the check to count it as reached.</summary>
/// <param name="Text">In words: <c>≥ 24</c>.</param>
/// <param name="IsReached">Whether a value is good enough.</param>
public sealed record Ask(string Text, Func<double, bool> IsReached)
{
    /// <summary>At least a bound.</summary>
    public static Ask AtLeast(double bound) => new($"≥ {Format(bound)}", value => value >= bound);

    /// <summary>At most a bound.</summary>
    public static Ask AtMost(double bound) => new($"≤ {Format(bound)}", value => value <= bound);

    /// <summary>Between two bounds, both included.</summary>
    public static Ask Between(double low, double high) => new($"{Format(low)} to {Format(high)}", value => value >= low && value <= high);

    internal static string Format(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < 1e-4 ? "0.##e0" : "0.####", CultureInfo.InvariantCulture);
}
