using System.Text.Encodings.Web;
using System.Text.Json;

namespace Belamy.Bench;

/// <summary>Prints measurements as they come, as JSON or as a table.</summary>
internal static class Reports
{
    private const string Columns = "{0,-34} {1,10} {2,9} {3,7} {4,10}";

    public static void WriteHeader(bool json)
    {
        if (!json)
            Console.WriteLine(Columns, "workload", "ms", "GFLOP/s", "share", "floor ms");
    }

    public static void Write(Measurement measurement, bool json)
    {
        if (json)
            WriteJson(measurement);
        else if (measurement.HasWork && !measurement.HasOperations)
            Console.WriteLine(Columns, measurement.Workload.Name, Milliseconds(measurement.Seconds), "", "", Milliseconds(measurement.Floor));
        else if (measurement.HasWork)
            Console.WriteLine(Columns, measurement.Workload.Name, Milliseconds(measurement.Seconds), $"{measurement.Speed / 1e9:F1}", $"{measurement.ShareOfPeak:P1}", Milliseconds(measurement.Floor));
        else
            Console.WriteLine(Columns, measurement.Workload.Name, Milliseconds(measurement.Seconds), "", "", "");
    }

    private static string Milliseconds(double seconds) => $"{seconds * 1e3:F3}";

    private static void WriteJson(Measurement measurement)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("workload", measurement.Workload.Name);
            Number("ms", measurement.Seconds * 1e3, 4);
            Number("gflops", measurement.HasOperations ? measurement.Speed / 1e9 : null, 1);
            Number("share_of_peak", measurement.HasOperations ? measurement.ShareOfPeak : null, 3);
            Number("floor_ms", measurement.HasWork ? measurement.Floor * 1e3 : null, 4);
            // What runs in processes of its own shows nothing in this one.
            Number("memory_mb", measurement.HasWork ? measurement.PeakMemory / 1e6 : null, 1);
            json.WriteNumber("parameters", measurement.Parameters);
            json.WriteNumber("vector_bits", Tensors.Program.VectorBits);
            json.WriteEndObject();

            void Number(string name, double? value, int digits)
            {
                if (value is { } number)
                    json.WriteNumber(name, Math.Round(number, digits));
                else
                    json.WriteNull(name);
            }
        }

        Console.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        Console.Out.Flush();
    }
}
