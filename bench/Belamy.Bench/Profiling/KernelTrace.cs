using System.Text.Json;

namespace Belamy.Bench.Profiling;

/// <summary>A kernel at its place in a program.</summary>
/// <param name="Name">What it computes.</param>
/// <param name="Seconds">Its time: the median over the program's runs.</param>
/// <param name="Operations">Operations of its contraction, 0 for none.</param>
internal sealed record TracedKernel(string Name, double Seconds, double Operations);

/// <summary>A program as a trace shows it: its kernels in the order they ran.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Runs">How many runs of it the trace holds.</param>
/// <param name="Kernels">The kernels of one run.</param>
internal sealed record TracedProgram(string Name, int Runs, IReadOnlyList<TracedKernel> Kernels)
{
    /// <summary>Seconds of one run.</summary>
    public double Seconds => Kernels.Sum(kernel => kernel.Seconds);
}

/// <summary>Reads traces that <c>BELAMY_TRACE=file</c> leaves.</summary>
internal static class KernelTrace
{
    private readonly record struct Event(string Name, double Seconds, double Operations);

    public static IReadOnlyList<TracedProgram> Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using JsonDocument document = JsonDocument.Parse(stream);
        Dictionary<string, List<Event>> programs = [];
        foreach (JsonElement traced in document.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            string program = traced.GetProperty("cat").GetString()!;
            double seconds = traced.GetProperty("dur").GetDouble() / 1e6;
            double speed = traced.TryGetProperty("args", out JsonElement arguments) ? arguments.GetProperty("GFLOP/s").GetDouble() * 1e9 : 0;
            if (!programs.TryGetValue(program, out List<Event>? events))
                programs.Add(program, events = []);
            events.Add(new Event(traced.GetProperty("name").GetString()!, seconds, speed * seconds));
        }

        return [.. programs.Select(pair => Fold(pair.Key, pair.Value))];
    }

    /// <summary>Lays the runs of a program, which all have the same kernels, over each other.</summary>
    private static TracedProgram Fold(string name, List<Event> events)
    {
        int length = Period(events);
        int runs = events.Count / length;
        TracedKernel[] kernels =
        [
            .. Enumerable.Range(0, length).Select(at => new TracedKernel(
                events[at].Name,
                Statistics.Median(Enumerable.Range(0, runs).Select(run => events[(run * length) + at].Seconds)),
                Statistics.Median(Enumerable.Range(0, runs).Select(run => events[(run * length) + at].Operations)))),
        ];
        return new TracedProgram(name, runs, kernels);
    }

    private static int Period(List<Event> events)
    {
        for (int length = 1; length <= events.Count / 2; length++)
        {
            if (events.Count % length == 0 && Enumerable.Range(length, events.Count - length).All(at => events[at].Name == events[at - length].Name))
                return length;
        }

        return events.Count;
    }
}
