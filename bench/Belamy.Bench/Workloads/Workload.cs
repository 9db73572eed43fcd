using System.Diagnostics;

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
/// <param name="run">Does it once and says how many seconds it took.</param>
/// <param name="resources">What is to be let go at the end.</param>
internal sealed class Repetition(Func<double> run, params IDisposable[] resources) : IDisposable
{
    /// <summary>How many numbers its networks learn; the peer's twin has as many.</summary>
    public long Parameters { get; init; }

    /// <summary>Operations that its compiled programs do, as they count them: what the formula is checked against.</summary>
    public double Operations { get; init; }

    public Repetition(Action run, params IDisposable[] resources)
        : this(() => Timed(run), resources)
    {
    }

    /// <summary>Runs it once.</summary>
    /// <returns>Seconds.</returns>
    public double Run() => run();

    public void Dispose()
    {
        foreach (IDisposable resource in resources)
            resource.Dispose();
    }

    private static double Timed(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
