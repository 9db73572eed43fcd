using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>Means of named numbers over a window of steps, and the latest of each.</summary>
/// <remarks>
/// Sums, counts and latest values are parameters <c>metrics/NAME</c>, so that checkpoints hold them: a run that is interrupted within a
/// window goes on with it.
/// </remarks>
internal sealed class MetricsWindow(ParameterStore store)
{
    private readonly Dictionary<string, Parameter> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _latest = new(StringComparer.Ordinal);

    /// <summary>The latest of each number; of a number not measured yet nothing.</summary>
    public IReadOnlyDictionary<string, double> Latest => _latest;

    /// <summary>Makes room for a number, or takes up the one of a checkpoint.</summary>
    public void Track(string name)
    {
        string path = $"metrics/{name}";
        Parameter window = store.FindOrCreate(path, [4], ElementType.Float64);
        _sums[name] = window;
        TakeUp(name, window);
    }

    /// <summary>Takes up all numbers anew, after the parameters were given other values.</summary>
    public void Reload()
    {
        _latest.Clear();
        foreach ((string name, Parameter window) in _sums)
            TakeUp(name, window);
    }

    public void Add(string name, double value)
    {
        Span<double> sum = _sums[name].AsSpan<double>();
        sum[0] += value;
        sum[1]++;
        sum[2] = value;
        sum[3] = 1;
        _latest[name] = value;
    }

    /// <summary>Whether a number was measured since the last line.</summary>
    public bool IsMeasured(string name) => _sums.TryGetValue(name, out Parameter? window) && window.AsSpan<double>()[1] > 0;

    /// <summary>The means since the last call, which starts a new window.</summary>
    public Dictionary<string, double> TakeMeans()
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in _sums)
        {
            Span<double> sum = parameter.AsSpan<double>();
            if (sum[1] > 0)
                means.Add(name, sum[0] / sum[1]);
            sum[..2].Clear();
        }

        return means;
    }

    private void TakeUp(string name, Parameter window)
    {
        ReadOnlySpan<double> values = window.AsSpan<double>();
        // A policy that goes by the latest numbers goes on by them after an interruption.
        if (values[3] > 0)
            _latest[name] = values[2];
    }
}
