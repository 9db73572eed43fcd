using System.Globalization;
using System.Text.Json;
using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>What a workload takes while others like it run on the same processors, as when people train two things at once.</summary>
internal static class TogetherBench
{
    public static void Run(int most, BenchOptions options)
    {
        IReadOnlyList<Workload> workloads = options.Value("--workload") is { } name ? [WorkloadBench.Get(name)] : WorkloadBench.Find(options.Filter);
        Console.WriteLine($"{"workload",-42} {"at once",8} {"ms each",10} {"times alone",12}");
        foreach (Workload workload in workloads)
        {
            double alone = 0;
            for (int count = 1; count <= most; count *= 2)
            {
                double each = Slowest(workload, count, options);
                alone = count == 1 ? each : alone;
                Console.WriteLine($"{workload.Name,-42} {count,8} {each,10:F2} {each / alone,12:F2}");
            }
        }
    }

    /// <summary>Milliseconds of the slowest of <paramref name="count"/> processes.</summary>
    private static double Slowest(Workload workload, int count, BenchOptions options)
    {
        string[] arguments =
        [
            "--json", "--threads", $"{options.Threads}", "--seconds", options.Seconds.ToString(CultureInfo.InvariantCulture), "--workload", workload.Name,
        ];
        Task<string>[] processes = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => ChildProcess.Run(ChildProcess.OwnCommand, arguments)))];
        return processes.Max(process =>
        {
            using JsonDocument line = JsonDocument.Parse(process.Result);
            return line.RootElement.GetProperty("ms").GetDouble();
        });
    }
}
