using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy.Runs;

/// <summary>What a function makes of some items of the data, drawn in rows: what it takes, what it gives, and the truth where the data have it.</summary>
public sealed class FunctionSheet : IDisposable
{
    /// <summary>Items in a row.</summary>
    public const int Items = 8;

    private readonly Runner _runner;
    private readonly Field[] _fields;
    private readonly float[][] _inputs;
    private readonly (Field Field, float[] Values)? _truth;
    private readonly IReadOnlyList<Image> _origins;
    private readonly long _seed;

    /// <summary>Compiles the function and reads the items.</summary>
    /// <param name="function">The function.</param>
    /// <param name="data">Data with all that it takes.</param>
    /// <param name="seed">Decides what the function draws at random.</param>
    /// <param name="progress">Is told now and then the share of the compilation that is done.</param>
    /// <param name="others">Functions of the same system: what the data do not have may be what one of them gives.</param>
    public FunctionSheet(Function function, Dataset data, long seed, Action<double>? progress = null, params IReadOnlyList<Function> others)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(data);
        _fields = [.. function.Takes];
        _seed = seed;
        Column[] takes = [.. _fields.Where(field => Has(data, field)).Select(field => data.Column(field.Name))];
        int count = Math.Min(Items, takes.Select(column => column.Rows.Count).DefaultIfEmpty(data.Count).Min());
        _runner = new Runner(function, count, progress);
        _inputs = [.. _fields.Select(field => Has(data, field) ? Read(data.Column(field.Name), count) : Make(field))];
        // Small pictures of a terminal have room for one of each alone.
        _origins = _fields.Zip(_inputs, (field, values) => new Samples(field.Kind.Shape, values) { Kind = field.Kind }.Tiles()).FirstOrDefault(tiles => tiles.Count == count) ?? [];
        if (data.Columns.FirstOrDefault(column => column.Field.Name == function.Gives.Name) is { } truth && _fields.All(field => field.Name != truth.Field.Name) && Array.TrueForAll(takes, column => column.Rows == truth.Rows))
            _truth = (truth.Field, Read(truth, count));

        float[] Make(Field field)
        {
            Function maker = others.First(other => Gives(other, field, data));
            using var runner = new Runner(maker, count);
            return runner.Run([.. maker.Takes.Select(taken => (ReadOnlyMemory<float>)Read(data.Column(taken.Name), count))], seed);
        }
    }

    /// <summary>Whether a function can be shown over data: they have all that it takes, or what another function needs to give it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="data">The data.</param>
    /// <param name="others">Functions of the same system.</param>
    public static bool Fits(Function function, Dataset data, params IReadOnlyList<Function> others)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(others);
        // Codes, too, are what another function gives, but nothing to look at.
        return function.Takes.Any(field => Has(data, field) || field.Kind is Pictures) && function.Takes.All(field => Has(data, field) || others.Any(other => Gives(other, field, data)));
    }

    private static bool Has(Dataset data, Field field) => data.Columns.Any(column => column.Field.Name == field.Name && column.Field.Kind.Shape == field.Kind.Shape);

    private static bool Gives(Function other, Field field, Dataset data) => other.Gives == field && other.Takes.All(taken => Has(data, taken));

    /// <summary>What the function gives now, each with what it was made of.</summary>
    public Samples Apply()
    {
        Kind kind = _runner.Function.Gives.Kind;
        return new Samples(kind.Shape, _runner.Run([.. _inputs.Select(values => (ReadOnlyMemory<float>)values)], _seed)) { Kind = kind, Origins = _origins };
    }

    /// <summary>Draws the items above what the function made of them.</summary>
    /// <param name="made">What it made.</param>
    /// <returns>The rows one below the other; null where nothing of it can be drawn.</returns>
    public Image? Draw(Samples made)
    {
        ArgumentNullException.ThrowIfNull(made);
        List<Image> rows = [];
        for (int at = 0; at < _inputs.Length; at++)
            Add(_fields[at], _inputs[at]);
        Add(_runner.Function.Gives, made.Values);
        if (_truth is { } truth)
            Add(truth.Field, truth.Values);
        return rows.Count == 0 ? null : ImageGrid.Stack(rows);

        void Add(Field field, ReadOnlySpan<float> values)
        {
            if (field.Kind.Draw(values, Items) is { } row)
                rows.Add(row);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();

    private static float[] Read(Column column, int count)
    {
        // Spread over the data, so that neighbours, often of one class, do not fill the row.
        int[] items = [.. Enumerable.Range(0, count).Select(at => (int)((long)at * column.Rows.Count / count))];
        var values = new float[checked(count * (int)column.Field.Kind.Shape.Count)];
        column.Read(items, values);
        return values;
    }
}
