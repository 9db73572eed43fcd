using System.Diagnostics;

namespace Belamy.Bench;

/// <summary>Processes that are measured from outside, and this one.</summary>
internal static class ChildProcess
{
    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>This program.</summary>
    public static string[] OwnCommand { get; } = [Host, typeof(ChildProcess).Assembly.Location];

    /// <summary>The belamy command, which is built along with this program.</summary>
    public static string[] BelamyCommand { get; } = [Host, Path.Combine(AppContext.BaseDirectory, "Belamy.Cli.dll")];

    /// <summary>The most bytes of memory that this process has had in use.</summary>
    public static long OwnPeakMemory
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static string Run(string[] command, params string[] arguments) => Run(command, [], arguments);

    /// <summary>Runs a command to its end with variables of the environment set.</summary>
    /// <inheritdoc cref="Run(string[], string[])"/>
    public static string Run(string[] command, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BELAMY_THREADS"] = $"{Tensors.Program.Threads}";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command)} {string.Join(' ', arguments)}: ended with {process.ExitCode}. {errors.Result.Trim()}");
    }
}
