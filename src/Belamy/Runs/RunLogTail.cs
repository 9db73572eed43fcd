using Belamy.Files;

namespace Belamy.Runs;

/// <summary>What was appended to a run's log since it was looked at before.</summary>
/// <param name="IsAnew">Whether the log was cut back or replaced, so that this is all there is, and what was known before is void.</param>
/// <param name="Numbers">The numbers of each new line that holds some, by name, <c>step</c> among them.</param>
/// <param name="Findings">The new findings.</param>
/// <param name="Measures">The new measures of the generator, with their steps.</param>
/// <param name="Changes">The new changes of learning rates.</param>
public sealed record RunLogNews(
    bool IsAnew,
    IReadOnlyList<IReadOnlyDictionary<string, double>> Numbers,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<(long Step, Measure Measure)> Measures,
    IReadOnlyList<LearningRateChange> Changes)
{
    /// <summary>Whether there is nothing new.</summary>
    public bool IsEmpty => !IsAnew && Numbers.Count + Findings.Count + Measures.Count + Changes.Count == 0;
}

/// <summary>Reads on in a log that another process writes, so that following a run costs what is new in it.</summary>
/// <remarks>A run that goes back cuts its log: that is noticed by the last line that was read being there no more.</remarks>
public sealed class RunLogTail
{
    private readonly string _path;
    private byte[] _last = [];
    private long _read;
    private bool _hasBegun;

    /// <summary>Follows a log from its beginning.</summary>
    /// <param name="log">The log.</param>
    public RunLogTail(RunLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _path = log.Path;
    }

    /// <summary>What is new. The first time, that is everything.</summary>
    /// <exception cref="BelamyException">The log cannot be read.</exception>
    public RunLogNews Read()
    {
        byte[] content = [];
        bool isAnew = !_hasBegun;
        _hasBegun = true;
        try
        {
            if (File.Exists(_path))
            {
                using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (!IsSame(file))
                    (isAnew, _read, _last) = (true, 0, []);
                content = new byte[file.Length - _read];
                file.Position = _read;
                file.ReadExactly(content);
            }
            else if (_read > 0)
            {
                (isAnew, _read, _last) = (true, 0, []);
            }
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Explain(_path, e);
        }

        // What comes behind the last end of a line is still being written.
        int whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        return Sort(content.AsSpan(0, whole), isAnew);
    }

    private bool IsSame(FileStream file)
    {
        if (file.Length < _read)
            return false;
        var there = new byte[_last.Length];
        file.Position = _read - _last.Length;
        file.ReadExactly(there);
        return there.AsSpan().SequenceEqual(_last);
    }

    private RunLogNews Sort(ReadOnlySpan<byte> lines, bool isAnew)
    {
        var numbers = new List<IReadOnlyDictionary<string, double>>();
        var findings = new List<Finding>();
        var measures = new List<(long, Measure)>();
        var changes = new List<LearningRateChange>();
        _read += lines.Length;
        while (lines.Length > 0)
        {
            int length = lines.IndexOf((byte)'\n') + 1;
            if (length == lines.Length)
                _last = lines.ToArray();
            if (RunLogLine.Parse(lines[..(length - 1)]) is { } line)
            {
                if (line.Numbers is { } held)
                    numbers.Add(held);
                if (line.Finding is { } finding)
                    findings.Add(finding);
                if (line.Measure is { } measure)
                    measures.Add((line.Step, measure));
                if (line.Change is { } change)
                    changes.Add(change);
            }

            lines = lines[length..];
        }

        return new RunLogNews(isAnew, numbers, findings, measures, changes);
    }
}
