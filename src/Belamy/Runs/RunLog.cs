using System.Text.Encodings.Web;
using System.Text.Json;
using Belamy.Files;
using Belamy.Games;

namespace Belamy.Runs;

/// <summary>
/// The log of a run, <c>metrics.jsonl</c>: a JSON object a line, rising by step. A line holds numbers by name, a finding, a
/// measure of the generator, or a change of a learning rate.
/// </summary>
/// <remarks>
/// A line that cannot be read is left out and counted, whatever is wrong with it: one bit that a disk has lost does not make
/// a run unusable. What a process that was killed left of its last line is no damage. Changes of learning rates stay when the
/// log is cut back, wherever their steps are: a run that plays those again changes the rates again.
/// </remarks>
public sealed class RunLog
{
    /// <summary>Decimals of the numbers in the log.</summary>
    internal const int Digits = 6;

    private const string DamagedExtension = ".damaged";

    internal RunLog(string path) => Path = path;

    /// <summary>The file; it is there once a line was appended.</summary>
    public string Path { get; }

    /// <summary>What was left out when the log was read the last time, in one line; null where nothing was.</summary>
    public string? Damage { get; private set; }

    /// <summary>Appends numbers.</summary>
    /// <param name="step">The step they are of.</param>
    /// <param name="values">Numbers by name.</param>
    /// <param name="elapsed">Time trained in this session.</param>
    /// <exception cref="BelamyException">They cannot be written.</exception>
    public void AppendMetrics(long step, IReadOnlyDictionary<string, double> values, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(values);
        AppendLine(step, writer =>
        {
            foreach ((string name, double value) in values)
                writer.WriteNumber(name, Math.Round(value, Digits));
            writer.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 2));
        });
    }

    /// <summary>Appends a finding, unless it is in there.</summary>
    /// <param name="finding">The finding.</param>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public void AppendFinding(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (ReadFindings().Contains(finding))
            return;
        AppendLine(finding.Step, writer =>
        {
            writer.WriteString(RunLogLine.FindingKey, finding.Symptom);
            writer.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            writer.WriteString("sentence", finding.Sentence);
            writer.WriteString("advice", finding.Advice);
        });
    }

    /// <summary>Appends measures of the generator, a line each.</summary>
    internal void AppendMeasures(long step, IReadOnlyList<Measure> measures, TimeSpan elapsed)
    {
        foreach (Measure measure in measures)
        {
            AppendLine(step, writer =>
            {
                measure.Write(writer);
                writer.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 2));
            });
        }
    }

    /// <summary>Appends a change of a learning rate.</summary>
    internal void AppendChange(LearningRateChange change) => AppendLine(change.Step, writer =>
    {
        writer.WriteString(RunLogLine.ChangeKey, change.Player);
        writer.WriteNumber("rate", change.Rate);
    });

    /// <summary>The numbers of each line that holds some, by name, <c>step</c> among them.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ReadMetrics() => [.. Read().Select(line => line.Numbers).OfType<IReadOnlyDictionary<string, double>>()];

    /// <summary>The findings, the oldest first.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public IReadOnlyList<Finding> ReadFindings() => [.. Read().Select(line => line.Finding).OfType<Finding>()];

    /// <summary>The measures of the generator, the oldest first.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public IReadOnlyList<(long Step, Measure Measure)> ReadMeasures() =>
        [.. Read().Where(line => line.Measure is not null).Select(line => (line.Step, line.Measure!))];

    /// <summary>The time that was trained, over all sessions, as far as the log tells.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public TimeSpan ReadElapsed() => ElapsedOf(ReadMetrics());

    /// <summary>The time that was trained, by the lines of a log.</summary>
    internal static TimeSpan ElapsedOf(IEnumerable<IReadOnlyDictionary<string, double>> lines)
    {
        // The clock of each session begins at nothing.
        double whole = 0, session = 0;
        foreach (double seconds in lines.Select(line => line.GetValueOrDefault("seconds")))
        {
            if (seconds < session)
                whole += session;
            session = seconds;
        }

        return TimeSpan.FromSeconds(whole + session);
    }

    /// <summary>The changes of learning rates, in the order in which they were asked for.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public IReadOnlyList<LearningRateChange> ReadChanges() => [.. Read().Select(line => line.Change).OfType<LearningRateChange>()];

    /// <summary>Everything in it, read once.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    internal RunLogNews ReadAll()
    {
        List<RunLogLine> lines = Read();
        return new RunLogNews(
            IsAnew: true,
            [.. lines.Select(line => line.Numbers).OfType<IReadOnlyDictionary<string, double>>()],
            [.. lines.Select(line => line.Finding).OfType<Finding>()],
            [.. lines.Where(line => line.Measure is not null).Select(line => (line.Step, line.Measure!))],
            [.. lines.Select(line => line.Change).OfType<LearningRateChange>()]);
    }

    /// <summary>
    /// Removes the lines after a step, and what cannot be read; where that is more than the end of the last line, the log
    /// as it was is kept beside it.
    /// </summary>
    /// <param name="step">The last step that remains.</param>
    /// <param name="warning">Is told in one line of what could not be read.</param>
    /// <exception cref="BelamyException">The file cannot be read or written.</exception>
    internal void CutBack(long step, Action<string>? warning = null)
    {
        if (!File.Exists(Path))
            return;
        byte[] content = InputFile.ReadAllBytes(Path);
        List<RunLogLine> lines = Parse(content);
        if (Damage is { } damage)
        {
            string aside = Path + DamagedExtension;
            AtomicFile.WriteAllBytes(aside, content);
            warning?.Invoke($"{damage}; the log as it was is kept as {System.IO.Path.GetFileName(aside)}");
        }

        AtomicFile.Write(Path, stream =>
        {
            foreach (RunLogLine line in lines.Where(line => line.Step <= step || line.Change is not null))
            {
                stream.Write(content.AsSpan(line.Place));
                stream.WriteByte((byte)'\n');
            }
        });
    }

    private List<RunLogLine> Read()
    {
        if (File.Exists(Path))
            return Parse(InputFile.ReadAllBytes(Path));
        Damage = null;
        return [];
    }

    private List<RunLogLine> Parse(byte[] content)
    {
        var lines = new List<RunLogLine>();
        long number = 0, damaged = 0, first = 0;
        for (int start = 0; start < content.Length;)
        {
            number++;
            int length = content.AsSpan(start).IndexOf((byte)'\n');
            // A process killed while writing leaves at most a part of a line.
            bool isWhole = length >= 0;
            Range place = start..(isWhole ? start + length : content.Length);
            start = isWhole ? start + length + 1 : content.Length;
            if (RunLogLine.Parse(content.AsSpan(place)) is { } line)
            {
                lines.Add(line with { Place = place });
            }
            else if (isWhole && damaged++ == 0)
            {
                first = number;
            }
        }

        Damage = damaged switch
        {
            0 => null,
            1 => $"{Path}: line {first} is damaged and left out",
            _ => $"{Path}: {damaged} lines are damaged and left out, the first of them line {first}",
        };
        return lines;
    }

    private void AppendLine(long step, Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("step", step);
            content(writer);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        try
        {
            using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(Path, e);
        }
    }
}
