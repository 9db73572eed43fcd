namespace Belamy.Cli.Commands;

/// <summary>Opens runs whose generators make pictures, for the commands that write some.</summary>
internal static class PictureRun
{
    /// <summary>Opens the generator of a run.</summary>
    /// <exception cref="BelamyException">There is none, or it makes no pictures.</exception>
    public static TrainedGenerator Open(string run, int? threads, bool best)
    {
        Threads.Use(threads);
        TrainedGenerator trained = RunArgument.OpenGenerator(run, best);
        try
        {
            Require(trained.Generator, run);
            return trained;
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }

    /// <summary>A generator that must make pictures.</summary>
    /// <exception cref="BelamyException">It makes something else.</exception>
    public static Generator Require(Generator generator, string run) => generator.Item.Rank == 3 && generator.Item[0] is (1 or 3)
        ? generator
        : throw new BelamyException($"{run}: makes items of {generator.Item}, not pictures; sample it from C#");

    /// <summary>Refuses an output that is no PNG file, before any work is done.</summary>
    /// <exception cref="BelamyException">The name ends in something else.</exception>
    public static void RequirePng(string path, params ReadOnlySpan<string> others)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension != ".png" && !others.Contains(extension))
            throw new BelamyException($"--out {path}: end the name in {string.Join(" or ", [".png", .. others])}");
    }
}
