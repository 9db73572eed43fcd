using System.Collections.Concurrent;
using System.Diagnostics;
using Belamy.Diagnosis;
using Belamy.Files;
using Belamy.Runs;

namespace Belamy.Studio.Runs;

/// <summary>There is no such run.</summary>
internal sealed class NoSuchRunException(string id) : BelamyException($"There is no run {id}.");

/// <summary>A picture or text of samples in a run's folder.</summary>
/// <param name="Step">The step that they are of.</param>
/// <param name="File">The file.</param>
/// <param name="Version">Another one where the file is another.</param>
internal sealed record SavedSamples(long Step, string File, long Version)
{
    /// <summary>Whether samples are read as text.</summary>
    public bool IsText => File.EndsWith(".txt", StringComparison.Ordinal);
}

/// <summary>A run in the list of runs.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Summary">What is known of it; null where it cannot be read.</param>
/// <param name="Newest">Its last samples; null where there are none.</param>
/// <param name="Failure">Why it cannot be read; null where it can.</param>
internal sealed record ShelvedRun(string Name, RunSummary? Summary, SavedSamples? Newest, string? Failure);

/// <summary>The runs in the studio's folder, by the names of their folders: nothing that a visitor sends is ever a path.</summary>
internal sealed class RunShelf(string home)
{
    private const string NotesFile = "notes.txt";
    private const string StarredFolder = "starred";
    private const int LongestName = 100;

    // Of a run that is being trained a whole log is read, so not at every visit: at most a hundredth of the time.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private const int ShareOfTime = 100;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The folder.</summary>
    public string Home { get; } = home;

    /// <summary>What is known of each run, the latest first, and of those that cannot be read why.</summary>
    public IReadOnlyList<ShelvedRun> List() =>
        [.. RunFolder.List(Home).Select(Look).OfType<ShelvedRun>().OrderByDescending(run => run.Summary?.LastChange ?? default).ThenBy(run => run.Name, StringComparer.Ordinal)];

    /// <summary>Whether there is a run of that name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The folder of a run.</summary>
    /// <exception cref="NoSuchRunException">There is none of that name.</exception>
    public string PathOf(string name) => Find(name) ?? throw new NoSuchRunException(name);

    /// <summary>Opens a run.</summary>
    /// <exception cref="NoSuchRunException">There is none of that name.</exception>
    public RunFolder Open(string name) => RunFolder.Open(PathOf(name));

    /// <summary>The samples that a run has saved, by their steps.</summary>
    public static IReadOnlyList<SavedSamples> SamplesOf(string path)
    {
        var folder = new DirectoryInfo(Path.Combine(path, "samples"));
        if (!folder.Exists)
            return [];
        return
        [
            .. folder.EnumerateFiles("step-*")
                .Where(file => file.Extension is ".png" or ".txt" && long.TryParse(Path.GetFileNameWithoutExtension(file.Name)["step-".Length..], out _))
                .Select(file => new SavedSamples(long.Parse(Path.GetFileNameWithoutExtension(file.Name)["step-".Length..]), file.FullName, file.LastWriteTimeUtc.Ticks))
                .GroupBy(sample => sample.Step).Select(same => same.OrderBy(sample => sample.IsText).First())
                .OrderBy(sample => sample.Step),
        ];
    }

    /// <summary>What somebody wrote about a run; empty where nothing was.</summary>
    public string ReadNotes(string name)
    {
        string file = Path.Combine(PathOf(name), NotesFile);
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    /// <summary>Writes what somebody says about a run.</summary>
    public void WriteNotes(string name, string text)
    {
        string file = Path.Combine(PathOf(name), NotesFile);
        if (text.Trim().Length == 0)
            File.Delete(file);
        else
            AtomicFile.WriteAllText(file, text.ReplaceLineEndings("\n"));
    }

    /// <summary>The pictures of a run that somebody starred.</summary>
    public IReadOnlyList<string> StarredOf(string name)
    {
        string folder = Path.Combine(PathOf(name), StarredFolder);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.png").Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Keeps a picture of a run.</summary>
    /// <param name="name">The run.</param>
    /// <param name="stem">What it is called, without number and ending.</param>
    /// <param name="png">The picture.</param>
    /// <returns>The name of its file.</returns>
    public string Star(string name, string stem, byte[] png)
    {
        string folder = Path.Combine(PathOf(name), StarredFolder), file = Path.Combine(folder, stem + ".png");
        for (int number = 2; File.Exists(file); number++)
            file = Path.Combine(folder, $"{stem}-{number}.png");
        AtomicFile.WriteAllBytes(file, png);
        return Path.GetFileName(file);
    }

    /// <summary>Gives a run another name.</summary>
    /// <exception cref="BelamyException">It is no name, it is taken, or the run is being trained.</exception>
    public void Rename(string name, string newName)
    {
        string path = PathOf(name);
        RequireName(newName);
        string target = Path.Combine(Home, newName);
        if (Path.Exists(target))
            throw new BelamyException($"{newName}: is there already; choose another name");
        RequireIdle(path, name);
        Change(path, () => Directory.Move(path, target));
        _known.TryRemove(path, out _);
    }

    /// <summary>Deletes a run.</summary>
    /// <exception cref="BelamyException">It is being trained, or may not be deleted.</exception>
    public void Delete(string name)
    {
        string path = PathOf(name);
        RequireIdle(path, name);
        Change(path, () => Directory.Delete(path, recursive: true));
        _known.TryRemove(path, out _);
    }

    /// <summary>Fails unless a text can be the name of a run.</summary>
    public static void RequireName(string name)
    {
        bool isName = name.Length is > 0 and <= LongestName && !name.StartsWith('.') && name.Trim() == name
            && name.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.' or '+' or '(' or ')');
        if (!isName)
            throw new BelamyException("a name has letters, digits, blanks, dots, hyphens and brackets, at most 100, and begins with none of the dots");
    }

    private static void RequireIdle(string path, string name)
    {
        if (RunLock.FindOwner(path) is not null)
            throw new BelamyException($"{name}: is being trained; stop it first");
    }

    private static void Change(string path, Action change)
    {
        try
        {
            change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BelamyException($"{Path.GetFileName(path)}: {e.Message.TrimEnd('.')}", e);
        }
    }

    // Among those that are there: what a visitor sends names one, or none.
    private string? Find(string name) =>
        Directory.Exists(Home) && Directory.EnumerateDirectories(Home).FirstOrDefault(path => Path.GetFileName(path.AsSpan()).SequenceEqual(name)) is { } path && RunFolder.Exists(path) ? path : null;

    /// <summary>What is known of a run; null where it was deleted an instant ago.</summary>
    private ShelvedRun? Look(string path)
    {
        string name = Path.GetFileName(path);
        try
        {
            Stamp stamp = Stamp.Of(path);
            bool isTraining = RunLock.FindOwner(path) is not null;
            if (_known.TryGetValue(path, out Known? known) && known.IsTraining == isTraining && (isTraining ? Stopwatch.GetTimestamp() < known.Until : known.Stamp == stamp))
                return known.Run;
            long began = Stopwatch.GetTimestamp();
            var summary = RunSummary.Of(RunFolder.Open(path));
            var run = new ShelvedRun(name, summary, SamplesOf(path) is [.., var newest] ? newest : null, null);
            long took = Stopwatch.GetTimestamp() - began;
            _known[path] = new Known(stamp, isTraining, began + Math.Max(ShareOfTime * took, (long)(Freshness.TotalSeconds * Stopwatch.Frequency)), run);
            return run;
        }
        catch (Exception e) when (e is BelamyException or IOException or UnauthorizedAccessException)
        {
            return RunFolder.Exists(path) ? new ShelvedRun(name, null, null, e.Message) : null;
        }
    }

    private sealed record Known(Stamp Stamp, bool IsTraining, long Until, ShelvedRun Run);

    /// <summary>When what a summary is made from was last changed.</summary>
    private readonly record struct Stamp(DateTime Description, DateTime Log, DateTime Samples, DateTime Checkpoints)
    {
        public static Stamp Of(string path) => new(At(path, "run.json"), At(path, "metrics.jsonl"), At(path, "samples"), At(path, "checkpoints"));

        private static DateTime At(string path, string part) => File.GetLastWriteTimeUtc(Path.Combine(path, part));
    }
}
