using Belamy.Runs;
namespace Belamy.Diagnosis;

/// <summary>
/// Looks for every symptom at each line of the log. One that is found is told once, and again only after it had been away
/// for a while.
/// </summary>
/// <remarks>What it tells follows from the lines alone: a watch that is shown a log again tells the same.</remarks>
public sealed class Watch
{
    /// <summary>Lines of the log without a symptom after which it counts as gone.</summary>
    public const int LinesUntilGone = 20;

    private readonly Dictionary<Symptom, Episode> _episodes = [];

    /// <summary>The lines so far.</summary>
    public RunHistory History { get; } = new();

    /// <summary>What is the matter at the last line, as it was first found.</summary>
    public IReadOnlyList<Finding> Present => [.. _episodes.Values.Select(episode => episode.Finding)];

    /// <summary>Shows it the next line of the log.</summary>
    /// <param name="step">Its step.</param>
    /// <param name="numbers">Its numbers by name.</param>
    /// <returns>What is new.</returns>
    public IReadOnlyList<Finding> Add(long step, IReadOnlyDictionary<string, double> numbers)
    {
        History.Add(step, numbers);
        List<Finding>? found = null;
        foreach (Symptom symptom in Symptom.All)
        {
            bool isPresent = _episodes.TryGetValue(symptom, out Episode? episode);
            if (symptom.Look(History) is not { } sentence)
            {
                if (isPresent && ++episode!.LinesAway >= LinesUntilGone)
                    _episodes.Remove(symptom);
                continue;
            }

            if (isPresent)
            {
                episode!.LinesAway = 0;
                continue;
            }

            var finding = new Finding(symptom.Name, symptom.Severity, step, sentence, symptom.Advice);
            _episodes.Add(symptom, new Episode(finding));
            (found ??= []).Add(finding);
        }

        return found ?? (IReadOnlyList<Finding>)[];
    }

    /// <summary>Shows it the lines of a log.</summary>
    /// <returns>Everything that was found on the way.</returns>
    public IReadOnlyList<Finding> AddAll(IEnumerable<IReadOnlyDictionary<string, double>> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return [.. log.SelectMany(line => Add((long)line["step"], line))];
    }

    private sealed class Episode(Finding finding)
    {
        public Finding Finding { get; } = finding;

        public int LinesAway { get; set; }
    }
}
