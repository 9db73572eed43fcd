using System.Diagnostics;
using Belamy.Games;
using Belamy.Runs;
using Microsoft.Extensions.Logging;

namespace Belamy.Training;

/// <summary>Tells the process that trains how it goes: numbers to <see cref="TrainingMeter"/>, words to a logger.</summary>
internal sealed partial class Telemetry
{
    private const string AccuracyPrefix = "accuracy-";
    private readonly TagList _tags;
    private readonly string _what;

    /// <summary>Of a run of a model over data.</summary>
    public Telemetry(string model, string data, string? folder)
    {
        _tags = new TagList { { "model", model }, { "data", data } };
        if (folder is not null)
            _tags.Add("run", folder);
        _what = $"{model} on {data}";
    }

    /// <summary>Lets it hear what a training tells, before whoever heard it so far.</summary>
    public TrainingOptions Attach(TrainingOptions options, long begun)
    {
        long last = begun;
        TrainingOptions attached = options with
        {
            Log = (step, numbers) =>
            {
                Record(step - last, numbers);
                last = step;
                if (options.Logger is { } logger && logger.IsEnabled(LogLevel.Debug))
                    Numbers(logger, _what, step, string.Join(", ", numbers.Select(number => $"{number.Key} {number.Value:G4}")));
                options.Log?.Invoke(step, numbers);
            },
        };
        if (options.Logger is null && options.Measurement is null)
            return attached;
        if (options.Logger is { } told)
            Begins(told, _what, begun, options.Steps);
        return attached with
        {
            Progress = progress =>
            {
                foreach (Measure measure in progress.Measures)
                    TrainingMeter.Measure.Record(measure.Value, With("metric", measure.Name));
                if (options.Logger is { } logger)
                    Tell(logger, progress);
                options.Progress?.Invoke(progress);
            },
        };
    }

    private void Record(long steps, IReadOnlyDictionary<string, double> numbers)
    {
        // A run that goes back counts what it does again.
        if (steps > 0 && TrainingMeter.Steps.Enabled)
            TrainingMeter.Steps.Add(steps, _tags);
        if (!TrainingMeter.Loss.Enabled && !TrainingMeter.Accuracy.Enabled)
            return;
        foreach ((string name, double value) in numbers)
        {
            if (name.EndsWith(Games.Numbers.LossSuffix, StringComparison.Ordinal))
                TrainingMeter.Loss.Record(value, With("player", name[..^Games.Numbers.LossSuffix.Length]));
            else if (name.StartsWith(AccuracyPrefix, StringComparison.Ordinal))
                TrainingMeter.Accuracy.Record(value, With("items", name[AccuracyPrefix.Length..]));
        }
    }

    private TagList With(string name, string value)
    {
        TagList tags = _tags;
        tags.Add(name, value);
        return tags;
    }

    private void Tell(ILogger logger, TrainingProgress progress)
    {
        foreach (Finding finding in progress.Findings)
        {
            LogLevel level = LevelOf(finding.Severity);
            Found(logger, level, _what, finding.Step, finding.Sentence, finding.Advice);
        }

        foreach (Measure measure in progress.Measures)
            Measured(logger, _what, progress.Step, measure.Name, measure.Value);
        if (progress.Checkpoint is { } checkpoint)
            Saved(logger, _what, progress.Step, checkpoint);
        if (progress.Stage == TrainingStage.Finished)
            Ends(logger, _what, progress.Step, progress.Elapsed);
    }

    private static LogLevel LevelOf(Severity severity) => severity switch
    {
        Severity.Notice => LogLevel.Information,
        Severity.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    [LoggerMessage(1, LogLevel.Information, "{Run}: training from step {Step} to {Steps}")]
    private static partial void Begins(ILogger logger, string run, long step, long? steps);

    [LoggerMessage(2, LogLevel.Debug, "{Run}: step {Step}: {Numbers}")]
    private static partial void Numbers(ILogger logger, string run, long step, string numbers);

    [LoggerMessage(EventId = 3, Message = "{Run}: step {Step}: {Sentence} {Advice}")]
    private static partial void Found(ILogger logger, LogLevel level, string run, long step, string sentence, string advice);

    [LoggerMessage(4, LogLevel.Information, "{Run}: step {Step}: {Metric} {Value}")]
    private static partial void Measured(ILogger logger, string run, long step, string metric, double value);

    [LoggerMessage(5, LogLevel.Debug, "{Run}: step {Step}: saved {Checkpoint}")]
    private static partial void Saved(ILogger logger, string run, long step, string checkpoint);

    [LoggerMessage(6, LogLevel.Information, "{Run}: ended at step {Step} after {Elapsed}")]
    private static partial void Ends(ILogger logger, string run, long step, TimeSpan elapsed);
}
