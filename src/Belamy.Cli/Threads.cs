using System.Globalization;

namespace Belamy.Cli;

/// <summary>The number of threads that compute.</summary>
internal static class Threads
{
    private const string Variable = "BELAMY_THREADS";

    /// <summary>Sets the number, before the first computation; null leaves it to the environment and the machine.</summary>
    public static void Use(int? count)
    {
        if (count is { } threads)
            Environment.SetEnvironmentVariable(Variable, threads.ToString(CultureInfo.InvariantCulture));
    }
}
