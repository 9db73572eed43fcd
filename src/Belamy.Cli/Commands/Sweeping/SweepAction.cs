using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Reports;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy sweep</c> does: plays the rounds that are left, and tells what came of them.</summary>
internal static class SweepAction
{
    private const string PageName = "sweep.html";

    // What is left of a share of time after a stop in its last moment.
    private static readonly TimeSpan Nothing = TimeSpan.FromSeconds(0.2);

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(SweepArguments arguments)
    {
        IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> combinations = Variations.Of(arguments.Varied);
        TrainArguments[] trainings = [.. combinations.Select(one => arguments.Training with { Settings = [.. arguments.Training.Settings, .. one], Steps = arguments.Steps })];
        // Mistakes in names and values come to light before anything is trained.
        TrainAction.Require(arguments.Training);
        foreach (TrainArguments training in trainings)
            Require(training);
        string name = TrainAction.PlaceOf(arguments.Training) + "-sweep";
        SweepState state = SweepState.Open(
            Path.TrimEndingDirectorySeparator(arguments.Training.Out ?? name), arguments.Training.Out is not null, arguments.Request, [.. combinations.Select(Variations.Describe)]);
        IReadOnlyList<int> rounds = Halving.Rounds(trainings.Length);
        Console.Out.WriteLine($"{state.Folder}: {Quantity.Count(trainings.Length, "run")}, {Describe(rounds, arguments)}");
        var shared = new SharedData();
        try
        {
            return Play(state, trainings, rounds, arguments, shared) ? Tell(state, rounds, shared) : Stopped(state);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"{state.Folder}: stopped; the same command goes on with it", e);
        }
    }

    private static void Require(TrainArguments training)
    {
        const string set = "--set ";
        try
        {
            TrainAction.Require(training);
        }
        catch (BelamyException e) when (e.Message.StartsWith(set, StringComparison.Ordinal))
        {
            // It was typed as one of several values.
            throw new BelamyException($"--vary {e.Message[set.Length..]}", e);
        }
    }

    private static string Describe(IReadOnlyList<int> rounds, SweepArguments arguments)
    {
        string order = $"of which {string.Join(", then ", rounds.Select((runs, round) => round == 0 ? "all train at first" : Quantity.Count(runs)))}";
        return arguments.Steps is { } steps
            ? $"{order}; up to step {string.Join(", ", Halving.Steps(rounds, steps).Select(step => Quantity.Count(step)))}"
            : $"{order}; up to {string.Join(", ", Halving.Times(rounds, arguments.Time!.Value).Select(Quantity.Clock))} of training each";
    }

    /// <summary>Plays what is left.</summary>
    /// <returns>Whether it is complete; not where it was stopped.</returns>
    private static bool Play(SweepState state, TrainArguments[] trainings, IReadOnlyList<int> rounds, SweepArguments arguments, SharedData shared)
    {
        IReadOnlyList<int> left = [.. Enumerable.Range(0, trainings.Length)];
        for (int round = 0; round < rounds.Count; round++)
        {
            int number = 0;
            foreach (int at in left)
            {
                SweepRun run = state.Runs[at];
                number++;
                if (run.Results.Count > round || run.Results is [.., { Value: null }])
                    continue;
                TrainArguments training = trainings[at] with
                {
                    Out = run.Folder,
                    Title = $"round {round + 1} of {rounds.Count}, run {number} of {left.Count}: {run.Settings}",
                    Shared = shared,
                };
                training = arguments.Steps is { } steps
                    ? training with { Until = Halving.Steps(rounds, steps)[round] }
                    : training with { Time = Halving.Times(rounds, arguments.Time!.Value)[round] };
                if (!Train(training, state, run))
                    return false;
                state.Save();
            }

            left = Halving.Keep(left, at => ValueOf(state.Runs[at], round), state.IsHigherBetter);
        }

        return true;
    }

    private static double? ValueOf(SweepRun run, int round) => run.Results.Count > round ? run.Results[round].Value : null;

    /// <summary>Trains a run to the end of its round, and takes down what was measured there.</summary>
    /// <returns>Whether it got there; not where it was stopped.</returns>
    private static bool Train(TrainArguments training, SweepState state, SweepRun run)
    {
        RunFolder? begun = RunFolder.Exists(run.Folder) ? RunFolder.Open(run.Folder) : null;
        if (training.Time is { } whole && begun is not null)
            training = training with { Time = TimeSpan.FromTicks(Math.Max(0, (whole - begun.Log.ReadElapsed()).Ticks)) };
        bool isThere = begun is not null && MeasureAt(begun) is not null && (training.Until is { } until ? begun.SavedStep >= until : training.Time <= Nothing);
        if (!isThere)
        {
            try
            {
                int code = TrainAction.Run(begun is null ? training : new TrainArguments
                {
                    Resume = run.Folder,
                    Time = training.Time is { } rest && rest < Nothing ? Nothing : training.Time,
                    Until = training.Until,
                    Threads = training.Threads,
                    Location = training.Location,
                    Title = training.Title,
                    Shared = training.Shared,
                    NoReport = true,
                });
                if (code == ExitCode.Interrupted)
                    return false;
            }
            catch (BelamyException e) when (RunFolder.Exists(run.Folder) && RunFolder.Open(run.Folder) is var failed && failed.Log.ReadFindings().Any(finding => finding.Symptom == "diverged"))
            {
                Console.Error.WriteLine($"belamy: {run.Folder}: {e.Message}; the sweep goes on without it");
                run.Results.Add(new SweepResult(failed.SavedStep, null));
                return true;
            }
        }

        RunFolder folder = RunFolder.Open(run.Folder);
        // Stopped while it was measured: the next time it begins with that.
        if (MeasureAt(folder) is not { } measure)
            return false;
        (state.Measured, state.IsHigherBetter) = (measure.Name, measure.IsHigherBetter ?? false);
        run.Results.Add(new SweepResult(folder.SavedStep, double.IsFinite(measure.Value) ? measure.Value : null));
        return true;
    }

    /// <summary>What decides, as it was measured at the step that is saved; null where it was not.</summary>
    private static Measure? MeasureAt(RunFolder folder) =>
        folder.Log.ReadMeasures().Where(one => one.Step == folder.SavedStep && one.Measure.IsHigherBetter is not null && one.Measure.Metric == folder.Description.Measurement?.Metrics[0]).Select(one => one.Measure).FirstOrDefault();

    private static int Stopped(SweepState state)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Stopped and saved. The same command goes on with {state.Folder}.");
        return ExitCode.Interrupted;
    }

    private static int Tell(SweepState state, IReadOnlyList<int> rounds, SharedData shared)
    {
        int[] order = [.. Enumerable.Range(0, state.Runs.Count)
            .OrderByDescending(at => state.Runs[at].Results.Count(result => result.Value is not null))
            .ThenBy(at => (state.Runs[at].Results.LastOrDefault(result => result.Value is not null)?.Value ?? 0) * (state.IsHigherBetter ? -1 : 1)).ThenBy(at => at)];
        string[] heads = ["", "run", "settings", .. rounds.Select((_, round) => $"round {round + 1}"), "step"];
        List<string[]> rows = [.. order.Select((at, place) => (string[])
        [
            $"{place + 1}", state.Runs[at].Folder, state.Runs[at].Settings,
            .. rounds.Select((_, round) => state.Runs[at].Results.Count <= round ? "" : state.Runs[at].Results[round].Value is { } value ? Quantity.Measured(value) : "diverged"),
            Quantity.Count(state.Runs[at].Results is [.., var last] ? last.Step : 0),
        ])];
        string measured = $"{state.Measured} at the end of each round, the {(state.IsHigherBetter ? "higher" : "lower")} the better";
        string page = Path.Combine(state.Folder, PageName);
        using (var interruption = new Interruption())
        {
            RunFolder[] folders = [.. order.Select(at => RunFolder.Open(state.Runs[at].Folder))];
            RunReport.Write(page, folders, new ReportOptions
            {
                Data = shared.Data,
                Table = new ReportTable($"{Quantity.Count(rows.Count, "run")} of a sweep", heads, [.. rows.Select(row => (string[])[row[0], Path.GetFileName(row[1]), .. row[2..]])], $"{measured}. Each round has an equal part of the budget, and the better half of its runs goes on."),
                CancellationToken = interruption.Token,
            });
        }

        Console.Out.WriteLine();
        AlignedColumns.Write(Console.Out, [heads, .. rows]);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"{measured}.");
        string best = ShellWord.Quote(state.Runs[order[0]].Folder);
        Console.Out.WriteLine("Look at:");
        AlignedColumns.Write(Console.Out, [[page, "all runs beside each other"], [$"belamy sample {best}", "what the best makes"], [$"belamy report {best}", "the best on a page of its own"]], "  ");
        return ExitCode.Success;
    }
}

/// <summary>Data that several trainings in a row open once.</summary>
internal sealed class SharedData
{
    /// <summary>The data, once they are open.</summary>
    public Dataset? Data { get; set; }

    /// <summary>The metric by which generators of such data are told apart where none is named.</summary>
    public static string MetricFor(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Main.Field.Kind switch
        {
            Pictures or Sounds => "fid",
            TableRows => "column-shapes",
            Tokens => "bleu",
            _ => "swd",
        };
    }
}
