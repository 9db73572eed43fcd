using System.Globalization;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Binvox files: voxels as runs of equal values.</summary>
internal static class BinvoxFile
{
    private const int MostLines = 64;

    /// <summary>Reads a file as [x, y, z], y pointing up.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static (float[] Values, int[] Extents) Read(string path)
    {
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "binvox", () =>
        {
            int at = 0;
            if (!Line(content, ref at).StartsWith("#binvox", StringComparison.Ordinal))
                throw new InvalidDataException("it does not begin as one");
            int[]? extents = null;
            for (int lines = 0; ; lines++)
            {
                string line = lines < MostLines ? Line(content, ref at) : throw new InvalidDataException("its header does not end");
                if (line == "data")
                    break;
                if (line.StartsWith("dim ", StringComparison.Ordinal))
                    extents = [.. line[4..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture))];
            }

            if (extents is not [> 0, > 0, > 0])
                throw new InvalidDataException("it tells no size");
            double voxels = (double)extents[0] * extents[1] * extents[2];
            if (voxels * sizeof(float) > InputLimit.Unpacked(content.Length))
                throw new BelamyException($"{path}: {InputLimit.Exceeded(InputLimit.Unpacked(content.Length))}");
            return (Voxels(content.AsSpan(at), extents, (int)voxels), extents);
        });
    }

    /// <summary>In the file x runs slowest, then z, then y.</summary>
    private static float[] Voxels(ReadOnlySpan<byte> runs, int[] extents, int count)
    {
        (int height, int depth) = (extents[1], extents[2]);
        var values = new float[count];
        int voxel = 0;
        for (int at = 0; at + 1 < runs.Length; at += 2)
        {
            (byte value, byte length) = (runs[at], runs[at + 1]);
            if (value > 1 || length == 0 || voxel + length > count)
                throw new InvalidDataException("a run of voxels is none");
            for (int end = voxel + length; voxel < end; voxel++)
            {
                (int x, int rest) = Math.DivRem(voxel, depth * height);
                (int z, int y) = Math.DivRem(rest, height);
                values[(x * height + y) * depth + z] = value;
            }
        }

        return voxel == count ? values : throw new InvalidDataException("it ends early");
    }

    private static string Line(byte[] content, ref int at)
    {
        int end = Array.IndexOf(content, (byte)'\n', at);
        if (end < 0 || end - at > 256)
            throw new InvalidDataException("its header does not end");
        string line = System.Text.Encoding.Latin1.GetString(content, at, end - at).Trim();
        at = end + 1;
        return line;
    }
}
