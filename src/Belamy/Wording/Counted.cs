namespace Belamy;

/// <summary>Numbers of things, in the singular where it is one.</summary>
internal static class Counted
{
    /// <summary>1 map, 16 maps.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="plural">Several of them; the noun with an s when left out.</param>
    public static string Of(long number, string noun, string? plural = null) => $"{number} {(number == 1 ? noun : plural ?? noun + "s")}";
}
