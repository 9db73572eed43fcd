using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>Opens runs whose generators make pictures, for the commands that write some.</summary>
internal static class PictureRun
{
    /// <summary>Opens the generator of a run.</summary>
    /// <param name="command">What needs pictures: <c>belamy interpolate</c>.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="threads">Threads that compute; null for all cores.</param>
    /// <param name="best">Whether to take the best weights, rather than the last.</param>
    /// <exception cref="BelamyException">There is none, or it makes no pictures.</exception>
    public static TrainedGenerator Open(string command, string run, int? threads, bool best)
    {
        Threads.Use(threads);
        TrainedGenerator trained = RunArgument.OpenGenerator(run, best);
        try
        {
            Require(command, trained.Generator, run);
            return trained;
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }

    /// <summary>A generator that must make pictures.</summary>
    /// <exception cref="BelamyException">It makes something else; the message says what works instead.</exception>
    public static Generator Require(string command, Generator generator, string run)
    {
        if (generator.Kind is null or Pictures && generator.Item.Rank == 3 && generator.Item[0] is (1 or 3 or 4))
            return generator;
        string instead = generator.Kind is { } kind and not (Pictures or Points) ? $"{kind.Description}; `belamy sample {ShellWord.Quote(run)} --out made/` writes them as files"
            : generator.Item is { Rank: 1 } item && item[0] is (1 or 2)
            ? item[0] == 2
                ? $"points of the plane; `belamy sample {ShellWord.Quote(run)} --out points.png` draws them, and points.csv lists them"
                : $"single numbers; `belamy sample {ShellWord.Quote(run)} --out numbers.csv` lists them"
            : $"items of {generator.Item}; sample it from C#";
        throw new BelamyException($"{run}: {command} needs a run that makes pictures, and this one makes {instead}");
    }

    /// <summary>Refuses an output that is no PNG file, before any work is done.</summary>
    /// <exception cref="BelamyException">The name ends in something else.</exception>
    public static void RequirePng(string path, params ReadOnlySpan<string> others)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension != ".png" && !others.Contains(extension))
            throw new BelamyException($"--out {path}: end the name in {string.Join(" or ", [".png", .. others])}");
    }
}
