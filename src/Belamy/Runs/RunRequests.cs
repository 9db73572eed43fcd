using System.Text.Json;
using Belamy.Files;

namespace Belamy.Runs;

/// <summary>A change of a player's learning rate while a run was trained, as its log keeps it.</summary>
/// <param name="Step">Whole steps completed when it came: the next step is the first that goes by it.</param>
/// <param name="Player">The player's name: <c>generator</c>.</param>
/// <param name="Rate">The rate before any schedule, above 0.</param>
public sealed record LearningRateChange(long Step, string Player, double Rate);

/// <summary>
/// What others ask of the process that trains a run: <c>request.json</c> in its folder, which is taken away between two steps and obeyed.
/// </summary>
/// <remarks>
/// A change of a learning rate is written into the log with its step, so that a resumed run makes it there again, to the same bits. One that
/// is asked for while nobody trains the run is made where it goes on.
/// </remarks>
public sealed class RunRequests
{
    private const string FileName = "request.json";
    private const string TakenName = "request.taken";
    private const int LongestFile = 1 << 16;

    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;

    internal RunRequests(string folder) => _folder = folder;

    private string Path => System.IO.Path.Combine(_folder, FileName);

    /// <summary>Asks the process that trains the run to save and to end, after the step that is being played.</summary>
    /// <exception cref="BelamyException">Nobody trains it, or the folder cannot be written.</exception>
    public void Stop()
    {
        // A process that was killed before it looked must not stop the one that goes on.
        Write(Read(Path) with { Stop = FindProcess() });
    }

    /// <summary>Asks for another learning rate from the next step on.</summary>
    /// <param name="player">The name of a player, one of <see cref="RunFolder.ReadLearningRates"/>.</param>
    /// <param name="rate">The rate before any schedule, above 0.</param>
    /// <exception cref="BelamyException">The rate is none, or the folder cannot be written.</exception>
    public void ChangeLearningRate(string player, double rate)
    {
        ArgumentException.ThrowIfNullOrEmpty(player);
        if (!IsRate(rate))
            throw new BelamyException(FormattableString.Invariant($"{player}.learning-rate={rate}: must be above 0"));
        RequestContract before = Read(Path);
        Write(before with { LearningRates = new Dictionary<string, double>(before.LearningRates ?? []) { [player] = rate } });
    }

    /// <summary>The process that trains the run, which says its number an instant after it has taken the lock.</summary>
    private int FindProcess()
    {
        for (int left = Tries; ; left--)
        {
            RunOwner owner = RunLock.FindOwner(_folder) ?? throw new BelamyException($"{_folder}: nobody trains it at this moment");
            if (owner.Process > 0)
                return owner.Process;
            if (left == 0)
                throw new BelamyException($"{_folder}: it cannot be told which process trains it; try again, or stop it where it was started");
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Takes away what was asked for; null where nothing was.</summary>
    internal RequestContract? Take()
    {
        if (!File.Exists(Path))
            return null;
        // Moved first: what is asked for from now on is another request.
        string taken = System.IO.Path.Combine(_folder, TakenName);
        try
        {
            File.Move(Path, taken, overwrite: true);
            RequestContract request = Read(taken);
            File.Delete(taken);
            return request;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            return null;
        }
    }

    internal static bool IsRate(double rate) => double.IsFinite(rate) && rate > 0;

    private void Write(RequestContract request) =>
        AtomicFile.WriteAllBytes(Path, JsonSerializer.SerializeToUtf8Bytes(request, RunContracts.Default.RequestContract));

    private static RequestContract Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LongestFile }
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RunContracts.Default.RequestContract) ?? new RequestContract()
                : new RequestContract();
        }
        catch (Exception e) when (e is JsonException || InputFile.IsFileError(e))
        {
            return new RequestContract();
        }
    }
}
