namespace Belamy.Studio;

/// <summary>Whoever runs compiled programs holds its lock: they run one at a time in a process.</summary>
internal sealed class ProgramGate
{
    /// <summary>The lock.</summary>
    public Lock Lock { get; } = new();
}
