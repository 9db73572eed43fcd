namespace Belamy.Bench.Workloads;

/// <summary>Something to time, under a name that stays.</summary>
/// <param name="Name">The name in tables and in JSON.</param>
/// <param name="Work">What it has to do, by formula.</param>
/// <param name="Prepare">Builds everything that a repetition needs.</param>
internal sealed record Workload(string Name, Work Work, Func<Repetition> Prepare);

/// <summary>What a workload has to do, whoever does it.</summary>
/// <param name="Operations">Two for each multiply-add of a matrix product or a convolution; nothing else counts.</param>
/// <param name="Bytes">Bytes that must be read or written at least once: inputs, outputs, state. No intermediate counts.</param>
internal readonly record struct Work(double Operations, double Bytes)
{
    /// <summary>Work that no formula is known for.</summary>
    public static Work Unknown => default;

    /// <summary>The least time, in seconds, on a machine that reaches these rates.</summary>
    public double Floor(MachineRates rates) => Math.Max(Operations / rates.Operations, Bytes / rates.Bytes);

    public static Work operator +(Work left, Work right) => new(left.Operations + right.Operations, left.Bytes + right.Bytes);
}

/// <summary>A prepared workload: one repetition as often as wanted.</summary>
internal sealed class Repetition(Action run, params IDisposable[] resources) : IDisposable
{
    /// <summary>Runs it once.</summary>
    public void Run() => run();

    public void Dispose()
    {
        foreach (IDisposable resource in resources)
            resource.Dispose();
    }
}
