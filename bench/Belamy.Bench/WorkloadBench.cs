using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>All workloads, one after the other.</summary>
internal static class WorkloadBench
{
    private const double WarmUp = 1;

    public static IEnumerable<Workload> All() =>
        [
            .. ContractionWorkloads.All(),
            .. GanWorkloads.All(),
            .. TranslationWorkloads.All(),
            .. VolumeAndSoundWorkloads.All(),
            .. BottleneckWorkloads.All(),
            .. SequenceWorkloads.All(),
            .. LayerWorkloads.All(),
            .. ProcessWorkloads.All(),
        ];

    /// <summary>The workload of a name.</summary>
    public static Workload Get(string name) => Find(name).FirstOrDefault(workload => workload.Name == name) ?? throw Unknown(name);

    /// <summary>The workloads that have a text in their names.</summary>
    public static IReadOnlyList<Workload> Find(string filter)
    {
        Workload[] found = [.. All().Where(workload => workload.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0
            ? found
            : throw Unknown(filter);
    }

    public static void Run(BenchOptions options)
    {
        IReadOnlyList<Workload> workloads = options.Value("--workload") is { } name ? [Get(name)] : Find(options.Filter);
        using var probe = new MachineProbe();
        Reports.WriteHeader(options.Json);
        List<MachineRates> rates = [];
        foreach (Workload workload in workloads)
        {
            Measurement measurement = Measurement.Take(workload, WarmUp, options.Seconds, probe);
            rates.Add(measurement.Rates);
            Reports.Write(measurement, options.Json);
        }

        if (options.Json)
            return;
        Console.WriteLine(
            $"{options.Threads} threads; peak {Statistics.Median(rates.Select(rate => rate.Operations)) / 1e9:F0} GFLOP/s, "
            + $"copy {Statistics.Median(rates.Select(rate => rate.Bytes)) / 1e9:F1} GB/s (medians of all workloads)");
    }

    /// <summary>Prints what workloads have to do by formula beside what their compiled programs count, and how many numbers their networks learn.</summary>
    public static void CompareWork(string filter)
    {
        foreach (Workload workload in Find(filter).Where(workload => workload.Work != Work.Unknown))
        {
            using Repetition repetition = workload.Prepare();
            Console.WriteLine(
                $"{workload.Name,-40} {workload.Work.Operations / 1e9,9:F3} GFLOP by formula {repetition.Operations / 1e9,9:F3} compiled {repetition.Parameters,12:N0} parameters");
        }
    }

    /// <summary>Prints all names.</summary>
    public static void List()
    {
        foreach (Workload workload in All())
            Console.WriteLine(workload.Name);
    }

    private static ArgumentException Unknown(string name) =>
        new($"No workload has '{name}' in its name; there are: {string.Join("; ", All().Select(workload => workload.Name))}.");
}
