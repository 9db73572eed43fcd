using System.Text.Json.Nodes;

namespace Belamy.Studio.Runs;

/// <summary>The numbers of a log as curves, thinned to what a screen shows.</summary>
internal sealed class LogColumns
{
    /// <summary>From twice as many lines on, neighbours become their mean.</summary>
    public const int Enough = 1500;

    private readonly List<double> _steps = [];
    private readonly Dictionary<string, List<double?>> _columns = new(StringComparer.Ordinal);

    // Lines that a point is the mean of, and those of the next point so far.
    private int _lines = 1;
    private readonly List<IReadOnlyDictionary<string, double>> _waiting = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _steps.Clear();
        _columns.Clear();
        _waiting.Clear();
        _lines = 1;
    }

    /// <summary>Adds a line.</summary>
    /// <returns>The point that it completes; null where it waits for others.</returns>
    public IReadOnlyDictionary<string, double>? Add(IReadOnlyDictionary<string, double> line)
    {
        _waiting.Add(line);
        if (_waiting.Count < _lines)
            return null;
        var point = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in _waiting.SelectMany(one => one.Keys).Distinct())
            point[name] = name is "step" or "seconds" ? _waiting[^1].GetValueOrDefault(name) : _waiting.Where(one => one.ContainsKey(name)).Average(one => one[name]);
        _waiting.Clear();
        Append(point);
        if (_steps.Count >= 2 * Enough)
            Halve();
        return point;
    }

    /// <summary>All points: <c>steps</c>, and under <c>numbers</c> a list for each name.</summary>
    public JsonObject ToJson() => new()
    {
        ["steps"] = new JsonArray([.. _steps.Select(step => (JsonNode)step)]),
        ["numbers"] = new JsonObject(_columns.Where(column => column.Key is not ("step" or "seconds")).Select(column =>
            KeyValuePair.Create(column.Key, (JsonNode?)new JsonArray([.. column.Value.Select(value => value is { } number ? (JsonNode)Rounded(number) : null)])))),
    };

    /// <summary>Six digits: more no curve shows.</summary>
    public static double Rounded(double value) => value == 0 ? 0 : Math.Abs(value) is > 1e-4 and < 1e6 ? Math.Round(value, 6) : value;

    private void Append(Dictionary<string, double> point)
    {
        _steps.Add(point["step"]);
        foreach (string name in point.Keys.Except(_columns.Keys).ToArray())
            _columns.Add(name, [.. Enumerable.Repeat<double?>(null, _steps.Count - 1)]);
        foreach ((string name, List<double?> column) in _columns)
            column.Add(point.TryGetValue(name, out double value) ? value : null);
    }

    private void Halve()
    {
        _lines *= 2;
        double[] steps = [.. _steps.Where((_, at) => at % 2 == 1)];
        foreach (string name in _columns.Keys.ToArray())
        {
            List<double?> column = _columns[name];
            _columns[name] = [.. Enumerable.Range(0, steps.Length).Select(at => (column[2 * at], column[(2 * at) + 1]) switch
            {
                ({ } first, { } second) => name is "seconds" ? second : (first + second) / 2,
                var (first, second) => first ?? second,
            })];
        }

        _steps.Clear();
        _steps.AddRange(steps);
    }
}
