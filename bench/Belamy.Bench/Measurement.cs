using System.Diagnostics;
using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>The outcome of a workload.</summary>
/// <param name="Workload">What was measured.</param>
/// <param name="Seconds">The median of the repetitions.</param>
/// <param name="Repetitions">How many there were.</param>
/// <param name="Rates">What the machine could do meanwhile.</param>
internal sealed record Measurement(Workload Workload, double Seconds, int Repetitions, MachineRates Rates)
{
    /// <summary>Operations a second.</summary>
    public double Speed => Workload.Work.Operations / Seconds;

    /// <summary>The share of the machine's peak that <see cref="Speed"/> is.</summary>
    public double ShareOfPeak => Speed / Rates.Operations;

    /// <summary>The least time in seconds that the machine could take.</summary>
    public double Floor => Workload.Work.Floor(Rates);

    /// <summary>Whether operations are known, and with them speed, share and floor.</summary>
    public bool HasWork => Workload.Work != Work.Unknown;

    /// <summary>
    /// Warms a workload up, repeats it, and measures the machine between repetitions. Medians, so that a neighbour's
    /// disturbance of a few repetitions does not count.
    /// </summary>
    /// <param name="workload">What to measure.</param>
    /// <param name="warmUp">Seconds before anything counts.</param>
    /// <param name="seconds">Seconds that count, at least; and at least three repetitions.</param>
    /// <param name="probe">Measures the machine.</param>
    public static Measurement Take(Workload workload, double warmUp, double seconds, MachineProbe probe)
    {
        using Repetition repetition = workload.Prepare();
        Repeat(repetition, warmUp, 1, probe);
        probe.Clear();
        double[] times = Repeat(repetition, seconds, 3, probe);
        return new Measurement(workload, Statistics.Median(times), times.Length, probe.Rates);
    }

    private static double[] Repeat(Repetition repetition, double seconds, int least, MachineProbe probe)
    {
        const double ProbeInterval = 0.02;
        // A copy empties the caches, so it comes rarely.
        const int PeaksPerCopy = 10;
        List<double> times = [];
        var total = Stopwatch.StartNew();
        double probed = double.NegativeInfinity;
        int probes = 0;
        while (times.Count < least || total.Elapsed.TotalSeconds < seconds)
        {
            if (total.Elapsed.TotalSeconds - probed > ProbeInterval)
            {
                probe.MeasurePeak();
                if (probes++ % PeaksPerCopy == 0)
                    probe.MeasureCopy();
                probed = total.Elapsed.TotalSeconds;
            }

            times.Add(repetition.Run());
        }

        return [.. times];
    }
}
