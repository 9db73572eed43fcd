using Belamy.Files;
using Belamy.Games;

namespace Belamy.Runs;

/// <summary>A run's folder that was there is there no more.</summary>
internal sealed class RunGoneException(string folder, Exception? cause = null)
    : BelamyException($"{folder}: was deleted or moved while the run was trained; if it was moved, go on from its new place", cause)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;
}

/// <summary>Saves what a run has in memory when its folder was taken away.</summary>
internal static class RunRescue
{
    /// <summary>Saves the state to a run folder of its own among the temporary files.</summary>
    /// <param name="gone">What was noticed.</param>
    /// <param name="folder">The folder that is gone.</param>
    /// <param name="game">The game.</param>
    /// <param name="state">Where it stands; null where its numbers are not worth saving.</param>
    /// <returns>What is lost and what was saved, in one line.</returns>
    public static BelamyException Save(RunGoneException gone, RunFolder folder, Game game, TrainingState? state)
    {
        string lost = $"{gone.Folder}: was deleted or moved while the run was trained, and its log, samples and checkpoints with it";
        if (state is null)
            return new BelamyException($"{lost}; its last weights are not worth saving; start a new run", gone);
        string step = FormattableString.Invariant($"its last weights, of step {state.Step},");
        try
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(gone.Folder)));
            string place = Path.Combine(Directory.CreateTempSubdirectory("belamy-").FullName, name);
            RunFolder.Create(place, folder.Description).SaveCheckpoint(game, state);
            return new BelamyException($"{lost}; {step} are saved in {place}, a run folder to be moved and resumed", gone);
        }
        catch (Exception e) when (e is BelamyException || AtomicFile.IsRefusal(e))
        {
            return new BelamyException($"{lost}; {step} cannot be saved either ({e.Message.TrimEnd('.')}); start a new run", gone);
        }
    }
}
