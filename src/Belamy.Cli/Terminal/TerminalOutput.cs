namespace Belamy.Cli.Terminal;

/// <summary>What standard output leads to.</summary>
internal static class TerminalOutput
{
    /// <summary>Whether a person watches a terminal that can redraw: not a file, a pipe, a dumb terminal or a build server.</summary>
    public static bool IsLive =>
        !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "")
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}
