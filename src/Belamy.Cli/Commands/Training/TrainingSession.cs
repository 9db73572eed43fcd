using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reports;
using Belamy.Runs;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>One run of training as a person sees it: the view, the interruption, and what is said at the end.</summary>
internal sealed class TrainingSession : IDisposable
{
    private static readonly TimeSpan PreviewSpacing = TimeSpan.FromSeconds(2);
    private const double NewestShare = 0.2;
    private const int MostLines = 40;

    // From this share of the machine's memory on, what a training takes is said before it begins.
    private const double MuchMemory = 0.25;
    private readonly Interruption _interruption = new();
    private readonly Lock _drawing = new();
    private readonly SteadyView? _view;
    private readonly Dictionary<string, double> _smoothed = new(StringComparer.Ordinal);
    private IReadOnlyList<Image> _samples = [];
    private IReadOnlyList<string> _lines = [];
    private string _noun = "item";
    private Samples? _shown;
    private Action<TextWriter>? _epilogue;
    private FeatureChoice? _features;

    /// <summary>Starts to listen for Ctrl+C.</summary>
    /// <param name="title">What is being trained, in one line.</param>
    /// <param name="isShown">Whether the training is shown while it goes on.</param>
    public TrainingSession(string title, bool isShown)
    {
        if (!isShown)
            return;
        _view = TrainingView.For(title);
        _interruption.BeforeExit = _view.Abandon;
    }

    /// <summary>Cancelled by the first Ctrl+C.</summary>
    public CancellationToken Token => _interruption.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _features?.Dispose();
        _interruption.Dispose();
    }

    /// <summary>Shows what happens while a body works, then says what came of it.</summary>
    /// <returns>The exit code of the body.</returns>
    public int Play(Func<int> body)
    {
        int code = ExitCode.Success;
        try
        {
            if (_view is null)
                code = body();
            else
                _view.Show(() => code = body());
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped before the training began; nothing was written", e);
        }

        Exception? failure = _view?.Failure;
        try
        {
            _epilogue?.Invoke(Console.Out);
        }
        catch (Exception e) when (IsLost(e))
        {
            failure ??= e;
        }

        if (failure is null || _epilogue is null)
            return code;
        string what = IsLost(failure) ? $"standard output: {failure.Message.TrimEnd('.')}" : $"the view failed ({failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')})";
        Console.Error.WriteLine($"belamy: {what}; the training went on without it, and everything is saved");
        return code == ExitCode.Success && IsLost(failure) ? ExitCode.Failure : code;

        // What was to be said did not get through.
        static bool IsLost(Exception e) => e is IOException or UnauthorizedAccessException;
    }

    /// <summary>Opens data, showing how far it is.</summary>
    public Dataset Open(string source, DataOptions options)
    {
        _view?.Prepare($"reading {source}");
        Dataset data = Datasets.Open(source, options with
        {
            Progress = progress => ShowData(source, progress),
            CancellationToken = _interruption.Token,
        });
        _interruption.Token.ThrowIfCancellationRequested();
        // What is not shown while it goes on names the classes among the rest.
        foreach (string line in DataText.Notes(data, source, withClasses: _view is not null))
            Note(line);
        return data;
    }

    /// <summary>Prepares to measure a run while it trains, and refuses what cannot be measured.</summary>
    /// <param name="description">The run.</param>
    /// <param name="data">Its data.</param>
    /// <param name="game">Its game, untrained.</param>
    /// <returns>Null where the run is not to be measured.</returns>
    /// <exception cref="BelamyException">A metric cannot be measured on such data.</exception>
    public MetricMeasurement? Prepare(RunDescription description, Dataset data, AssembledGame game)
    {
        if (description.Measurement is not { } plan)
            return null;
        void Show(string stage) => _view?.Prepare(stage);
        Generator generator = game.RequireGenerator();
        var reference = new EvaluationReference(data, data, EvaluationReference.NameOfTraining(description.DataSource, data));
        MetricMeasurement measurement = Checked(() => new MetricMeasurement(
            [.. plan.Metrics.Select(Metric.Find)],
            samples => MetricChoice.Pair(samples, reference, _features!, MetricMeasurement.DefaultCount, null, _interruption.Token))
        {
            Every = plan.Every,
            ClassNames = EvaluationSubject.ClassesOf(game, data),
        });
        // A classifier may have to be trained first; by then the metrics are known to be sound.
        _features = FeatureChoice.Open(plan.Features, data, Show, _interruption.Token);
        return Checked(() =>
        {
            measurement.Validate(generator);
            return measurement;
        });

        static MetricMeasurement Checked(Func<MetricMeasurement> prepare)
        {
            try
            {
                return prepare();
            }
            catch (BelamyException e)
            {
                throw new BelamyException($"--metrics {e.Message}", e);
            }
        }
    }

    /// <summary>Compiles all that a training runs, showing how far it is, and refuses what the machine cannot hold.</summary>
    /// <param name="game">The game, untrained.</param>
    /// <param name="data">Its data.</param>
    public MemoryEstimate Compile(AssembledGame game, Dataset data)
    {
        var status = new StatusLine(Console.Error);
        try
        {
            return game.Prepare(data, (compiled, programs) =>
            {
                _interruption.Token.ThrowIfCancellationRequested();
                ShowCompiling(compiled, programs);
                if (_view is null)
                    status.Show($"compiling programs: {Quantity.Percent(compiled / programs)}");
            });
        }
        finally
        {
            status.Clear();
        }
    }

    /// <summary>Says how much memory a training takes, where that is much of what the machine has.</summary>
    public void WarnOf(MemoryEstimate memory)
    {
        if (memory.Total > MuchMemory * MemoryEstimate.Available)
            Note($"takes {Quantity.Bytes(memory.Total)} of memory, of {Quantity.Bytes(MemoryEstimate.Available)} that this machine has");
    }

    /// <summary>Plays a run, new or resumed.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="data">Its data.</param>
    /// <param name="measurement">How it is measured on the way; null for not at all.</param>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="prepared">The game of a new run, which it disposes; null for one that is resumed.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Train(RunFolder folder, Dataset data, Measurement? measurement, TrainArguments arguments, AssembledGame? prepared = null)
    {
        _noun = data.Main.Field.Kind.Noun;
        var options = new TrainingOptions
        {
            Steps = arguments.Time is not null && arguments.Steps is null ? null : folder.Description.Steps,
            Until = arguments.Until,
            Time = arguments.Time,
            Progress = progress => Show(progress, arguments.Time),
            PreviewSpacing = _view is { ShowsSamples: true } ? PreviewSpacing : null,
            Measurement = measurement,
            TensorBoard = arguments.TensorBoard,
        };
        if (arguments.CheckpointEvery is { } every)
            options = options with { CheckpointEvery = every, CheckpointSpacing = TimeSpan.Zero };
        TrainingResult result;
        bool makesSamples;
        using (TrainingRun run = prepared is null
            ? Gan.Play(folder, data, options, _view!.Note, _interruption.Token)
            : Gan.Begin(folder, prepared, data, options, _interruption.Token))
        {
            result = run.Result;
            makesSamples = run.Game.Generator is not null;
        }

        if (!arguments.NoReport && result.Outcome != TrainingOutcome.Cancelled)
            WriteReport(folder, data);
        if (arguments.Title is null)
            _epilogue = output => Conclude(output, folder, result, arguments.Time, makesSamples);
        return result.Outcome == TrainingOutcome.Cancelled ? ExitCode.Interrupted : ExitCode.Success;
    }

    // Everything is saved by now, and stays so whatever becomes of the report.
    private void WriteReport(RunFolder folder, Dataset data)
    {
        try
        {
            _view?.Prepare("writing the report");
            RunReport.Write(Path.Combine(folder.Path, RunReport.FileName), [folder], new ReportOptions { Data = data, CancellationToken = _interruption.Token });
        }
        catch (OperationCanceledException)
        {
            Note("the report was left out; belamy report writes it");
        }
        catch (BelamyException e)
        {
            Note($"the report could not be written: {e.Message}");
        }
    }

    /// <summary>Says something in a line that stays.</summary>
    public void Note(string line)
    {
        if (_view is null)
            Console.Out.WriteLine(line);
        else
            _view.Note(line);
    }

    // Decoders report from threads of their own; who finds another one drawing does without.
    private void ShowData(string source, DataProgress progress)
    {
        if (_view is null || !_drawing.TryEnter())
            return;
        try
        {
            _view.Prepare($"reading {source}: {progress.Stage}", progress.Done, progress.Total);
        }
        finally
        {
            _drawing.Exit();
        }
    }

    private void ShowCompiling(double compiled, int programs) => _view?.Prepare("compiling programs", (long)(100 * compiled), 100L * programs);

    private static void Conclude(TextWriter output, RunFolder folder, TrainingResult result, TimeSpan? time, bool makesSamples)
    {
        string name = ShellWord.Quote(folder.Path);
        string resume = $"belamy train --resume {name}";
        string step = Quantity.Count(result.State.Step);
        output.WriteLine();
        if (result.Outcome == TrainingOutcome.Cancelled)
        {
            string rest = time is { } limit ? $" --time {Math.Max(1, Math.Ceiling((limit - result.Elapsed).TotalSeconds)):0}s" : "";
            output.WriteLine($"Stopped and saved at step {step}. Go on with:");
            output.WriteLine($"  {resume}{rest}");
            return;
        }

        output.WriteLine($"Trained to step {step} in {Quantity.Clock(result.Elapsed)}. Look at:");
        List<string[]> places = [];
        string picture = Path.Combine(folder.SamplesPath, $"step-{result.State.Step:D6}.png"), text = Path.ChangeExtension(picture, ".txt");
        if (File.Exists(text))
            places.Add([text, "new samples"]);
        if (File.Exists(picture))
            places.Add([picture, !makesSamples ? "what it takes, what it makes of it, and where known the truth" : folder.Description.Fields is [{ Kind: not Points }, ..] ? "new samples" : folder.Description.Item.Rank == 3 ? "25 new samples" : "the data, and samples over what the discriminator says"]);
        if (File.Exists(folder.LossesPath))
            places.Add([folder.LossesPath, "how the losses went"]);
        if (Path.Combine(folder.Path, RunReport.FileName) is var report && File.Exists(report))
            places.Add([report, "all of it on one page, to hand over"]);
        AlignedColumns.Write(output, places, "  ");
        if (result.Best is { } best)
            output.WriteLine($"Best at step {Quantity.Count(best.Step)}: {Describe(best.Values)}. The commands below take the last weights; --best takes those.");
        if (FindingKind.Of(folder.Log.ReadFindings()) is { Count: > 0 } kinds)
            output.WriteLine($"Found on the way: {string.Join("; ", kinds.Select(kind => $"{kind.First.Symptom} {kind.When}"))}. belamy doctor {name} says what to do.");
        if (result.Measuring > TimeSpan.Zero)
            output.WriteLine($"Measuring took {Quantity.Clock(result.Measuring)} beside the training.");
        output.WriteLine("Go on with:");
        AlignedColumns.Write(
            output,
            [
                .. !makesSamples
                    // Points are of no file.
                    ? folder.Description.Fields is [{ Kind: Points }, ..] ? [] : new string[][] { [$"belamy apply {name} picture.jpg --out made.png", "what it makes of a picture of yours"] }
                    : [Sampling(name, folder.Description), [$"belamy evaluate {name}", "how good they are"]],
                [time is null ? $"{resume} --steps {FurtherSteps(result.State.Step)}" : $"{resume} --time {time.Value.TotalSeconds:0}s", "train further"],
            ],
            "  ");
    }

    /// <summary>The steps that are proposed for a run to be trained further: twice those it has.</summary>
    internal static long FurtherSteps(long done) => done > long.MaxValue / 2 ? long.MaxValue : Math.Max(1, 2 * done);

    /// <summary>How to make more samples of a run, and what they are.</summary>
    private static string[] Sampling(string run, RunDescription description) => description switch
    {
        { Fields: [{ Kind: TableRows }, ..] } => [$"belamy sample {run} --count 1000 --out rows.csv", "more samples, as a table"],
        { Fields: [{ Kind: Tokens }, ..] } => [$"belamy sample {run} --count 100 --out texts.txt", "more samples, a line each"],
        { Fields: [{ Kind: Arrays }, ..] } => [$"belamy sample {run} --count 1000 --out samples.npy", "more samples, as an array"],
        { Fields: [{ Kind: not (Pictures or Points) and { FileEndings: [var ending, ..] } }, ..] } => [$"belamy sample {run} --count 10 --out made/", $"more samples, {ending} files"],
        { Item: { Rank: 1 } item } when item[0] == 1 => [$"belamy sample {run} --count 1000 --out numbers.csv", "more samples, as a list"],
        { Item: { Rank: 1 } item } when item[0] == 2 => [$"belamy sample {run} --count 1000 --out points.png", "more samples, over the data"],
        _ => [$"belamy sample {run} --count 64 --out grid.png", "more samples"],
    };

    private void Show(TrainingProgress progress, TimeSpan? time)
    {
        if (progress.Stage == TrainingStage.Compiling)
        {
            ShowCompiling(progress.Compiled, (int)(progress.Steps ?? 0));
            return;
        }

        foreach (Finding finding in progress.Findings)
            Note($"step {Quantity.Count(finding.Step)}: {finding.Sentence} {finding.Advice}");
        if (progress.Measures.Count > 0)
        {
            string best = progress.Best?.Step == progress.Step ? "; the best so far" : "";
            Note($"step {Quantity.Count(progress.Step)}: {Describe(progress.Measures)}{best}");
        }

        // One batch tells little; what is shown is about the mean of the last second.
        foreach ((string name, double value) in progress.Metrics)
            _smoothed[name] = _smoothed.TryGetValue(name, out double before) ? before + (value - before) * NewestShare : value;
        if (progress.Samples is { } samples && !ReferenceEquals(samples, _shown))
        {
            _shown = samples;
            _samples = samples.Tiles();
            _lines = _samples.Count > 0 ? [] : [.. Enumerable.Range(0, Math.Min(MostLines, samples.Count)).Select(at => Printable.Text(samples.Tell(at)))];
        }

        _view!.Report(() => Describe(progress, time), force: progress.Stage == TrainingStage.Finished);
    }

    private static string Describe(IReadOnlyList<Measure> measures)
    {
        string values = string.Join(", ", measures.Select(measure => $"{measure.Name} {Quantity.Measured(measure.Value)}"));
        Measure first = measures[0];
        string real = first.Real == 0 ? "" : $" beside {Quantity.Count(first.Real)} of the data ({first.Split})";
        return $"{values}; {Quantity.Count(first.Generated, "sample")}{real}, seen by {first.Features}";
    }

    private TrainingStatus Describe(TrainingProgress progress, TimeSpan? time)
    {
        const string loss = "-loss";
        double bySteps = progress.Steps is { } steps ? (double)progress.Step / steps : 0;
        double byTime = time is { } limit ? progress.Elapsed / limit : 0;
        return new TrainingStatus
        {
            Step = progress.Step,
            LastStep = progress.Steps,
            Done = Math.Min(1, Math.Max(bySteps, byTime)),
            Elapsed = progress.Elapsed,
            Left = progress.Remaining,
            ItemsPerSecond = progress.ItemsPerSecond,
            Noun = _noun,
            Losses =
            [
                .. _smoothed.Where(metric => metric.Key.EndsWith(loss, StringComparison.Ordinal))
                    .Select(metric => (metric.Key[..^loss.Length], metric.Value)),
            ],
            RealAccuracy = _smoothed.TryGetValue("accuracy-real", out double real) ? real : null,
            GeneratedAccuracy = _smoothed.TryGetValue("accuracy-generated", out double generated) ? generated : null,
            Samples = _samples,
            Lines = _lines,
        };
    }
}
