using System.Diagnostics;
using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>The outcome of a workload.</summary>
/// <param name="Workload">What was measured.</param>
/// <param name="Seconds">The median of the repetitions.</param>
/// <param name="Repetitions">How many there were.</param>
/// <param name="Rates">What the machine could do meanwhile.</param>
/// <param name="Parameters">How many numbers its networks learn.</param>
/// <param name="PeakMemory">The most bytes that this process had in use until the workload had run once; no later repetition takes more.</param>
internal sealed record Measurement(Workload Workload, double Seconds, int Repetitions, MachineRates Rates, long Parameters, long PeakMemory)
{
    private const double IntervalSeconds = 0.02;
    private const int IntervalsPerCopy = 10;

    /// <summary>Operations a second.</summary>
    public double Speed => Workload.Work.Operations / Seconds;

    /// <summary>The share of the machine's peak that <see cref="Speed"/> is.</summary>
    public double ShareOfPeak => Speed / Rates.Operations;

    /// <summary>The least time in seconds that the machine could take.</summary>
    public double Floor => Workload.Work.Floor(Rates);

    /// <summary>Whether it is known what there is to do, and with it the floor.</summary>
    public bool HasWork => Workload.Work != Work.Unknown;

    /// <summary>Whether it is there to multiply and add, and not to move values alone.</summary>
    public bool HasOperations => Workload.Work.Operations > 0;

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
        repetition.Run();
        // Before the machine is measured, whose copies take memory too.
        long memory = ChildProcess.OwnPeakMemory;
        Repeat(repetition, warmUp, 1, probe);
        List<Interval> intervals = Repeat(repetition, seconds, 3, probe);
        double[] times = [.. intervals.SelectMany(interval => interval.Times)];
        double median = Statistics.Median(times);
        // Each repetition is held against the peak just before and after it, and the median of those quotients counts:
        // medians of times and peaks by themselves would not belong to the same moments.
        double peakTimesSeconds = Statistics.Median(intervals.SelectMany(interval => interval.Times.Select(time => time * interval.Peak)));
        double copy = Statistics.Median(intervals.Select(interval => interval.Copy).Where(double.IsFinite));
        return new Measurement(workload, median, times.Length, new MachineRates(peakTimesSeconds / median, copy), repetition.Parameters, memory);
    }

    private static List<Interval> Repeat(Repetition repetition, double seconds, int least, MachineProbe probe)
    {
        List<Interval> intervals = [];
        var total = Stopwatch.StartNew();
        double peak = probe.MeasurePeak();
        for (int count = 0; count < least || total.Elapsed.TotalSeconds < seconds;)
        {
            // A copy empties the caches, so it comes rarely.
            double copy = intervals.Count % IntervalsPerCopy == 0 ? probe.MeasureCopy() : double.NaN;
            List<double> times = [];
            double end = total.Elapsed.TotalSeconds + IntervalSeconds;
            do
                times.Add(repetition.Run());
            while (total.Elapsed.TotalSeconds < end);
            double next = probe.MeasurePeak();
            intervals.Add(new Interval(times, (peak + next) / 2, copy));
            peak = next;
            count += times.Count;
        }

        return intervals;
    }

    /// <summary>Repetitions between two measurements of the machine.</summary>
    private readonly record struct Interval(List<double> Times, double Peak, double Copy);
}
