using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Belamy.Diagnosis;
using Belamy.Runs;
using Belamy.Studio.Processes;

namespace Belamy.Studio.Runs;

/// <summary>
/// Follows a run by its folder alone, whoever trains it, and tells all who look at it what is new. While nobody looks it does nothing.
/// </summary>
/// <remarks>What is told is written once, however many hear it: a viewer more costs two writes a second.</remarks>
internal sealed class RunFollower(string name, string path, Trainings trainings)
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    // Of the times that file systems keep.
    private static readonly TimeSpan CoarsestTime = TimeSpan.FromSeconds(3);

    // A comment now and then, so that a viewer whose machine went away is noticed.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly ReadOnlyMemory<byte> Silence = ":\n\n"u8.ToArray();

    // Viewers that do not read are left behind; their browsers come again.
    private const int MostWaiting = 64;

    private readonly Lock _gate = new();
    private readonly List<Channel<ReadOnlyMemory<byte>>> _viewers = [];
    private readonly LogColumns _columns = new();
    private readonly JsonArray _measures = [];
    private readonly Queue<(double Step, double Seconds)> _pace = new();
    private readonly Sparingly _examining = new(), _reading = new();
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private readonly List<Finding> _found = [], _logged = [];
    private readonly StringBuilder _news = new();
    private Watch _watch = new();
    private RunFolder? _run;
    private RunLogTail? _tail;
    private RunProgress? _progress;
    private ReadOnlyMemory<byte>? _everything;
    private DateTime _described, _sampled;
    private long _looked, _sent;
    private double _step;
    private bool _isFollowing;

    /// <summary>What there is, and then what is new, until the visitor leaves: pieces of a stream of server-sent events.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Watch([EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<ReadOnlyMemory<byte>>(MostWaiting);
        lock (_gate)
        {
            LookAgain();
            channel.Writer.TryWrite(_everything ??= Everything());
            _viewers.Add(channel);
            if (!_isFollowing)
            {
                _isFollowing = true;
                _ = Task.Run(FollowAsync, CancellationToken.None);
            }
        }

        try
        {
            await foreach (ReadOnlyMemory<byte> news in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return news;
        }
        finally
        {
            lock (_gate)
                _viewers.Remove(channel);
        }
    }

    /// <summary>How the run stands; null where it has not begun.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public RunProgress? Progress()
    {
        lock (_gate)
        {
            LookAgain();
            return _progress;
        }
    }

    /// <summary>The last step of its log; 0 where there is none.</summary>
    public long Logged()
    {
        lock (_gate)
        {
            Look();
            return (long)_step;
        }
    }

    /// <summary>The numbers of its log as curves, and its measures.</summary>
    public JsonObject Log()
    {
        lock (_gate)
        {
            LookAgain();
            JsonObject log = _columns.ToJson();
            log["measures"] = _measures.DeepClone();
            return log;
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

    /// <summary>Looks, unless that was done an instant ago.</summary>
    private void LookAgain()
    {
        if (_looked == 0 || Stopwatch.GetElapsedTime(_looked) >= Spacing)
            Look();
    }

    private void Look()
    {
        try
        {
            if (RunFolder.Exists(path))
            {
                LookAtRun();
            }
            else
            {
                _progress = null;
                Tell("state", StateOfNone());
            }
        }
        catch (Exception e) when (e is BelamyException or IOException or UnauthorizedAccessException)
        {
            Tell("failure", new JsonObject { ["text"] = e.Message });
        }

        _looked = Stopwatch.GetTimestamp();
        Send();
    }

    private void LookAtRun()
    {
        Describe();
        bool isNew = ReadLog();
        TellSamples();
        _progress = RunProgress.Of(_run!, trainings.Find(name), (long)_step, StepsPerSecond);
        Tell("state", _progress.ToJson());
        if (isNew || !_told.ContainsKey("diagnosis"))
            _examining.Do(() => Tell("diagnosis", DiagnosisOf(RunDiagnosis.Of(_watch, _found, _logged))));
        if (isNew || !_told.ContainsKey("rates"))
            _reading.Do(() => Tell("rates", new JsonObject(_run!.ReadLearningRates().Select(rate => KeyValuePair.Create(rate.Key, (JsonNode?)rate.Value)))));
        // What could not be read an instant ago, while it was being replaced.
        if (_told.ContainsKey("failure"))
            Tell("failure", new JsonObject { ["text"] = "" });
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

    // Whatever is written into a folder changes its time.
    private void TellSamples()
    {
        DateTime changed = Directory.GetLastWriteTimeUtc(Path.Combine(path, "samples"));
        bool isOld = DateTime.UtcNow - changed > CoarsestTime;
        if (changed == _sampled && isOld && _told.ContainsKey("samples"))
            return;
        Tell("samples", new JsonArray([.. RunShelf.SamplesOf(path).Select(sample => (JsonNode)new JsonArray(sample.Step, sample.Version.ToString(), sample.IsText))]));
        _sampled = changed;
    }

    /// <summary>Reads on in the log.</summary>
    /// <returns>Whether there is something new.</returns>
    private bool ReadLog()
    {
        RunLogNews news = _tail!.Read();
        if (news.IsEmpty)
            return false;
        if (news.IsAnew)
            Forget();
        var points = new JsonArray();
        foreach (IReadOnlyDictionary<string, double> line in news.Numbers)
        {
            _step = line["step"];
            Pace(_step, line.GetValueOrDefault("seconds"));
            if (_columns.Add(line) is { } point)
                points.Add(new JsonObject(point.Where(number => number.Key != "seconds").Select(number => KeyValuePair.Create(number.Key, (JsonNode?)LogColumns.Rounded(number.Value)))));
        }

        _found.AddRange(_watch.AddAll(news.Numbers));
        _logged.AddRange(news.Findings);
        foreach ((long step, Measure measure) in news.Measures)
        {
            _measures.Add(new JsonObject
            {
                ["step"] = step,
                ["metric"] = measure.Metric,
                ["name"] = measure.Name,
                ["value"] = double.IsFinite(measure.Value) ? measure.Value : null,
                ["better"] = measure.IsHigherBetter switch { true => "higher", false => "lower", null => null },
            });
        }

        if (news.IsAnew)
            Add("log", _columns.ToJson().ToJsonString());
        else if (points.Count > 0)
            Add("points", points.ToJsonString());
        if (news.IsAnew || news.Measures.Count > 0)
            Tell("measures", _measures);
        return true;
    }

    private void Forget()
    {
        _columns.Clear();
        _measures.Clear();
        _pace.Clear();
        _found.Clear();
        _logged.Clear();
        _watch = new Watch();
        _step = 0;
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

    /// <summary>Tells something where it is another than before.</summary>
    private void Tell(string kind, JsonNode what)
    {
        string json = what.ToJsonString();
        if (_told.TryGetValue(kind, out string? before) && before == json)
            return;
        _told[kind] = json;
        Add(kind, json);
    }

    // JSON has no ends of lines, so that an event is one line.
    private void Add(string kind, string json) => Add(_news, kind, json);

    private static void Add(StringBuilder text, string kind, string json) => text.Append("event: ").Append(kind).Append("\ndata: ").Append(json).Append("\n\n");

    private ReadOnlyMemory<byte> Everything()
    {
        var text = new StringBuilder();
        Add(text, "log", _columns.ToJson().ToJsonString());
        foreach ((string kind, string json) in _told)
            Add(text, kind, json);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Send()
    {
        if (_news.Length == 0 && Stopwatch.GetElapsedTime(_sent) < LongestSilence)
            return;
        ReadOnlyMemory<byte> news = _news.Length == 0 ? Silence : Encoding.UTF8.GetBytes(_news.ToString());
        if (_news.Length > 0)
            _everything = null;
        _news.Clear();
        _sent = Stopwatch.GetTimestamp();
        foreach (Channel<ReadOnlyMemory<byte>> viewer in _viewers)
        {
            if (!viewer.Writer.TryWrite(news))
                viewer.Writer.TryComplete();
        }
    }

    /// <summary>Does something that may take long at most a hundredth of the time.</summary>
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
            _next = began + Math.Max((long)(Least.TotalSeconds * Stopwatch.Frequency), 100 * took);
        }
    }
}
