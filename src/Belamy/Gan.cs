using Belamy.Data;
using Belamy.Games;
using Belamy.Reports.TensorBoard;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

/// <summary>The short way to train a model and to use one that was trained.</summary>
public static class Gan
{
    /// <summary>Trains a model on data, on the calling thread.</summary>
    /// <param name="recipe">The model, for example <see cref="Models.Dcgan"/>.</param>
    /// <param name="data">The data, for example <see cref="Datasets.Digits"/>.</param>
    /// <param name="steps">Steps to train; the recipe's when neither steps nor time are given.</param>
    /// <param name="time">Time to train, or null for no limit.</param>
    /// <param name="folder">A folder for checkpoints, samples and the log, or null to leave nothing behind.</param>
    /// <param name="progress">Is told how the run goes, on the calling thread. What it throws ends the run: a checkpoint is saved in the folder, then the exception goes on.</param>
    /// <param name="from">The folder of a run whose weights to begin with, or null for random ones.</param>
    /// <param name="cancellationToken">Ends the run early; what is trained by then is returned.</param>
    /// <exception cref="BelamyException">
    /// A setting is out of range, the run to begin with has other networks, the machine has not the memory that the training takes, the run diverged, or the folder
    /// cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the first move; nothing was written.</exception>
    public static TrainingRun Train(
        Recipe recipe,
        Dataset data,
        long? steps = null,
        TimeSpan? time = null,
        string? folder = null,
        Action<TrainingProgress>? progress = null,
        string? from = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        long? limit = steps ?? (time is null ? recipe.Steps : null);
        var options = new TrainingOptions { Steps = limit, Time = time, Progress = progress };
        var game = new AssembledGame(recipe, new Shape(data.ItemShape), data.ClassNames.Count, data, initialize: false);
        RunFolder? run;
        try
        {
            // What the machine cannot hold, and a folder that holds a run, are found before anything is written.
            WeightTransfer? transfer = from is null ? null : WeightTransfer.Open(from);
            transfer?.Prepare(game, data.ClassNames);
            Prepare(game, data, options, cancellationToken);
            run = folder is null ? null : RunFolder.Create(folder, RunDescription.Create(recipe, data, steps: limit) with { Origin = transfer?.Origin });
            Initialize(game, run);
        }
        catch
        {
            game.Dispose();
            throw;
        }

        return Play(game, data, options, run, null, cancellationToken);
    }

    /// <summary>Trains a model on data, on a thread of the pool.</summary>
    /// <inheritdoc cref="Train"/>
    public static Task<TrainingRun> TrainAsync(
        Recipe recipe,
        Dataset data,
        long? steps = null,
        TimeSpan? time = null,
        string? folder = null,
        Action<TrainingProgress>? progress = null,
        string? from = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Train(recipe, data, steps, time, folder, progress, from, cancellationToken), CancellationToken.None);

    /// <summary>Plays a prepared run: a new folder's, or one that goes on.</summary>
    /// <param name="folder">The folder; the run goes on from its newest sound checkpoint, or begins where there is none.</param>
    /// <param name="data">The data it was begun with.</param>
    /// <param name="options">How long, and what is left behind; the learning rate's decay is the recipe's.</param>
    /// <param name="warning">Is told in one line of each damaged checkpoint passed over, of what of the log could not be read, and of what another number of steps than before changes.</param>
    /// <param name="cancellationToken">Ends the run early; it can be resumed.</param>
    /// <exception cref="BelamyException">The data are others, no checkpoint is sound, the run diverged, or the folder is trained by another or cannot be written.</exception>
    public static TrainingRun Play(
        RunFolder folder, Dataset data, TrainingOptions options, Action<string>? warning = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (data.Fingerprint != folder.Description.DataFingerprint)
            throw new BelamyException($"{data.Name}: is not the data that {folder.Path} was begun with; resume with {folder.Description.DataSource} as it was");
        using IDisposable held = folder.HoldForTraining();
        (AssembledGame game, TrainingState state) = folder.LoadGame(warning, data);
        try
        {
            Prepare(game, data, options, cancellationToken);
            if (TotalOfSteps.Describe(folder.Path, game, state.Step, folder.StepsBefore, options.Steps) is { } change)
                warning?.Invoke(change);
            folder.StepsBefore = options.Steps;
            folder.CutBack(state.Step, warning);
        }
        catch
        {
            game.Dispose();
            throw;
        }

        return Play(game, data, options, folder, state, cancellationToken);
    }

    /// <summary>Begins a run with a game that was made for it, and that may have been prepared before the folder was created.</summary>
    /// <param name="folder">The folder, of a run that has no checkpoint yet.</param>
    /// <param name="game">The game, untrained, and prepared by <see cref="WeightTransfer"/> where the run says that it begins with the weights of another; the run disposes it.</param>
    /// <param name="data">The data it was made for.</param>
    /// <param name="options">How long, and what is left behind; the learning rate's decay is the recipe's.</param>
    /// <param name="cancellationToken">Ends the run early; it can be resumed.</param>
    /// <exception cref="BelamyException">The run diverged, or the folder cannot be written.</exception>
    public static TrainingRun Begin(RunFolder folder, AssembledGame game, Dataset data, TrainingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable held = folder.HoldForTraining();
        folder.StepsBefore = options.Steps;
        Initialize(game, folder);
        return Play(game, data, options, folder, null, cancellationToken);
    }

    /// <summary>Opens the generator of a run as its newest sound checkpoint left it.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="warning">Is told in one line of each damaged checkpoint passed over, and where weights are not finite numbers.</param>
    /// <param name="best">Whether to open it as it was when it was measured the best, rather than as it is now.</param>
    /// <exception cref="BelamyException">The folder is that of no run, has no checkpoint or no best one, or none is sound.</exception>
    public static TrainedGenerator Open(string folder, Action<string>? warning = null, bool best = false)
    {
        RunFolder run = RunFolder.Open(folder);
        if (best)
        {
            (AssembledGame bestGame, TrainingState bestState) = run.LoadBest(warning);
            return new TrainedGenerator(bestGame, bestState, run);
        }

        if (run.LatestCheckpoint is null)
            throw new BelamyException($"{folder}: has no checkpoint yet; train it first, with --resume {ShellWord.Quote(folder)}");
        (AssembledGame game, TrainingState state) = run.LoadGame(warning);
        return new TrainedGenerator(game, state, run);
    }

    private static void Initialize(AssembledGame game, RunFolder? folder)
    {
        game.Initialize();
        // From here on the run stands for itself, whatever becomes of the one that its weights are from.
        if (folder?.Description.Origin is not null)
            folder.SaveCheckpoint(game.Game, new TrainingState());
    }

    private static void Prepare(AssembledGame game, Dataset data, TrainingOptions options, CancellationToken cancellationToken) =>
        game.Prepare(data, (compiled, programs) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Invoke(TrainingProgress.Compiling(compiled, programs));
        });

    internal static TrainingRun Play(
        AssembledGame game, Dataset data, TrainingOptions options, RunFolder? folder, TrainingState? state, CancellationToken cancellationToken)
    {
        try
        {
            options = options with { LearningRateDecay = game.Recipe.LearningRateDecay };
            using TensorBoardLog? board = options.TensorBoard && folder is not null ? new TensorBoardLog(folder, game, data, state?.Step ?? 0) : null;
            options = board?.Attach(options) ?? options;
            options = new Telemetry(Models.NameOf(game.Recipe), data.Name, folder?.Path).Attach(options, state?.Step ?? 0);
            using PointPicture? points = game.Generator is { } generator && PointPicture.Fits(data) ? new PointPicture(generator, game.Parts.Critic, data) : null;
            Function? shown = game.Generator is null ? game.Functions.FirstOrDefault(function => FunctionSheet.Fits(function, data, game.Functions)) : null;
            using FunctionSheet? sheet = shown is null ? null : new FunctionSheet(shown, data, game.Recipe.Seed, others: game.Functions);
            var trainer = new Trainer(game.Game, data, options, state) { Generator = game.Generator, Points = points, Sheet = sheet, Folder = folder };
            return new TrainingRun(game, trainer.Run(cancellationToken), folder);
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }
}
