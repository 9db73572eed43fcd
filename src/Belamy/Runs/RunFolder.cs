using System.Globalization;
using Belamy.Data;
using Belamy.Files;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>A checkpoint file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Step">The step it was written after.</param>
public sealed record CheckpointFile(string Path, long Step);

/// <summary>A picture of samples that a run saved on its way.</summary>
/// <param name="Path">The file.</param>
/// <param name="Step">The step they are of.</param>
public sealed record SampleFile(string Path, long Step);

/// <summary>
/// The folder of a run: <c>run.json</c>, <c>metrics.jsonl</c>, <c>samples/</c>, <c>losses.png</c>, <c>checkpoints/</c>, and
/// among these <c>best.safetensors</c> where the run was measured.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Checkpoints that are kept.</summary>
    public const int CheckpointsKept = 3;

    // Of checkpoints, when those found are replaced before they are read.
    private const int Searches = 20;

    private const string DescriptionFile = "run.json";
    private const string CheckpointExtension = ".safetensors";
    private const string DamagedExtension = ".damaged";

    private readonly RunLock _lock;

    private RunFolder(string path, RunDescription description)
    {
        Path = path;
        _lock = new RunLock(path);
        Description = description;
        StepsBefore = description.Steps;
        Log = new RunLog(System.IO.Path.Combine(path, "metrics.jsonl"));
        Requests = new RunRequests(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run was made from.</summary>
    public RunDescription Description { get; private set; }

    /// <summary>The steps of the whole run as it was opened, or was played the last time.</summary>
    internal long? StepsBefore { get; set; }

    /// <summary>The log, <c>metrics.jsonl</c>.</summary>
    public RunLog Log { get; }

    /// <summary>What is asked of the process that trains the run.</summary>
    public RunRequests Requests { get; }

    /// <summary>The chart of the losses.</summary>
    public string LossesPath => System.IO.Path.Combine(Path, "losses.png");

    /// <summary>The folder of saved grids.</summary>
    public string SamplesPath => System.IO.Path.Combine(Path, "samples");

    /// <summary>The pictures of samples that were saved on the way, the oldest first; none where samples are read as text.</summary>
    public IReadOnlyList<SampleFile> SavedPictures =>
        [.. Numbered(SamplesPath, ".png").Select(found => new SampleFile(found.Path, found.Step)).OrderBy(file => file.Step)];

    /// <summary>The checkpoints that are there, the newest first.</summary>
    public IReadOnlyList<CheckpointFile> Checkpoints =>
        [.. Numbered(CheckpointsPath, CheckpointExtension).Select(found => new CheckpointFile(found.Path, found.Step)).OrderByDescending(file => file.Step)];

    /// <summary>The step of the newest checkpoint; 0 where there is none.</summary>
    public long SavedStep => Checkpoints is [var newest, ..] ? newest.Step : 0;

    /// <summary>The newest checkpoint's file, or null.</summary>
    public string? LatestCheckpoint => Checkpoints is [var newest, ..] ? newest.Path : null;

    /// <summary>The checkpoint whose generator was measured the best; there where the run was measured.</summary>
    public string BestPath => System.IO.Path.Combine(CheckpointsPath, "best" + CheckpointExtension);

    /// <summary>Who trains the run at this moment; null where nobody does.</summary>
    public RunOwner? Owner => RunLock.FindOwner(Path);

    private string CheckpointsPath => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Whether a folder is that of a run.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, DescriptionFile));

    /// <summary>Begins a run.</summary>
    /// <param name="path">The folder, created when missing.</param>
    /// <param name="description">What the run is made from.</param>
    /// <exception cref="BelamyException">The folder holds a run already, perhaps since an instant, or cannot be written.</exception>
    public static RunFolder Create(string path, RunDescription description) =>
        TryCreate(path, description) ?? throw new BelamyException($"{path}: holds a run already; resume it, or choose another folder");

    /// <summary>Begins a run in a folder, or in the first that is free of those called like it with <c>-2</c>, <c>-3</c> and so on behind.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="description">What the run is made from.</param>
    /// <exception cref="BelamyException">The folder cannot be written.</exception>
    public static RunFolder CreateFree(string path, RunDescription description)
    {
        while (true)
        {
            if (TryCreate(FindFree(path), description) is { } folder)
                return folder;
        }
    }

    /// <summary>The first of a path and those called like it with <c>-2</c>, <c>-3</c> and so on behind that nothing has.</summary>
    public static string FindFree(string path)
    {
        string free = path;
        for (int number = 2; Directory.Exists(free) || File.Exists(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{path}-{number}");
        return free;
    }

    private static RunFolder? TryCreate(string path, RunDescription description)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(description);
        if (Exists(path))
            return null;
        var folder = new RunFolder(path, description);
        // Whoever holds the lock and finds no run has begun it.
        using IDisposable? held = folder._lock.TryBegin();
        if (held is null || Exists(path))
            return null;
        try
        {
            folder.SaveDescription();
            return folder;
        }
        catch
        {
            folder._lock.Withdraw();
            throw;
        }
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="recipe">The recipe it was made with, needed for networks of one's own; found by the model's name when null.</param>
    /// <exception cref="BelamyException">It is no folder of a run, or its description is damaged.</exception>
    public static RunFolder Open(string path, Recipe? recipe = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = System.IO.Path.Combine(path, DescriptionFile);
        if (!File.Exists(file))
            throw new BelamyException($"{path}: is no folder of a run, it has no {DescriptionFile}; belamy runs lists those there are");
        if (new FileInfo(file).Length > RunDescriptionReader.LongestFile)
            throw new BelamyException($"{file}: is far too long for the description of a run; name another folder, or start a new run");
        byte[] content = InputFile.ReadAllBytes(file);
        return new RunFolder(path, RunDescriptionReader.Read(content, file, recipe));
    }

    /// <summary>The folders of runs directly below a folder, in alphabetical order.</summary>
    public static IReadOnlyList<string> List(string parent) => Directory.Exists(parent)
        ? [.. Directory.EnumerateDirectories(parent).Where(Exists).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Keeps everybody else from changing the run until what is returned is disposed, or the process ends in whatever way.</summary>
    /// <remarks>May be called again while it lasts. Reading a run needs no leave.</remarks>
    /// <exception cref="BelamyException">Another process or object trains the run.</exception>
    public IDisposable Hold() => _lock.Hold();

    /// <summary>As <see cref="Hold"/>, and keeps this object from being trained twice at once.</summary>
    internal IDisposable HoldForTraining() => _lock.HoldForTraining();

    /// <summary>Changes how long the run goes on.</summary>
    /// <param name="steps">The steps of the whole run, or null when only time limits it.</param>
    /// <exception cref="BelamyException">Another process trains the run, or it cannot be written.</exception>
    public void Extend(long? steps)
    {
        using IDisposable held = Hold();
        Description = Description with { Steps = steps };
        SaveDescription();
    }

    /// <summary>Changes what the run is measured by.</summary>
    /// <param name="measurement">What is measured, and when; null for nothing.</param>
    /// <exception cref="BelamyException">Another process trains the run, or it cannot be written.</exception>
    public void Remeasure(MeasurementPlan? measurement)
    {
        using IDisposable held = Hold();
        Description = Description with { Measurement = measurement };
        SaveDescription();
    }

    /// <summary>Builds the run's game as it was when its generator was measured the best.</summary>
    /// <param name="warning">Is told in one line where weights are not finite numbers.</param>
    /// <returns>The game and the step it is of.</returns>
    /// <exception cref="BelamyException">The run was never measured, or the file is damaged or of another model or other data.</exception>
    public (AssembledGame Game, TrainingState State) LoadBest(Action<string>? warning = null)
    {
        if (!File.Exists(BestPath))
            throw new BelamyException($"{Path}: keeps no best weights, as it was not measured while it was trained; train with --metrics, or use the last weights");
        AssembledGame game = Build(null);
        return (game, Load(BestPath, game, warning));
    }

    /// <summary>What the best weights were measured at; null where there are none.</summary>
    /// <exception cref="BelamyException">The file is damaged.</exception>
    public BestMeasure? ReadBest() => File.Exists(BestPath) ? Checkpoint.ReadBest(BestPath) : null;

    /// <summary>The players' learning rates as the newest checkpoint has them, by the players' names; empty where there is none.</summary>
    /// <exception cref="BelamyException">It is damaged.</exception>
    public IReadOnlyDictionary<string, double> ReadLearningRates() => LatestCheckpoint is { } latest ? Checkpoint.ReadLearningRates(latest) : new Dictionary<string, double>();

    /// <summary>Builds the run's game as the newest sound checkpoint left it.</summary>
    /// <param name="warning">Is told in one line of each damaged checkpoint passed over, and where weights are not finite numbers.</param>
    /// <param name="data">The data, for a game that is trained further.</param>
    /// <returns>The game and where it stands; its beginning when there is no checkpoint yet.</returns>
    /// <exception cref="BelamyException">All checkpoints are damaged, or one is of another model or other data.</exception>
    public (AssembledGame Game, TrainingState State) LoadGame(Action<string>? warning = null, Dataset? data = null)
    {
        for (int left = Searches; Checkpoints.Count > 0; left--)
        {
            // Built first: a quick training replaces all its checkpoints while a game is built.
            AssembledGame game = Build(data);
            bool isGone = false;
            IReadOnlyList<CheckpointFile> files = Checkpoints;
            foreach (CheckpointFile file in files)
            {
                try
                {
                    return (game, Load(file.Path, game, warning, file.Step));
                }
                catch (DamagedCheckpointException e)
                {
                    game = Build(data);
                    isGone = !File.Exists(file.Path);
                    if (isGone)
                        break;
                    warning?.Invoke($"{e.Message}; trying the one before it");
                }
            }

            game.Dispose();
            if (!isGone || left == 0)
                throw new BelamyException($"{CheckpointsPath}: {(files.Count == 1 ? "the only checkpoint cannot" : $"none of the {files.Count} checkpoints can")} be read; start a new run");
        }

        return (Begin(data), new TrainingState());
    }

    /// <summary>The game as the run began, for one that was stopped before its first checkpoint.</summary>
    private AssembledGame Begin(Dataset? data)
    {
        AssembledGame game = Build(data);
        try
        {
            if (Description.Origin is { } origin)
                WeightTransfer.Again(Path, origin).Prepare(game, Description.ClassNames);
            game.Initialize();
            return game;
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }

    private AssembledGame Build(Dataset? data)
    {
        var game = new AssembledGame(
            Description.Recipe, Description.Item, Description.Classes, data, initialize: false, Description.Fields.Count > 0 ? Description.Fields : DatasetColumns.Fields(Description.Item.Span, Description.ClassNames));
        if (Description.Origin is { } origin)
            WeightTransfer.Warm(game, origin);
        return game;
    }

    /// <summary>Reads a checkpoint into a game, or disposes of the game.</summary>
    private TrainingState Load(string checkpoint, AssembledGame game, Action<string>? warning, long? step = null)
    {
        try
        {
            TrainingState state = Checkpoint.Load(checkpoint, game.Game.Store, Description.Model, Description.DataFingerprint);
            if (step is not null && step != state.Step)
                throw new DamagedCheckpointException($"{checkpoint}: is damaged or renamed, it says that it is of step {state.Step}");
            if (warning is not null && DescribeNonFinite(game.Game.Store) is { } broken)
                warning($"{checkpoint}: {broken}; what such a network makes means nothing, so train again with a lower learning rate");
            return state;
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }

    private static string? DescribeNonFinite(ParameterStore store)
    {
        long count = 0;
        string? first = null;
        foreach (Parameter parameter in store.Parameters.Where(parameter => parameter.ElementType == ElementType.Float32))
        {
            foreach (float value in parameter.AsSpan<float>())
            {
                if (float.IsFinite(value))
                    continue;
                first ??= parameter.Name;
                count++;
            }
        }

        return count switch
        {
            0 => null,
            1 => $"a number of {first} is infinite or not a number",
            _ => $"{count} numbers are infinite or not a number, the first of them in {first}",
        };
    }

    /// <summary>
    /// Makes the folder what it was at a step: cuts the log back, removes later samples and unfinished files, and sets
    /// later checkpoints, which are damaged or the run would be there, aside.
    /// </summary>
    /// <param name="step">The step the run goes on from.</param>
    /// <param name="warning">Is told in one line of what of the log could not be read.</param>
    public void CutBack(long step, Action<string>? warning = null)
    {
        using IDisposable held = Hold();
        CutLogAndSamples(step, warning);
        foreach (CheckpointFile file in Checkpoints.Where(file => file.Step > step))
            File.Move(file.Path, file.Path + DamagedExtension, overwrite: true);
        // Nobody else writes here now, so that what is unfinished will never be finished.
        foreach (string place in new[] { Path, CheckpointsPath, SamplesPath }.Where(Directory.Exists))
        {
            foreach (string unfinished in Directory.EnumerateFiles(place, "*" + TemporaryName.File))
                File.Delete(unfinished);
        }
    }

    /// <summary>Goes back to a state: cuts log and samples back, says so in the log, and keeps no later checkpoint.</summary>
    /// <param name="game">The game as it was at that state.</param>
    /// <param name="state">The state.</param>
    /// <param name="finding">Why.</param>
    internal void RollBack(Game game, TrainingState state, Finding finding)
    {
        CutLogAndSamples(state.Step);
        WriteIfThere(() => Log.AppendFinding(finding));
        // Killed before this, the run comes here again; killed after it, it goes on from here.
        SaveCheckpoint(game, state);
        foreach (CheckpointFile file in Checkpoints.Where(file => file.Step > state.Step))
            File.Delete(file.Path);
    }

    private void CutLogAndSamples(long step, Action<string>? warning = null)
    {
        Log.CutBack(step, warning);
        foreach ((string path, long number) in Numbered(SamplesPath, ".png"))
        {
            if (number > step)
                File.Delete(path);
        }
    }

    /// <summary>Writes a checkpoint and removes all but the last few.</summary>
    /// <returns>Its file.</returns>
    /// <exception cref="BelamyException">It cannot be written; those before are untouched.</exception>
    public string SaveCheckpoint(Game game, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(state);
        string path = System.IO.Path.Combine(CheckpointsPath, Name(state.Step) + CheckpointExtension);
        WriteIfThere(() => Checkpoint.Save(path, game.Store, state, Description.Model, Description.DataFingerprint));
        foreach (CheckpointFile file in Checkpoints.Where(file => file.Step <= state.Step).Skip(CheckpointsKept))
            File.Delete(file.Path);
        return path;
    }

    /// <summary>Keeps the present weights as the best: written aside and renamed over those before.</summary>
    internal void SaveBest(Game game, TrainingState state, BestMeasure best) =>
        WriteIfThere(() => Checkpoint.Save(BestPath, game.Store, state, Description.Model, Description.DataFingerprint, best));

    /// <summary>Writes a picture of samples.</summary>
    /// <param name="step">The step they are of.</param>
    /// <param name="picture">A grid of pictures, or a plot of points.</param>
    /// <returns>Its file.</returns>
    public string SaveSamples(long step, Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        string path = System.IO.Path.Combine(SamplesPath, Name(step) + ".png");
        WriteIfThere(() => picture.SavePng(path));
        return path;
    }

    /// <summary>Writes samples that are read as text, a line each.</summary>
    /// <param name="step">The step they were made at.</param>
    /// <param name="lines">The lines.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public string SaveSamples(long step, IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        string path = System.IO.Path.Combine(SamplesPath, Name(step) + ".txt");
        WriteIfThere(() => AtomicFile.WriteAllText(path, string.Join('\n', lines) + "\n"));
        return path;
    }

    /// <summary>Draws the losses of the log as <see cref="LossesPath"/>, with accuracies and measures below; nothing while the log is empty.</summary>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public void SaveLosses()
    {
        if (RunChart.Draw(Log.ReadMetrics(), Log.ReadMeasures()) is { } chart)
            WriteIfThere(() => chart.SavePng(LossesPath));
    }

    /// <summary>Writes into the folder unless it was deleted or moved: a part of it must not come back as if it were a run.</summary>
    /// <exception cref="RunGoneException">It was.</exception>
    internal void WriteIfThere(Action write)
    {
        if (!Exists(Path))
            throw new RunGoneException(Path);
        try
        {
            write();
        }
        catch (BelamyException e) when (!Exists(Path))
        {
            throw new RunGoneException(Path, e);
        }
    }

    private static string Name(long step) => "step-" + step.ToString("D6", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Path, long Step)> Numbered(string folder, string extension)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (string path in Directory.EnumerateFiles(folder, "step-*" + extension))
        {
            // The pattern also matches longer extensions on some systems.
            string name = System.IO.Path.GetFileName(path);
            if (name.EndsWith(extension, StringComparison.Ordinal)
                && long.TryParse(name["step-".Length..^extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long step))
            {
                yield return (path, step);
            }
        }
    }

    private void SaveDescription() => AtomicFile.WriteAllText(System.IO.Path.Combine(Path, DescriptionFile), Description.ToJson());
}
