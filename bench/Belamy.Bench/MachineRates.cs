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
    private readonly Lazy<CopyKernel> _copy = new(() => new CopyKernel());

    /// <summary>Measures the peak, in operations a second: a millisecond. The middle of three, since a neighbour's disturbance may last as long as one.</summary>
    public double MeasurePeak()
    {
        // The first run wakes the team.
        _team.Run(_peak);
        return _peak.Flops / Statistics.Median([Time(_peak), Time(_peak), Time(_peak)]);
    }

    /// <summary>Measures a copy, in bytes a second: a few milliseconds.</summary>
    public double MeasureCopy() => _copy.Value.Bytes / Time(_copy.Value);

    public void Dispose()
    {
        if (_copy.IsValueCreated)
            _copy.Value.Dispose();
    }

    private double Time(Kernel kernel)
    {
        long start = Stopwatch.GetTimestamp();
        _team.Run(kernel);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
