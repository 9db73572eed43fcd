namespace Belamy.Cli.Terminal;

/// <summary>Shows a training run in plain lines, one per interval, for files, pipes and build servers.</summary>
internal sealed class LineView : TrainingView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // How long it will take is told soon, all else less often.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(2);
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private long? _last;
    private bool _reported;
    private long _prepared;
    private string? _stage;

    /// <summary>Writes lines to an output.</summary>
    /// <param name="title">What is being trained, in one line.</param>
    /// <param name="output">Receives the lines.</param>
    /// <param name="time">The clock behind the interval; null for the machine's.</param>
    public LineView(string title, TextWriter output, TimeProvider? time = null)
    {
        _output = output;
        _time = time ?? TimeProvider.System;
        _output.WriteLine(title);
    }

    /// <inheritdoc/>
    public override void Show(Action training) => training();

    /// <inheritdoc/>
    public override void Prepare(string stage, long done = 0, long total = 0)
    {
        bool isNew = stage != _stage;
        if (!isNew && (total == 0 || _time.GetElapsedTime(_prepared) < Interval))
            return;
        (_stage, _prepared) = (stage, _time.GetTimestamp());
        _output.WriteLine(isNew ? stage : $"{stage}: {Quantity.Percent((double)done / total)}");
        _output.Flush();
    }

    /// <inheritdoc/>
    public override void Report(Func<TrainingStatus> status, bool force = false)
    {
        _last ??= _time.GetTimestamp();
        if (!force && _time.GetElapsedTime(_last.Value) < (_reported ? Interval : FirstInterval))
            return;
        (_last, _reported) = (_time.GetTimestamp(), true);
        _output.WriteLine(Describe(status()));
        _output.Flush();
    }

    /// <inheritdoc/>
    public override void Note(string line) => _output.WriteLine(line);

    /// <summary>One line of a state: what a log needs to be read later.</summary>
    internal static string Describe(TrainingStatus status)
    {
        var parts = new List<string>
        {
            status.LastStep is { } last ? $"step {status.Step}/{last}" : $"step {status.Step}",
            Quantity.Percent(status.Done),
            $"elapsed {Quantity.Clock(status.Elapsed)}",
        };
        if (status.Left is { } left)
            parts.Add($"left {Quantity.Clock(left)}");
        parts.Add($"{Quantity.Count((long)status.ItemsPerSecond, status.Noun)}/s");
        foreach ((string player, double loss) in status.Losses)
            parts.Add($"{player} loss {Quantity.Loss(loss)}");
        if (status.RealAccuracy is { } real && status.GeneratedAccuracy is { } generated)
            parts.Add($"discriminator right on {Quantity.Percent(real)} of real, {Quantity.Percent(generated)} of generated");
        return string.Join("  ", parts);
    }
}
