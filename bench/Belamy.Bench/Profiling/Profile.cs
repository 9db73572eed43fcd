using System.Diagnostics;
using System.Globalization;

namespace Belamy.Bench.Profiling;

/// <summary>Says where the time of a workload, or of a trace, goes.</summary>
internal static class Profile
{
    private const string TraceVariable = "BELAMY_TRACE";
    private const int NameWidth = 92;

    /// <summary>Profiles a trace file, or traces the workloads of a filter, each in a process of its own.</summary>
    /// <param name="subject">A trace file, or part of the name of workloads.</param>
    /// <param name="options">The command line; <c>--all</c> prints every kernel in its order rather than sums.</param>
    public static void Run(string subject, BenchOptions options)
    {
        if (File.Exists(subject))
        {
            Print(KernelTrace.Read(subject), options.Has("--all"));
            return;
        }

        foreach (Workloads.Workload workload in WorkloadBench.Find(subject))
        {
            string file = Path.Combine(Path.GetTempPath(), $"belamy-trace-{Environment.ProcessId}.json");
            try
            {
                Trace(workload.Name, file, options);
                Console.WriteLine($"# {workload.Name}");
                Print(KernelTrace.Read(file), options.Has("--all"));
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>
    /// What a traced process does, and one of several at once: a workload and nothing between, for a while. Prints the median of the second half, in milliseconds.
    /// </summary>
    public static void Repeat(string name, double seconds)
    {
        using Workloads.Repetition repetition = WorkloadBench.Get(name).Prepare();
        var time = Stopwatch.StartNew();
        List<double> times = [];
        while (times.Count < 5 || time.Elapsed.TotalSeconds < seconds)
            times.Add(repetition.Run());
        Console.WriteLine((Statistics.Median(times.Skip(times.Count / 2)) * 1e3).ToString("R", CultureInfo.InvariantCulture));
    }

    private static void Trace(string workload, string file, BenchOptions options)
    {
        // Tracing is decided once, as a process starts.
        ChildProcess.Run(
            ChildProcess.OwnCommand,
            [(TraceVariable, file)],
            "--repeat", workload, "--threads", $"{options.Threads}", "--seconds", options.Seconds.ToString(CultureInfo.InvariantCulture));
    }

    private static void Print(IReadOnlyList<TracedProgram> programs, bool all)
    {
        foreach (TracedProgram program in programs)
        {
            Console.WriteLine();
            Console.WriteLine($"{program.Name}: {program.Seconds * 1e3:F3} ms in {program.Kernels.Count} kernels (medians of {program.Runs} runs)");
            Console.WriteLine($"{"ms",9} {"share",6} {"times",5} {"GFLOP/s",8}  kernel");
            var lines = all
                ? program.Kernels.Select(kernel => (kernel.Name, Count: 1, kernel.Seconds, kernel.Operations))
                : program.Kernels.GroupBy(kernel => kernel.Name)
                    .Select(group => (Name: group.Key, Count: group.Count(), Seconds: group.Sum(kernel => kernel.Seconds), Operations: group.Sum(kernel => kernel.Operations)))
                    .OrderByDescending(line => line.Seconds);
            foreach ((string name, int count, double seconds, double operations) in lines)
            {
                string speed = operations > 0 ? $"{operations / seconds / 1e9:F1}" : "";
                string shortened = name.Length <= NameWidth ? name : name[..(NameWidth - 1)] + "…";
                Console.WriteLine($"{seconds * 1e3,9:F3} {seconds / program.Seconds,6:P1} {count,5} {speed,8}  {shortened}");
            }

            double contractions = program.Kernels.Where(kernel => kernel.Operations > 0).Sum(kernel => kernel.Seconds);
            double counted = program.Kernels.Sum(kernel => kernel.Operations);
            Console.WriteLine(counted == 0
                ? "no contractions"
                : $"contractions {contractions * 1e3:F3} ms at {counted / contractions / 1e9:F1} GFLOP/s; everything else {(program.Seconds - contractions) * 1e3:F3} ms");
        }
    }
}
