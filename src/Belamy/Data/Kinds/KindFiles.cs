using System.Globalization;
using Belamy.Data.Readers;
using Belamy.Files;
using Belamy.Imaging;

namespace Belamy.Data.Kinds;

/// <summary>Writes items as files of their kind.</summary>
internal static class KindFiles
{
    private const int FewestDigits = 5;

    /// <summary>Writes items to a folder, or all of them to one file.</summary>
    /// <param name="path">The file, or a folder: a name that ends in a separator or in nothing.</param>
    /// <param name="kind">What the items are.</param>
    /// <param name="items">The items one behind the other.</param>
    /// <param name="draw">Draws all of them, for a name that ends in <c>.png</c>; null where there is nothing to see.</param>
    /// <exception cref="BelamyException">Such items are not written so, or the place cannot be written.</exception>
    public static void Write(string path, Kind kind, float[] items, Func<Image?> draw)
    {
        int count = Extent.Count(kind, items);
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending.Length == 0 || Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            if (kind.FileEndings.Count == 0)
                throw new BelamyException($"{path}: {kind.Name} have no files of their own; end the name in .npy for an array of all");
            AtomicFolder.Write(path, folder => WriteFolder(folder, kind, items, count));
        }
        else if (ending == ".png")
        {
            (draw() ?? throw new BelamyException($"{path}: there is no picture of {kind.Name}; end the name in {Endings(kind)}")).SavePng(path);
        }
        else if (kind.FileEndings.Contains(ending) && (count == 1 || kind.HoldsMany))
        {
            kind.Write(items, path);
        }
        else if (ending == ".npy")
        {
            NumpyWriter.Write(path, kind.Name, [count, .. kind.Shape.Span], Within(kind, items));
        }
        else
        {
            throw new BelamyException(kind.FileEndings.Contains(ending)
                ? $"{path}: a file holds one of {kind.Name}, not {count}; end the name in / for a folder of them"
                : $"{path}: {kind.Name} are not written so; end the name in {Endings(kind)}");
        }
    }

    /// <summary>Values brought into the range of a kind, since networks know of none; NaN becomes its lower end.</summary>
    public static float[] Within(Kind kind, ReadOnlySpan<float> values)
    {
        float[] within = values.ToArray();
        if (kind.Range is var (low, high))
        {
            foreach (ref float value in within.AsSpan())
                value = value > low ? Math.Min(value, (float)high) : (float)low;
        }

        return within;
    }

    private static string Endings(Kind kind)
    {
        string[] files = [.. kind.FileEndings.Where(ending => ending is not (".png" or ".npy") && kind.HoldsMany)];
        return $"{string.Concat(files.Select(ending => $"{ending}, "))}.npy for an array{(kind.FileEndings.Count > 0 ? $", or / for a folder of {kind.FileEndings[0]} files" : "")}{(kind.Draw(new float[kind.Shape.Count]) is null ? "" : ", or .png for a picture of all")}";
    }

    private static void WriteFolder(string folder, Kind kind, float[] items, int count)
    {
        if (kind.GatheredName is { } name)
        {
            kind.Write(items, Path.Combine(folder, name));
            return;
        }

        int length = checked((int)kind.Shape.Count);
        int digits = Math.Max(FewestDigits, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        for (int at = 0; at < count; at++)
            kind.Write(items.AsSpan(at * length, length), Path.Combine(folder, at.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + kind.FileEndings[0]));
    }
}
