using System.Globalization;

namespace Belamy;

/// <summary>What this machine, or the container that it is, can hold.</summary>
internal static class MachineMemory
{
    /// <summary>The part of the memory that a program may take; the rest is for the system, and for what else runs.</summary>
    public const double Share = 0.9;

    /// <summary>Bytes that there are for programs.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Whether so many bytes fit into a machine's.</summary>
    public static bool Fits(long bytes, long available) => bytes <= Share * available;

    /// <summary>What there is and what of it may be taken, as an error says it.</summary>
    public static string Limit(long available) => $"this machine has {Text(available)}, of which {Text((long)(Share * available))} may be taken";

    /// <summary>Bytes as an error names them.</summary>
    public static string Text(long bytes)
    {
        ReadOnlySpan<string> units = ["B", "kB", "MB", "GB", "TB", "PB"];
        double amount = bytes;
        int unit = 0;
        while (amount >= 999.5 && unit < units.Length - 1)
            (amount, unit) = (amount / 1000, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(amount >= 9.95 || unit == 0 ? Math.Round(amount) : Math.Round(amount, 1))} {units[unit]}");
    }
}
