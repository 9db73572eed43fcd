namespace Belamy.Reproduction;

/// <summary>One line of a reproduction's table.</summary>
/// <param name="Measure">What was measured: <c>modes covered, of 25</c>.</param>
/// <param name="Published">What the paper reported, in words; empty when it reported none.</param>
/// <param name="Asked">What the check asks for, in words; empty for a figure that is only told.</param>
/// <param name="Values">What was measured, one value a seed.</param>
/// <param name="IsReached">Whether the mean of the values is what was asked for; null where nothing was asked or the run was too short to tell.</param>
public sealed record Finding(string Measure, string Published, string Asked, IReadOnlyList<double> Values, bool? IsReached)
{
    /// <summary>The mean of the values.</summary>
    public double Mean => Values.Average();
}
