using Belamy.Bench.Workloads;

namespace Belamy.Bench;

/// <summary>All workloads, one after the other.</summary>
internal static class WorkloadBench
{
    private const double WarmUp = 1;

    public static IEnumerable<Workload> All() =>
        [.. ContractionWorkloads.All(), .. GanWorkloads.All(), .. ProcessWorkloads.All()];

    public static IReadOnlyList<Workload> Find(string filter)
    {
        Workload[] found = [.. All().Where(workload => workload.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0
            ? found
            : throw new ArgumentException($"No workload has '{filter}' in its name; there are: {string.Join("; ", All().Select(workload => workload.Name))}.");
    }

    public static void Run(BenchOptions options)
    {
        IReadOnlyList<Workload> workloads = Find(options.Filter);
        using var probe = new MachineProbe();
        Reports.WriteHeader(options.Json);
        List<MachineRates> rates = [];
        foreach (Workload workload in workloads)
        {
            Measurement measurement = Measurement.Take(workload, WarmUp, options.Seconds, probe);
            rates.Add(measurement.Rates);
            Reports.Write(measurement, options.Json);
        }

        Console.Error.WriteLine(
            $"{options.Threads} threads; peak {Statistics.Median(rates.Select(rate => rate.Operations)) / 1e9:F0} GFLOP/s, "
            + $"copy {Statistics.Median(rates.Select(rate => rate.Bytes)) / 1e9:F1} GB/s (medians of all workloads)");
    }
}
