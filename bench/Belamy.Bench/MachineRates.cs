using System.Diagnostics;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>What the machine can do on the threads that are measured.</summary>
/// <param name="Operations">Operations a second of fused multiply-adds in registers.</param>
/// <param name="Bytes">Bytes a second of a copy, those read and those written together.</param>
internal readonly record struct MachineRates(double Operations, double Bytes);

/// <summary>Measures the machine between other measurements: on a shared machine its speed changes by the second.</summary>
internal sealed class MachineProbe : IDisposable
{
    private readonly WorkerTeam _team = WorkerTeam.Shared;
    private readonly PeakKernel _peak = new(WorkerTeam.Shared.Workers);
    private readonly CopyKernel _copy = new();
    private readonly List<double> _peakTimes = [];
    private readonly List<double> _copyTimes = [];

    /// <summary>The medians since the last <see cref="Clear"/>.</summary>
    public MachineRates Rates => new(_peak.Flops / Statistics.Median(_peakTimes), _copy.Bytes / Statistics.Median(_copyTimes));

    /// <summary>Forgets what was measured.</summary>
    public void Clear()
    {
        _peakTimes.Clear();
        _copyTimes.Clear();
    }

    /// <summary>Measures the peak once: a fraction of a millisecond.</summary>
    public void MeasurePeak()
    {
        // The first run wakes the team.
        _team.Run(_peak);
        _peakTimes.Add(Time(_peak));
    }

    /// <summary>Measures the copy once: a few milliseconds.</summary>
    public void MeasureCopy() => _copyTimes.Add(Time(_copy));

    public void Dispose() => _copy.Dispose();

    private double Time(Kernel kernel)
    {
        long start = Stopwatch.GetTimestamp();
        _team.Run(kernel);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
