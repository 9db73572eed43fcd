using System.Globalization;

namespace Belamy.Cli;

/// <summary>The number of threads that compute.</summary>
internal static class Threads
{
    /// <summary>The most threads that a command takes.</summary>
    public const int Most = 256;

    private const string Variable = "BELAMY_THREADS";

    /// <summary>Sets the number, before the first computation; null leaves it to the environment and the machine.</summary>
    /// <exception cref="BelamyException">The environment's number is none.</exception>
    public static void Use(int? count)
    {
        if (count is { } threads)
        {
            Tensors.Program.Threads = threads;
        }
        else if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= Most))
        {
            throw new BelamyException($"{Variable}={text}: give a whole number from 1 to {Most}, or unset the variable");
        }
    }
}
