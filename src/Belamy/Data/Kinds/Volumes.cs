using System.Globalization;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>How full each cell of a cube is, [1, size, size, size], values in [0, 1].</summary>
/// <remarks>NumPy arrays of three axes and binvox files are read. What is no cube is laid into the middle of one; cells are averaged where a volume is reduced.</remarks>
/// <param name="Size">Cells along each edge, at least 1.</param>
public sealed record Volumes(int Size) : Kind
{
    private const int SideToSee = 64;

    /// <summary>Cells along each edge.</summary>
    public int Size { get; init; } = Extent.Require(Size, nameof(Size));

    /// <inheritdoc/>
    public override string Name => "volumes";

    /// <inheritdoc/>
    public override Shape Shape => [1, Size, Size, Size];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => $"volumes of {Size}×{Size}×{Size}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".npy"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => [".npy", ".binvox"];

    /// <inheritdoc/>
    public override float[] Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndsWith(".binvox", StringComparison.OrdinalIgnoreCase))
        {
            (float[] voxels, int[] sizes) = BinvoxFile.Read(path);
            return FitArray(path, voxels, sizes);
        }

        using NumpyReader reader = NumpyReader.Open(path);
        int[] extents = reader.Shape;
        double length = extents.Aggregate(1.0, (product, extent) => product * extent);
        if (length * sizeof(float) > Files.InputLimit.Unpacked(reader.FileLength))
            throw new BelamyException($"{path}: {Files.InputLimit.Exceeded(Files.InputLimit.Unpacked(reader.FileLength))}");
        var values = new float[(int)length];
        reader.Read(values);
        return FitArray(path, values, extents);
    }

    /// <summary>Writes an array of three axes; what lies outside of 0 to 1 is brought to the nearer of them, so that it is a volume.</summary>
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path) => NumpyWriter.Write(path, Name, Shape.Span[1..], KindFiles.Within(this, item));

    /// <summary>Draws each volume as seen along its three axes, nearer cells darker.</summary>
    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int count = Extent.Count(this, items);
        int scale = Math.Max(1, SideToSee / Size), side = Size * scale, width = 3 * side;
        var views = new byte[count * width * side];
        for (int item = 0; item < count; item++)
        {
            ReadOnlySpan<float> volume = items.Slice(item * Size * Size * Size, Size * Size * Size);
            for (int axis = 0; axis < 3; axis++)
            {
                for (int at = 0; at < side * side; at++)
                {
                    (int y, int x) = Math.DivRem(at, side);
                    float shade = Ray(volume, axis, y / scale, x / scale);
                    views[(item * side + y) * width + axis * side + x] = (byte)(byte.MaxValue * (1 - shade) + 0.5f);
                }
            }
        }

        return ImageGrid.Create(views, 1, side, width, columns, gap: 4, background: 0xDD);
    }

    /// <summary>How much of it is full, and how large a box that takes; from a half on a cell is full.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        int full = 0;
        int[] low = [Size, Size, Size], high = [0, 0, 0];
        for (int at = 0; at < item.Length; at++)
        {
            if (!(item[at] >= 0.5f))
                continue;
            full++;
            int[] place = [at / (Size * Size), at / Size % Size, at % Size];
            for (int axis = 0; axis < 3; axis++)
                (low[axis], high[axis]) = (Math.Min(low[axis], place[axis]), Math.Max(high[axis], place[axis] + 1));
        }

        return full == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * full / item.Length:0.0} % full, in a box of {high[0] - low[0]}×{high[1] - low[1]}×{high[2] - low[2]}");
    }

    internal override float[] FitArray(string path, float[] values, int[] extents)
    {
        int[] sizes = extents.Length > 3 ? [.. extents.SkipWhile(extent => extent == 1)] : extents;
        if (sizes.Length != 3 || sizes.Contains(0))
            throw new BelamyException($"{path}: [{string.Join(", ", extents)}] is no volume, which has three axes");
        if (Array.Exists(values, value => !(value >= 0 && value <= 1)))
            throw new BelamyException($"{path}: has values outside of 0 to 1; divide by the largest");
        int edge = sizes.Max();
        var fit = new float[Size * Size * Size];
        for (int at = 0; at < fit.Length; at++)
        {
            (int From, int To) a = Cells(at / (Size * Size), 0), b = Cells(at / Size % Size, 1), c = Cells(at % Size, 2);
            double sum = 0;
            for (int x = Math.Max(0, a.From); x < Math.Min(sizes[0], a.To); x++)
            {
                for (int y = Math.Max(0, b.From); y < Math.Min(sizes[1], b.To); y++)
                {
                    for (int z = Math.Max(0, c.From); z < Math.Min(sizes[2], c.To); z++)
                        sum += values[(x * sizes[1] + y) * sizes[2] + z];
                }
            }

            fit[at] = (float)(sum / ((double)(a.To - a.From) * (b.To - b.From) * (c.To - c.From)));
        }

        return fit;

        // Those of the source that a cell along an axis covers, of a cube that has the source in its middle.
        (int From, int To) Cells(int cell, int axis)
        {
            int from = (int)((long)cell * edge / Size), to = Math.Max(from + 1, (int)(((long)(cell + 1) * edge + Size - 1) / Size));
            int before = (edge - sizes[axis]) / 2;
            return (from - before, to - before);
        }
    }

    /// <summary>What is seen along an axis at a place: full cells, darker the nearer.</summary>
    private float Ray(ReadOnlySpan<float> volume, int axis, int row, int column)
    {
        float seen = 0;
        for (int depth = 0; depth < Size; depth++)
        {
            int at = axis switch
            {
                0 => (depth * Size + row) * Size + column,
                1 => (row * Size + depth) * Size + column,
                _ => (row * Size + column) * Size + depth,
            };
            float value = float.IsNaN(volume[at]) ? 0 : Math.Clamp(volume[at], 0, 1);
            seen = Math.Max(seen, value * (1 - 0.75f * depth / Size));
        }

        return seen;
    }
}
