namespace Belamy.Reproduction;

/// <summary>One row of a reproduction's table.</summary>
/// <param name="Measure">What was measured: <c>modes covered, of 25</c>.</param>
/// <param name="Published">What the paper reported, in words; empty when it reported none.</param>
/// <param name="Asked">What the check asks for, in words; empty for a figure that is only told.</param>
/// <param name="Values">What was measured, one value a seed.</param>
/// <param name="IsReached">Whether it is what was asked for; null where nothing was asked or the run was too short to tell.</param>
public sealed record Finding(string Measure, string Published, string Asked, IReadOnlyList<double> Values, bool? IsReached)
{
    /// <summary>What the row can show.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>What was measured with the paper's idea taken out, one value a seed; empty where that is not the question.</summary>
    public IReadOnlyList<double> Without { get; init; } = [];

    /// <summary>The median of the values, which is what is judged.</summary>
    public double Median => SeedStatistics.Median(Values);
}
