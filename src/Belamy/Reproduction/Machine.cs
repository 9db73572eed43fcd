using System.Runtime.InteropServices;
using Belamy.Tensors;

namespace Belamy.Reproduction;

/// <summary>What a verdict was measured on.</summary>
/// <param name="Processor">The processor as it names itself.</param>
/// <param name="Cores">The cores that there are for this process.</param>
/// <param name="Threads">The threads that computed.</param>
/// <param name="VectorBits">The width of the vectors that kernels used; 0 for scalar code.</param>
public sealed record Machine(string Processor, int Cores, int Threads, int VectorBits)
{
    /// <summary>This machine.</summary>
    public static Machine Current => new(ProcessorName(), Environment.ProcessorCount, Program.Threads, Program.VectorBits);

    /// <summary>In words: <c>AMD EPYC, 2 cores, 1 thread, vectors of 512 bits</c>.</summary>
    public override string ToString()
    {
        string threads = Threads == Cores ? "" : $", {Threads} thread{(Threads == 1 ? "" : "s")}";
        return $"{Processor}, {Cores} core{(Cores == 1 ? "" : "s")}{threads}, {(VectorBits == 0 ? "no vectors" : $"vectors of {VectorBits} bits")}";
    }

    private static string ProcessorName()
    {
        try
        {
            // Linux alone tells the name without another program; Windows puts it into the environment.
            const string Information = "/proc/cpuinfo";
            if (File.Exists(Information)
                && File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
                && line.Split(':', 2) is [_, var name])
                return name.Trim();
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
