using System.Diagnostics;

namespace Belamy.Bench;

/// <summary>Processes that are measured from outside.</summary>
internal static class ChildProcess
{
    /// <summary>The first arguments with which <see cref="Environment.ProcessPath"/> becomes this program again.</summary>
    public static string[] OwnAssembly { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ChildProcess).Assembly.Location] : [];

    public static Process Start(string file, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static string Finish(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}: {errors.Result.Trim()}");
    }
}
