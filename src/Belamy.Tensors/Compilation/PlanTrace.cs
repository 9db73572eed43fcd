using System.Diagnostics;
using System.Text.Json;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// With <c>BELAMY_TRACE=file</c>: each kernel's start and duration, written as the process ends in the Chrome trace format
/// (open it in Perfetto or chrome://tracing). While tracing, the kernels of a wave run one after another.
/// </summary>
internal static class PlanTrace
{
    private static readonly string? TargetFile = Environment.GetEnvironmentVariable("BELAMY_TRACE");
    private static readonly List<(string Program, string Kernel, double Flops, long Start, long End)> Events = [];

    static PlanTrace()
    {
        if (IsOn)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();
    }

    public static bool IsOn => !string.IsNullOrEmpty(TargetFile);

    public static long Now => Stopwatch.GetTimestamp();

    public static void Add(string program, string kernel, double flops, long start)
    {
        lock (Events)
            Events.Add((program, kernel, flops, start, Now));
    }

    private static void Write()
    {
        using FileStream stream = File.Create(TargetFile!);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        lock (Events)
        {
            long origin = Events.Count == 0 ? 0 : Events[0].Start;
            foreach ((string program, string kernel, double flops, long start, long end) in Events)
            {
                double microseconds = (end - start) * 1e6 / Stopwatch.Frequency;
                json.WriteStartObject();
                json.WriteString("name", kernel);
                json.WriteString("cat", program);
                json.WriteString("ph", "X");
                json.WriteNumber("pid", 1);
                json.WriteNumber("tid", 1);
                json.WriteNumber("ts", (start - origin) * 1e6 / Stopwatch.Frequency);
                json.WriteNumber("dur", microseconds);
                if (flops > 0)
                {
                    json.WriteStartObject("args");
                    json.WriteNumber("GFLOP/s", Math.Round(flops / microseconds / 1e3, 1));
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
