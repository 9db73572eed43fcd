using System.Globalization;
using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>What a workload takes while others like it run on the same processors, as when people train two things at once.</summary>
internal static class TogetherBench
{
    public static void Run(int most, BenchOptions options)
    {
        IReadOnlyList<Workload> workloads = options.Value("--workload") is { } name ? [WorkloadBench.Get(name)] : WorkloadBench.Find(options.Filter);
        Console.WriteLine($"{"workload",-42} {"at once",8} {"ms each",10} {"alone",16} {"times alone",12}");
        foreach (Workload workload in workloads)
        {
            double before = Slowest(workload, 1, options);
            for (int count = 2; count <= most; count *= 2)
            {
                double each = Slowest(workload, count, options);
                // The machine has states that last minutes: only where both agree did it stay in one.
                double after = Slowest(workload, 1, options);
                Console.WriteLine($"{workload.Name,-42} {count,8} {each,10:F2} {$"{before:F2}, {after:F2}",16} {each / ((before + after) / 2),12:F2}");
                before = after;
            }
        }
    }

    /// <summary>Milliseconds of the slowest of <paramref name="count"/> processes. They measure no machine between: that would take a seventh of the others' time.</summary>
    private static double Slowest(Workload workload, int count, BenchOptions options)
    {
        string[] arguments =
        [
            "--repeat", workload.Name, "--threads", $"{options.Threads}", "--seconds", options.Seconds.ToString(CultureInfo.InvariantCulture),
        ];
        Task<string>[] processes = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => ChildProcess.Run(ChildProcess.OwnCommand, arguments)))];
        return processes.Max(process => double.Parse(process.Result, CultureInfo.InvariantCulture));
    }
}
