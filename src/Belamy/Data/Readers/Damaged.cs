using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Turns whatever a decoder of others throws about a file into one line.</summary>
internal static class Damaged
{
    /// <summary>Runs a decoder.</summary>
    /// <param name="path">The file, for the error.</param>
    /// <param name="format">What the file should be: <c>WAV</c>.</param>
    /// <param name="decode">Decodes it.</param>
    /// <exception cref="BelamyException">It cannot.</exception>
    public static T Guard<T>(string path, string format, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (FileNotFoundException e)
        {
            throw InputFile.Explain(path, e);
        }
        catch (Exception e) when (e is not (BelamyException or OperationCanceledException or OutOfMemoryException))
        {
            // Decoders find damage by the bounds of arrays and worse: what they throw says nothing about whose fault it is.
            throw new BelamyException($"{path}: is no {format} file that can be read ({OneLine(e.Message)}); if it should be one, get or make it anew", e);
        }
    }

    private static string OneLine(string message)
    {
        string line = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return line.Length <= 120 ? line : line[..120] + " …";
    }
}
