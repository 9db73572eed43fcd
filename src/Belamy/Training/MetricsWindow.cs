namespace Belamy.Training;

/// <summary>Means of named numbers over a window of steps, and the latest of each.</summary>
internal sealed class MetricsWindow
{
    private readonly Dictionary<string, (double Sum, int Count)> _window = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _latest = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Latest => _latest;

    public void Add(string name, double value)
    {
        (double sum, int count) = _window.GetValueOrDefault(name);
        _window[name] = (sum + value, count + 1);
        _latest[name] = value;
    }

    /// <summary>The means since the last call, which starts a new window.</summary>
    public Dictionary<string, double> TakeMeans()
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, (double sum, int count)) in _window)
            means.Add(name, sum / count);
        _window.Clear();
        return means;
    }
}
