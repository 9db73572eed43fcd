using System.Diagnostics;

namespace Belamy.Studio.Processes;

/// <summary>How the command is started from here.</summary>
internal static class BelamyCommand
{
    // SIGINT, SIGHUP, SIGQUIT and SIGTSTP of the terminal are for the studio: who ignores them as it starts goes on ignoring them.
    private const string Script = "trap '' INT HUP QUIT TSTP; output=$1; shift; exec \"$@\" > \"$output\" 2>&1 < /dev/null";

    /// <summary>The program that runs assemblies: the one that runs this.</summary>
    public static string Host { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? path : "dotnet";

    /// <summary>A command that goes on when the studio, its page or its terminal is closed.</summary>
    /// <param name="command">The command's assembly.</param>
    /// <param name="output">The file that receives what it says.</param>
    /// <param name="arguments">What is typed behind <c>belamy</c>.</param>
    public static ProcessStartInfo Detached(string command, string output, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new(Host, ["exec", command, .. arguments]) { CreateNoWindow = true, RedirectStandardOutput = true, RedirectStandardError = true }
            : new("/bin/sh", ["-c", Script, "sh", output, Host, "exec", command, .. arguments]);
        start.UseShellExecute = false;
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string command, string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Host, ["exec", command, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new BelamyException("the command could not be started");
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Asks a process to end: SIGTERM where there are signals.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {process.Id}"]);
        kill.WaitForExit();
    }
}
