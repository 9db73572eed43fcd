using System.CommandLine;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>The argument that names a run: a folder, the name of one under <c>runs/</c>, or nothing for the latest.</summary>
internal static class RunArgument
{
    /// <summary>Where runs are written unless --out says otherwise.</summary>
    public const string Home = "runs";

    private const string Description = "run.json";

    /// <summary>Creates the argument.</summary>
    public static Argument<string?> Create() => new("run")
    {
        Description = "A run's folder, its name under runs/, or nothing for the latest.",
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the option that chooses the weights.</summary>
    public static Option<bool> CreateBest() =>
        OptionKinds.Switch("--best", "Take the weights that were measured the best while it was trained with --metrics, not the last ones.");

    /// <summary>Opens the generator of a run, for whatever reads one.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="best">Whether to take the best weights, rather than the last.</param>
    /// <exception cref="BelamyException">There are no such weights, or they cannot be read.</exception>
    public static TrainedGenerator OpenGenerator(string run, bool best) => Gan.Open(run, warning => Console.Error.WriteLine($"belamy: {warning}"), best);

    /// <summary>The folders of the runs in a folder, the latest first.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. RunFolder.List(folder).OrderByDescending(RunSummary.LastChangeOf).ThenBy(path => path, StringComparer.Ordinal)];

    /// <summary>The folders in a folder that may be runs and cannot be looked into, in alphabetical order.</summary>
    public static IReadOnlyList<string> UnreadableIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Where(IsUnreadable).Order(StringComparer.Ordinal)]
        : [];

    private static bool IsUnreadable(string folder)
    {
        try
        {
            // Its names may be readable where its files are not.
            return Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) == Description) && !RunFolder.Exists(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return true;
        }
    }

    /// <summary>The folder of the run that was named.</summary>
    /// <exception cref="BelamyException">There is no such run.</exception>
    public static string Resolve(string? name)
    {
        if (name is null)
        {
            return In(Home) is [string latest, ..]
                ? latest
                : throw new BelamyException($"there is no run under {Home}/; train one with `belamy train digits`, or name its folder");
        }

        if (RunFolder.Exists(name))
            return name;
        string named = Path.Combine(Home, name);
        if (RunFolder.Exists(named))
            return named;
        if (Directory.Exists(name))
            throw new BelamyException($"{name}: holds no run (no {Description}); `belamy runs` lists the runs there are");
        string[] names = [.. In(Home).Select(run => Path.GetFileName(run))];
        string typed = Path.GetFileName(Path.TrimEndingDirectorySeparator(name));
        throw new BelamyException($"{name}: there is no such run{DidYouMean.Hint(typed, names)}; `belamy runs` lists the runs there are");
    }

    /// <summary>Where a command writes what it was given no name for: nothing is made in the working folder unasked.</summary>
    /// <param name="run">The folder of the run that it is of.</param>
    /// <param name="name">What the file is called.</param>
    public static string Unnamed(string run, string name) => Path.Combine(run, name);
}
