using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Belamy.Bench.Peers;
using Belamy.Bench.Peers.Workloads;
using TorchSharp;

// The workloads of bench/Belamy.Bench in TorchSharp: the same networks, the same steps, one JSON object a line.
//
//     dotnet TorchSharpWorkloads.dll [--threads 2] [--filter TEXT | --workload NAME] [--seconds 2] | --scaling BATCH:SIDE:WIDTH ... | --list | --version
const double WarmUp = 1;

Workload[] all = [.. Contractions.All(), .. PlainGames.All(), .. Translation.All(), .. VolumesAndSound.All(), .. Bottlenecks.All(), .. Sequences.All(), .. Layers.All()];
if (NativeLibraries.WhyNot() is { } reason)
{
    Console.Error.WriteLine(reason);
    return 3;
}

if (args.Contains("--version"))
{
    Console.WriteLine($"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)} (libtorch {torch.__version__})");
    return 0;
}

if (args.Contains("--list"))
{
    foreach (Workload workload in all)
        Console.WriteLine(workload.Name);
    return 0;
}

torch.set_num_threads(int.Parse(Value("--threads") ?? "2", CultureInfo.InvariantCulture));
torch.random.manual_seed(1);
double seconds = double.Parse(Value("--seconds") ?? "2", CultureInfo.InvariantCulture);
string filter = Value("--filter") ?? "";
string? only = Value("--workload");
if (args.Contains(Scaling.Option))
{
    Scaling.Run(args.SkipWhile(arg => arg != Scaling.Option).Skip(1).TakeWhile(arg => !arg.StartsWith('-')), seconds);
    return 0;
}

foreach (Workload workload in all.Where(workload => workload.Name.Contains(filter, StringComparison.OrdinalIgnoreCase) && (only is null || workload.Name == only)))
{
    using DisposeScope scope = torch.NewDisposeScope();
    Prepared prepared = workload.Prepare();
    Timing.Repeat(prepared.Run, WarmUp, 1);
    double median = Timing.Repeat(prepared.Run, seconds, 3);
    var result = new
    {
        workload = workload.Name,
        ms = Math.Round(median * 1e3, 4),
        memory_mb = Timing.PeakMemory,
        parameters = prepared.Parameters,
    };
    Console.WriteLine(JsonSerializer.Serialize(result, Plain.Options));
}

return 0;

string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

namespace Belamy.Bench.Peers
{
    /// <summary>JSON as people read it: names of workloads hold signs such as × and +.</summary>
    internal static class Plain
    {
        public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }
}
