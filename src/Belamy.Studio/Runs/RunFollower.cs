using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Belamy.Diagnosis;
using Belamy.Runs;
using Belamy.Studio.Processes;

namespace Belamy.Studio.Runs;

/// <summary>
/// Follows a run by its folder alone, whoever trains it, and tells all who look at it what is new. While nobody looks it does nothing.
/// </summary>
internal sealed class RunFollower(string name, string path, Trainings trainings)
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    // Viewers that do not read are left behind; their browsers come again.
    private const int MostWaiting = 64;

    private readonly Lock _gate = new();
    private readonly List<Channel<SseItem<string>>> _viewers = [];
    private readonly LogColumns _columns = new();
    private readonly JsonArray _measures = [];
    private readonly Queue<(double Step, double Seconds)> _pace = new();
    private readonly Sparingly _examining = new(), _reading = new();
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private RunFolder? _run;
    private RunLogTail? _tail;
    private DateTime _described;
    private double _step;
    private bool _isFollowing;

    /// <summary>What there is, and then what is new, until the visitor leaves.</summary>
    public async IAsyncEnumerable<SseItem<string>> Watch([EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(MostWaiting);
        lock (_gate)
        {
            Look();
            channel.Writer.TryWrite(Log());
            foreach ((string kind, string json) in _told)
                channel.Writer.TryWrite(new SseItem<string>(json, kind));
            _viewers.Add(channel);
            if (!_isFollowing)
            {
                _isFollowing = true;
                _ = Task.Run(FollowAsync, CancellationToken.None);
            }
        }

        try
        {
            await foreach (SseItem<string> item in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return item;
        }
        finally
        {
            lock (_gate)
                _viewers.Remove(channel);
        }
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            await Task.Delay(Spacing).ConfigureAwait(false);
            lock (_gate)
            {
                if (_viewers.Count == 0)
                {
                    _isFollowing = false;
                    return;
                }

                Look();
            }
        }
    }

    private void Look()
    {
        try
        {
            if (!RunFolder.Exists(path))
            {
                Tell("state", StateOfNone());
                return;
            }

            Describe();
            bool isNew = ReadLog();
            Tell("samples", new JsonArray([.. RunShelf.SamplesOf(path).Select(sample => (JsonNode)new JsonArray(sample.Step, sample.Version.ToString(), sample.IsText))]));
            Tell("measures", (JsonArray)_measures.DeepClone());
            Tell("state", RunProgress.Of(_run!, trainings.Find(name), (long)_step, StepsPerSecond).ToJson());
            if (isNew || !_told.ContainsKey("diagnosis"))
                _examining.Do(() => Tell("diagnosis", DiagnosisOf(RunDiagnosis.Of(_run!.Log))));
            if (isNew || !_told.ContainsKey("rates"))
                _reading.Do(() => Tell("rates", new JsonObject(_run!.ReadLearningRates().Select(rate => KeyValuePair.Create(rate.Key, (JsonNode?)rate.Value)))));
        }
        catch (Exception e) when (e is BelamyException or IOException or UnauthorizedAccessException)
        {
            Tell("failure", new JsonObject { ["text"] = e.Message });
        }
    }

    private void Describe()
    {
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(path, "run.json"));
        if (_run is not null && written == _described)
            return;
        _run = RunFolder.Open(path);
        _tail ??= new RunLogTail(_run.Log);
        _described = written;
    }

    /// <summary>Reads on in the log.</summary>
    /// <returns>Whether there is something new.</returns>
    private bool ReadLog()
    {
        RunLogNews news = _tail!.Read();
        if (news.IsEmpty)
            return false;
        if (news.IsAnew)
        {
            _columns.Clear();
            _measures.Clear();
            _pace.Clear();
            _step = 0;
        }

        var points = new JsonArray();
        foreach (IReadOnlyDictionary<string, double> line in news.Numbers)
        {
            _step = line["step"];
            Pace(_step, line.GetValueOrDefault("seconds"));
            if (_columns.Add(line) is { } point)
                points.Add(new JsonObject(point.Where(number => number.Key != "seconds").Select(number => KeyValuePair.Create(number.Key, (JsonNode?)LogColumns.Rounded(number.Value)))));
        }

        foreach ((long step, Measure measure) in news.Measures)
        {
            _measures.Add(new JsonObject
            {
                ["step"] = step,
                ["name"] = measure.Name,
                ["value"] = double.IsFinite(measure.Value) ? measure.Value : null,
                ["better"] = measure.IsHigherBetter switch { true => "higher", false => "lower", null => null },
            });
        }

        if (news.IsAnew)
            Send(Log());
        else if (points.Count > 0)
            Send(new SseItem<string>(points.ToJsonString(), "points"));
        return true;
    }

    // The lines of the last seconds of this session: what came before says little of now.
    private void Pace(double step, double seconds)
    {
        const double Window = 10;
        if (_pace.Count > 0 && seconds < _pace.Last().Seconds)
            _pace.Clear();
        _pace.Enqueue((step, seconds));
        while (_pace.Count > 2 && _pace.Peek().Seconds < seconds - Window)
            _pace.Dequeue();
    }

    private double? StepsPerSecond
    {
        get
        {
            if (_pace.Count < 2)
                return null;
            ((double first, double from), (double last, double to)) = (_pace.Peek(), _pace.Last());
            return to > from ? (last - first) / (to - from) : null;
        }
    }

    private JsonObject StateOfNone() => trainings.Find(name) is { } training
        ? new JsonObject { ["state"] = training.HasEnded ? "failed" : "preparing", ["text"] = training.HasEnded ? "not begun" : "preparing", ["line"] = training.Said }
        : new JsonObject { ["state"] = "gone", ["text"] = "gone", ["line"] = "There is no such run any more." };

    private static JsonObject DiagnosisOf(RunDiagnosis diagnosis) => new()
    {
        ["verdict"] = diagnosis.Verdict,
        ["trend"] = diagnosis.Trend,
        ["complaints"] = new JsonArray([.. diagnosis.Complaints.Select(complaint => (JsonNode)new JsonObject
        {
            ["severity"] = complaint.Severity.ToString().ToLowerInvariant(),
            ["present"] = complaint.IsPresent,
            ["sentence"] = complaint.Sentence,
            ["advice"] = complaint.Advice,
        })]),
    };

    private SseItem<string> Log() => new(_columns.ToJson().ToJsonString(), "log");

    /// <summary>Tells something where it is another than before.</summary>
    private void Tell(string kind, JsonNode what)
    {
        string json = what.ToJsonString();
        if (_told.TryGetValue(kind, out string? before) && before == json)
            return;
        _told[kind] = json;
        Send(new SseItem<string>(json, kind));
    }

    private void Send(SseItem<string> item)
    {
        foreach (Channel<SseItem<string>> viewer in _viewers)
        {
            if (!viewer.Writer.TryWrite(item))
                viewer.Writer.TryComplete();
        }
    }

    /// <summary>Does something that may take long at most a thirtieth of the time.</summary>
    private sealed class Sparingly
    {
        private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
        private long _next;

        public void Do(Action action)
        {
            long began = Stopwatch.GetTimestamp();
            if (began < _next)
                return;
            action();
            long took = Stopwatch.GetTimestamp() - began;
            _next = began + Math.Max((long)(Least.TotalSeconds * Stopwatch.Frequency), 30 * took);
        }
    }
}
