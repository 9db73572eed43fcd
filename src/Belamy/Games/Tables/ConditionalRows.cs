using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Which categories of a table rows are asked for, while a generator learns to make them.</summary>
public enum Conditioning
{
    /// <summary>Each column as often as another, its categories by the logarithm of their frequency.</summary>
    Logarithmic,

    /// <summary>Each column as often as another, its categories by their frequency.</summary>
    Proportional,

    /// <summary>None: rows are taken as they come.</summary>
    None,
}

/// <summary>
/// Training by sampling (Xu et al. 2019, arXiv:1907.00503, section 4.3): a condition is one category of one column, every column as
/// often as another and its categories by the logarithm of their frequency, so that rare ones are not overlooked; a real row for it
/// is any that has the category.
/// </summary>
/// <remarks>The rows are part of the programs of the moves, a number for each span; moves take no batches of the data.</remarks>
public sealed class ConditionalRows
{
    private readonly TableRows _kind;
    private readonly TableSpan[] _categories;
    private readonly Conditioning _conditioning;
    private readonly Parameter? _frequencies;
    private readonly Func<Dataset> _data;
    private Table? _table;

    /// <summary>Prepares to draw rows; the data are read when the first loss is built.</summary>
    /// <param name="setup">The game that draws them.</param>
    /// <param name="kind">The columns.</param>
    /// <param name="conditioning">Which categories are asked for.</param>
    public ConditionalRows(GameSetup setup, TableRows kind, Conditioning conditioning = Conditioning.Logarithmic)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(kind);
        _kind = kind;
        _conditioning = conditioning;
        _data = () => setup.Data;
        _categories = conditioning == Conditioning.None ? [] : [.. CategorySpans(kind)];
        Conditions = _categories.Sum(span => span.Length);
        if (Conditions == 0)
            return;
        // Samples are drawn without the data.
        _frequencies = setup.State("frequencies", [Conditions]);
        setup.OnStart(data => Bounds(Read(data), byLogarithm: false).CopyTo(_frequencies.AsSpan<float>()));
    }

    /// <summary>All categories of all columns: the length of a condition, 0 where no column is of categories.</summary>
    public int Conditions { get; }

    /// <summary>The spans of the columns that are categories.</summary>
    public static IEnumerable<TableSpan> CategorySpans(TableRows kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Spans.Zip(Owners(kind)).Where(pair => pair.Second is CategoryColumn).Select(pair => pair.First);
    }

    /// <summary>Draws conditions for training.</summary>
    /// <param name="turn">The move.</param>
    /// <returns>Int32 [batch], numbers of categories among <see cref="Conditions"/>; null where there are none.</returns>
    public Tensor? Draw(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return Conditions == 0 ? null : Draw(turn.Context, turn.Batch, Tensor.Literal(NDArray.From<float>([Conditions], Bounds(Open(), _conditioning == Conditioning.Logarithmic))));
    }

    /// <summary>Draws conditions as often as the data have them, for samples.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="batch">How many.</param>
    /// <returns>Int32 [batch]; null where there are none.</returns>
    public Tensor? DrawAsInData(ForwardContext context, int batch)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _frequencies is null ? null : Draw(context, batch, context.Read(_frequencies));
    }

    /// <summary>A real row for each condition, any of those that fulfil it; any of all without conditions.</summary>
    /// <param name="turn">The move.</param>
    /// <param name="drawn">What <see cref="Draw(Turn)"/> gave.</param>
    /// <returns>[batch, width of a row].</returns>
    public Tensor RowsFor(Turn turn, Tensor? drawn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        Table table = Open();
        Tensor share = turn.Context.RandomUniform("row", [turn.Batch]);
        if (drawn is null)
            return Assemble(table, (share * table.Count).Cast(ElementType.Int32));
        Tensor first = Whole(table.First).Gather(drawn), count = Whole(table.Counts).Gather(drawn);
        Tensor place = Tensor.Min((share * count.Cast(ElementType.Float32)).Cast(ElementType.Int32), count - Tensor.Constant(1, [turn.Batch], ElementType.Int32));
        return Assemble(table, Whole(table.Order).Gather(first + place));
    }

    /// <summary>Values with their conditions behind them.</summary>
    /// <param name="values">[batch, values].</param>
    /// <param name="drawn">What <see cref="Draw(Turn)"/> gave.</param>
    /// <returns>[batch, values + <see cref="Conditions"/>].</returns>
    public Tensor Beside(Tensor values, Tensor? drawn) => drawn is null ? values : Tensor.Concat(1, values, ToVector(drawn));

    /// <summary>A number of a category as a vector with a 1 for it.</summary>
    /// <param name="drawn">Int32 [batch].</param>
    public Tensor ToVector(Tensor drawn) => Tensor.OneHot(drawn, Conditions);

    private static Tensor Whole(int[] values) => Tensor.Literal(NDArray.From<int>([values.Length], values));

    private static IEnumerable<TableColumn> Owners(TableRows kind) => kind.Columns.SelectMany(column => column.Spans(0).Select(_ => column));

    // A draw lies in one interval of those that are as long as categories are likely; how many bounds it has passed says in which.
    private static Tensor Draw(ForwardContext context, int batch, Tensor bounds)
    {
        int count = bounds.Shape[0];
        Tensor draw = context.RandomUniform("condition", [batch]).Reshape(batch, 1).BroadcastTo([batch, count]);
        Tensor passed = bounds.Reshape(1, count).BroadcastTo([batch, count]);
        return Tensor.Select(draw < passed, Tensor.Zeros([batch, count]), Tensor.Ones([batch, count])).Sum(1).Cast(ElementType.Int32);
    }

    /// <summary>The ends of the intervals of the categories in [0, 1); what lies behind the last category that occurs is out of reach.</summary>
    private float[] Bounds(Table table, bool byLogarithm)
    {
        var bounds = new float[Conditions];
        double end = 0;
        int at = 0;
        foreach (TableSpan span in _categories)
        {
            double[] weights = [.. table.Counts.Skip(at).Take(span.Length).Select(count => byLogarithm ? Math.Log(1.0 + count) : count)];
            foreach (double weight in weights)
                bounds[at++] = (float)(end += weight / weights.Sum() / _categories.Length);
        }

        for (int last = Conditions - 1; last >= 0; last--)
        {
            bounds[last] = 2;
            if (table.Counts[last] > 0)
                break;
        }

        return bounds;
    }

    private Tensor Assemble(Table table, Tensor rows)
    {
        int batch = rows.Shape[0];
        Tensor places = table.Places.Gather(rows), offsets = table.Offsets.Gather(rows);
        var parts = new List<Tensor>();
        (int softmax, int tanh) = (0, 0);
        foreach (TableSpan span in _kind.Spans)
        {
            parts.Add(span.Activation == SpanActivation.Tanh
                ? offsets.Slice(1, tanh++, 1)
                : Tensor.OneHot(places.Slice(1, softmax++, 1).Reshape(batch), span.Length));
        }

        return Tensor.Concat(1, [.. parts]);
    }

    private Table Open() => _table ??= Read(_data());

    private Table Read(Dataset data)
    {
        TableSpan[] spans = [.. _kind.Spans];
        TableSpan[] shares = [.. spans.Where(span => span.Activation == SpanActivation.Softmax)], numbers = [.. spans.Where(span => span.Activation == SpanActivation.Tanh)];
        int count = data.Count;
        var row = new float[data.ItemLength];
        var places = new int[count * shares.Length];
        // A table without numbers has one column of zeros, which is not looked at.
        var offsets = new float[count * Math.Max(1, numbers.Length)];
        for (int at = 0; at < count; at++)
        {
            data.Read(at, row);
            for (int span = 0; span < shares.Length; span++)
                places[at * shares.Length + span] = Math.Max(0, row.AsSpan(shares[span].Start, shares[span].Length).IndexOf(1f));
            for (int span = 0; span < numbers.Length; span++)
                offsets[at * numbers.Length + span] = row[numbers[span].Start];
        }

        (int[] first, int[] counts, int[] order) = Group(places, shares, count);
        return new Table(
            count,
            Tensor.Literal(NDArray.From<int>([count, shares.Length], places)),
            Tensor.Literal(NDArray.From<float>([count, Math.Max(1, numbers.Length)], offsets)),
            first,
            counts,
            order);
    }

    /// <summary>For each category, where its rows stand in a list of rows by categories, and how many they are.</summary>
    private (int[] First, int[] Counts, int[] Order) Group(int[] places, TableSpan[] shares, int count)
    {
        (var first, var counts, var order) = (new int[Conditions], new int[Conditions], new int[_categories.Length * count]);
        int category = 0, filled = 0;
        foreach (TableSpan span in _categories)
        {
            int at = Array.IndexOf(shares, span);
            ILookup<int, int> rows = Enumerable.Range(0, count).ToLookup(row => places[row * shares.Length + at]);
            for (int place = 0; place < span.Length; place++, category++)
            {
                first[category] = filled;
                foreach (int row in rows[place])
                    order[filled++] = row;
                counts[category] = filled - first[category];
            }
        }

        return (first, counts, order);
    }

    private sealed record Table(int Count, Tensor Places, Tensor Offsets, int[] First, int[] Counts, int[] Order);
}
