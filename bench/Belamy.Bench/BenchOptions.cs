using System.Globalization;

namespace Belamy.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions(string[] Arguments)
{
    /// <summary>Number of threads; one for each processor when left out.</summary>
    public int Threads => (int)Number("--threads", Environment.ProcessorCount);

    /// <summary>One JSON object a line rather than a table.</summary>
    public bool Json => Has("--json");

    /// <summary>A part of the names of the workloads to run.</summary>
    public string Filter => Value("--filter") ?? "";

    /// <summary>Seconds that each workload is measured, after its warm-up.</summary>
    public double Seconds => Number("--seconds", 2);

    public bool Has(string name) => Arguments.Contains(name);

    public string? Value(string name) => Array.IndexOf(Arguments, name) is var at and >= 0
        ? at + 1 < Arguments.Length ? Arguments[at + 1] : throw new ArgumentException($"{name} wants a value.")
        : null;

    /// <summary>A number of things.</summary>
    public int Count(string name) => (int)Math.Ceiling(Number(name, 1));

    private double Number(string name, double otherwise) => Value(name) is not { } text
        ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new ArgumentException($"{name} {text}: wants a number above 0.");
}
