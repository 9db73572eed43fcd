namespace Belamy.Cli.Output;

/// <summary>What samples are written as.</summary>
internal enum SampleFormat
{
    /// <summary>One PNG picture with all samples in rows and columns.</summary>
    Grid,

    /// <summary>A folder with one PNG picture per sample.</summary>
    Folder,

    /// <summary>NumPy's array file, uint8: [count, height, width] or [count, height, width, 3].</summary>
    Npy,

    /// <summary>The file format of MNIST, uint8: [count, height, width] or [count, height, width, 3].</summary>
    Idx,

    /// <summary>Lines of numbers with commas between, a point each.</summary>
    Csv,

    /// <summary>A file of what the samples are: sounds, songs, films, rows.</summary>
    Kind,
}

/// <summary>Tells what to write by the name of the output.</summary>
internal static class SampleFormats
{
    private static readonly string[] KindEndings = [".wav", ".mid", ".midi", ".tsv", ".txt", ".gif", ".webp", ".apng", ".mp4"];

    /// <summary>The format that a path asks for.</summary>
    /// <exception cref="BelamyException">The path ends in something else.</exception>
    public static SampleFormat Of(string path)
    {
        if (path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar) || Directory.Exists(path))
            return SampleFormat.Folder;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => SampleFormat.Grid,
            ".npy" => SampleFormat.Npy,
            ".idx" => SampleFormat.Idx,
            ".csv" => SampleFormat.Csv,
            "" => SampleFormat.Folder,
            var ending when KindEndings.Contains(ending) => SampleFormat.Kind,
            _ => throw new BelamyException($"--out {path}: end the name in .png, .npy or .idx, or in / for a folder of pictures; in .csv for points; or as files of what the run makes ({string.Join(", ", KindEndings)})"),
        };
    }
}
