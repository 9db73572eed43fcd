using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Belamy.Cli.Terminal;

/// <summary>Shows a training run in a terminal: progress, losses and samples, redrawn in place.</summary>
internal sealed class LiveView : TrainingView
{
    private const int LongestHistory = 240;
    private const int MostNotes = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);
    private readonly IAnsiConsole _console;
    private readonly string _title;
    private readonly List<List<double>> _histories = [];
    private readonly List<string> _notes = [];
    private LiveDisplayContext? _display;
    private string? _stage;
    private TrainingStatus? _status;
    private SamplePicture? _picture;
    private (object? Samples, TileLayout? Layout) _pictured;
    private long _lastDrawn;

    /// <summary>Draws on a console.</summary>
    /// <param name="title">What is being trained, in one line.</param>
    /// <param name="console">The terminal.</param>
    public LiveView(string title, IAnsiConsole console)
    {
        _title = Printable.Text(title);
        _console = console;
    }

    /// <summary>Draws on the process's own terminal, or writes lines where that cannot redraw.</summary>
    public static TrainingView Create(string title) => TerminalOutput.CreateConsole() is { Profile.Capabilities: { Ansi: true, Unicode: true } } console
        ? new LiveView(title, console)
        : new LineView(title, Console.Out);

    /// <inheritdoc/>
    public override bool ShowsSamples => true;

    /// <inheritdoc/>
    public override void Show(Action training)
    {
        _console.Live(new Text(_title)).Overflow(VerticalOverflow.Crop).Start(display =>
        {
            _display = display;
            try
            {
                training();
            }
            finally
            {
                Draw();
                _display = null;
            }
        });
    }

    /// <inheritdoc/>
    public override void Prepare(string stage, long done = 0, long total = 0)
    {
        stage = Printable.Text(stage);
        bool isNew = stage != _stage;
        _stage = stage;
        if (isNew || IsTime())
            Draw(total > 0 ? (double)done / total : null);
    }

    /// <inheritdoc/>
    public override void Report(Func<TrainingStatus> status, bool force = false)
    {
        if (!force && !IsTime())
            return;
        _stage = null;
        _status = status();
        while (_histories.Count < _status.Losses.Count)
            _histories.Add([]);
        for (int i = 0; i < _status.Losses.Count; i++)
        {
            if (_histories[i].Count == LongestHistory)
                _histories[i].RemoveAt(0);
            _histories[i].Add(_status.Losses[i].Loss);
        }

        Draw();
    }

    /// <inheritdoc/>
    public override void Note(string line)
    {
        // The latest are what matters now; the log has all findings.
        if (_notes.Count == MostNotes)
            _notes.RemoveAt(0);
        _notes.Add(Printable.Text(line));
        Draw();
    }

    /// <inheritdoc/>
    public override void Abandon() => TerminalOutput.Raw.Write("\u001b[?25h\u001b[0m\n");

    private bool IsTime() => _lastDrawn == 0 || Stopwatch.GetElapsedTime(_lastDrawn) >= Interval;

    private void Draw(double? share = null)
    {
        if (_display is null)
            return;
        _display.UpdateTarget(Compose(share));
        _display.Refresh();
        _lastDrawn = Stopwatch.GetTimestamp();
    }

    private IRenderable Compose(double? share)
    {
        // Some terminals say 0, for a moment or for good.
        int width = Math.Max(1, _console.Profile.Width);
        var rows = new List<IRenderable> { new Text(_title, new Style(decoration: Decoration.Bold)) };
        if (_status is { } status)
        {
            rows.Add(Progress(status.Done, width, ProgressText(status)));
            rows.AddRange(Losses(status, width));
        }

        if (_stage is not null)
            rows.Add(share is { } part ? Progress(part, width, _stage) : new Text(_stage));
        rows.AddRange(_notes.Select(note => new Text(note)));
        // The line below the picture, and the one where the cursor rests.
        int wrapped = _notes.Sum(note => Math.Max(0, note.Length - 1) / width);
        int lines = _console.Profile.Height - rows.Count - wrapped - 3;
        if (_status is { Lines.Count: > 0 } told && lines > 0)
        {
            rows.Add(new Text(""));
            rows.AddRange(told.Lines.Take(lines).Select(line => new Text(line.Length > width ? line[..(width - 1)] + '…' : line)));
        }
        else if (_status is { Samples.Count: > 0 } sampled)
        {
            if (Picture(sampled, width, lines) is { } picture)
            {
                rows.Add(new Text(""));
                rows.Add(picture);
            }
        }

        if (_status is { Done: < 1 })
            rows.Add(new Text("Ctrl+C saves and stops", new Style(decoration: Decoration.Dim)));
        return new Rows(rows);
    }

    private static string ProgressText(TrainingStatus status)
    {
        string step = status.LastStep is { } last ? $"step {Quantity.Count(status.Step)} of {Quantity.Count(last)}" : $"step {Quantity.Count(status.Step)}";
        string left = status.Left is { } time ? $"{Quantity.Clock(time)} left" : $"{Quantity.Clock(status.Elapsed)} so far";
        return $"{step}  {left}  {Quantity.Count((long)status.ItemsPerSecond, status.Noun)}/s";
    }

    private static Paragraph Progress(double done, int width, string text)
    {
        int length = Math.Clamp(width - text.Length - 9, 4, 40);
        int filled = (int)(Math.Clamp(done, 0, 1) * length);
        return new Paragraph()
            .Append(new string('━', filled), new Style(Color.Green))
            .Append(new string('─', length - filled), new Style(Color.Grey))
            .Append($" {Quantity.Percent(done),5}  ")
            .Append(text);
    }

    private IEnumerable<IRenderable> Losses(TrainingStatus status, int width)
    {
        int longest = status.Losses.Count == 0 ? 0 : status.Losses.Max(entry => entry.Player.Length);
        for (int i = 0; i < status.Losses.Count; i++)
        {
            (string player, double loss) = status.Losses[i];
            string text = $"{player.PadRight(longest)}  loss {Quantity.Loss(loss),8}  ";
            yield return new Paragraph()
                .Append(text)
                .Append(Sparkline.Draw(_histories[i], Math.Clamp(width - text.Length - 1, 0, 60)), new Style(i == 0 ? Color.Aqua : Color.Yellow));
        }

        if (status.RealAccuracy is { } real && status.GeneratedAccuracy is { } generated)
            yield return new Text($"the discriminator is right on {Quantity.Percent(real)} of real and {Quantity.Percent(generated)} of generated {status.Noun}s");
    }

    private SamplePicture? Picture(TrainingStatus status, int width, int lines)
    {
        var first = status.Samples[0];
        TileLayout? layout = TileLayout.Choose(status.Samples.Count, first.Height, first.Width, width, lines);
        if (layout is null)
            return null;
        if (_picture is null || !ReferenceEquals(_pictured.Samples, status.Samples) || _pictured.Layout != layout)
        {
            _picture = new SamplePicture(status.Samples, layout.Value);
            _pictured = (status.Samples, layout);
        }

        return _picture;
    }
}
