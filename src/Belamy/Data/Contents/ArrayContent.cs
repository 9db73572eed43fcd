using System.Globalization;
using Belamy.Data.Readers;

namespace Belamy.Data.Contents;

/// <summary>One NumPy array whose first axis counts items.</summary>
/// <param name="name">What the items are: the name of a kind that <see cref="ArrayFile"/> knows.</param>
/// <param name="field">What they are called among fields.</param>
internal abstract class ArrayContent(string name, string field) : ContentReader
{
    public const string Arrays = "arrays";

    public static readonly string[] ArrayEndings = [".npy", ".npz", ".npy.gz"];

    private const int LookedAt = 1000;

    public override string Name => name;

    internal override IReadOnlyList<string> Takes => ["--array"];

    public override Dataset Open(string path, DataOptions options)
    {
        string file = ContentFinder.TheFile(path, this, ArrayEndings, options, out bool hasTestPart);
        Reading reading = options.Item is { } known ? ArrayFile.Open(file, field, known, options.Array, options) : ArrayFile.Open(file, field, name, options.Array, options);
        return Gather(path, reading with { HasTestPart = hasTestPart }, options.Item is null ? Choice(reading.Columns[0]) : null);
    }

    /// <summary>Says where values lie that networks do not learn well from.</summary>
    private static string? Choice(Column column)
    {
        var item = new float[column.Field.Kind.Shape.Count];
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int at = 0; at < Math.Min(LookedAt, column.Rows.Count); at++)
        {
            column.Read(at, item);
            (low, high) = (Math.Min(low, item.Min()), Math.Max(high, item.Max()));
        }

        return low >= -1 && high <= 1 ? null
            : string.Create(CultureInfo.InvariantCulture, $"values lie from {low:G4} to {high:G4}; networks learn best what lies in [-1, 1], so save the array scaled");
    }
}

/// <summary>Numbers of any shape.</summary>
internal sealed class AnyArrayContent() : ArrayContent(Arrays, DatasetColumns.ItemName)
{
    public override string Description => "NumPy's .npy, .npy.gz and .npz, the first axis counts items of any shape; values best in [-1, 1]";

    public override IReadOnlyList<(string Path, string Meaning)> Layout => [("signals.npy", "[count, …]; --array NAME says which of an .npz")];

    internal override IReadOnlyList<string> Endings => ArrayEndings;
}

/// <summary>Points of a space of few dimensions.</summary>
internal sealed class PointArrayContent() : ArrayContent("points", "point")
{
    public override string Description => "a NumPy array of [count, dimensions]";

    public override IReadOnlyList<(string Path, string Meaning)> Layout => [("points.npy  with --kind points", "[count, 2] are drawn in the plane")];
}

/// <summary>Bars of songs that were cut elsewhere.</summary>
internal sealed class RollArrayContent() : ArrayContent("piano-rolls", "roll")
{
    public override string Description => "a NumPy array of [count, steps, pitches] of 0 and 1";

    public override IReadOnlyList<(string Path, string Meaning)> Layout => [("bars.npz  with --kind piano-rolls", "bars that are cut already")];
}
