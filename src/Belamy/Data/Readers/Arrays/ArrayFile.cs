using Belamy.Data.Kinds;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Files of NumPy arrays whose first axis counts items: <c>.npy</c>, <c>.npy.gz</c>, <c>.npz</c>.</summary>
public static class ArrayFile
{
    private static readonly Dictionary<string, Func<int[], Kind?>> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["arrays"] = item => new Arrays(item),
        ["points"] = item => Squeezed(item) is [var dimensions] ? new Points(dimensions) : null,
        ["latent-vectors"] = item => Squeezed(item) is [var size] ? new LatentVectors(size) : null,
        ["volumes"] = item => Squeezed(item) is [var depth, var height, var width] ? new Volumes(Math.Max(depth, Math.Max(height, width))) : null,
        ["piano-rolls"] = item => Squeezed(item) is [var steps, var pitches and <= 128] ? new PianoRolls(steps, pitches) : null,
    };

    /// <summary>The names of kinds that an array can be opened as.</summary>
    public static IReadOnlyList<string> KindNames => [.. Named.Keys];

    /// <summary>Opens an array by the name of a kind, whose sizes are those of the array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="field">What the items are called among fields.</param>
    /// <param name="kind">One of <see cref="KindNames"/>.</param>
    /// <param name="array">Which array of an <c>.npz</c>; null where it has one.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <exception cref="BelamyException">There is no such kind, or the file does not hold items of it.</exception>
    public static Reading Open(string path, string field, string kind, string? array = null, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!Named.TryGetValue(kind, out Func<int[], Kind?>? create))
            throw new BelamyException($"{path}: arrays are not read as {kind}; choose one of {string.Join(", ", Named.Keys)}");
        int[] shape;
        using (NumpyReader reader = NumpyReader.Open(path, array))
            shape = Items(path, reader);
        return Open(path, field, create(shape[1..]) ?? throw new BelamyException($"{path}: items of [{string.Join(", ", shape[1..])}] are no {kind}"), array, options);
    }

    /// <summary>Opens an array as items of a kind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="field">What the items are called among fields.</param>
    /// <param name="kind">What they are; volumes of another size are brought to its own.</param>
    /// <param name="array">Which array of an <c>.npz</c>; null where it has one.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <exception cref="BelamyException">The file does not hold such items, or the machine has not the memory for them.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Reading Open(string path, string field, Kind kind, string? array = null, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        options ??= DataOptions.Default;
        using NumpyReader reader = NumpyReader.Open(path, array);
        int[] shape = Items(path, reader);
        int[] extents = shape[1..];
        double length = extents.Aggregate(1.0, (product, extent) => product * extent);
        double held = (double)shape[0] * kind.Shape.Count * sizeof(float) + length * sizeof(float);
        long available = options.AvailableMemory ?? MachineMemory.Available;
        if (!MachineMemory.Fits((long)Math.Min(held, long.MaxValue / 2), available))
            throw new BelamyException($"{path}: its items take {MachineMemory.Text((long)Math.Min(held, long.MaxValue / 2))} of memory, and this machine has {MachineMemory.Text(available)}; save fewer of them");
        if (length > Array.MaxLength || length * sizeof(float) > InputLimit.Unpacked(reader.FileLength))
            throw new BelamyException($"{path}: one item of [{string.Join(", ", extents)}] takes more memory than the file is large; the file is damaged, save it anew");
        var values = new float[(int)length];
        var items = new List<float[]>();
        for (int item = 0; item < shape[0]; item++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            reader.Read(values);
            items.Add(kind.FitArray(path, values, extents));
            options.Progress?.Invoke(new DataProgress("reading arrays", item + 1, shape[0]));
        }

        var rows = new Rows(IdxLocation.NameOf(path), items.Count);
        return new([new ItemsColumn(new Field(field, kind), rows, [.. items])], []);
    }

    /// <summary>Extents without those of 1.</summary>
    internal static int[] Squeezed(int[] extents) => [.. extents.Where(extent => extent != 1)];

    private static int[] Items(string path, NumpyReader reader) => reader.Shape is [> 0, ..] shape && !shape.Contains(0)
        ? shape
        : throw new BelamyException($"{path}: an array of [{string.Join(", ", reader.Shape)}] holds no items; its first axis has to count them");
}
