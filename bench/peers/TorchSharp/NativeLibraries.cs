using System.Runtime.InteropServices;
using TorchSharp;

namespace Belamy.Bench.Peers;

/// <summary>TorchSharp's native libraries.</summary>
internal static class NativeLibraries
{
    /// <summary>
    /// Loads them, before TorchSharp itself does: where it cannot, it copies half a gigabyte about to try once more, and prints a page.
    /// </summary>
    /// <returns>Null, or in one line why they do not load, in the words of the system's loader.</returns>
    public static string? WhyNot()
    {
        try
        {
            NativeLibrary.Load("torch_cpu", typeof(torch).Assembly, DllImportSearchPath.AssemblyDirectory);
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, DllImportSearchPath.AssemblyDirectory);
            return null;
        }
        catch (DllNotFoundException problem)
        {
            // What is wrong with the library stands among lines about places where it does not lie.
            string[] lines = problem.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.FirstOrDefault(line => line.Contains("GLIBCXX", StringComparison.Ordinal)) ?? lines[0];
        }
    }
}
