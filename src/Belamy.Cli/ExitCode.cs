namespace Belamy.Cli;

/// <summary>What the process returns to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>A defect of Belamy itself.</summary>
    public const int Defect = 1;

    /// <summary>Something that the caller can put right: an option, a file, a disk, a training that diverged.</summary>
    public const int Failure = 2;

    /// <summary>Stopped by Ctrl+C, SIGTERM or SIGHUP after saving: 128 + 2, as shells count an interrupt.</summary>
    public const int Interrupted = 130;
}
