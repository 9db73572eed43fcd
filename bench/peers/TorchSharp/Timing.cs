using System.Diagnostics;
using TorchSharp;

namespace Belamy.Bench.Peers;

/// <summary>How workloads are timed: as <c>pytorch_workloads.py</c> does it.</summary>
internal static class Timing
{
    /// <summary>The most memory, in MB of 10⁶ bytes, that this process has had in use.</summary>
    public static double PeakMemory
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return Math.Round(self.PeakWorkingSet64 / 1e6, 1);
        }
    }

    /// <summary>Repeats for some seconds and at least some times.</summary>
    /// <returns>The median, in seconds.</returns>
    public static double Repeat(Action run, double seconds, int least)
    {
        List<double> times = [];
        var total = Stopwatch.StartNew();
        while (times.Count < least || total.Elapsed.TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            // What a repetition makes is let go at its end, not when the garbage collector comes to it.
            using (torch.NewDisposeScope())
                run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
