using Belamy.Data;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>
/// Gives moves the batches that they ask for, whatever the fields. Columns over the same rows are read in one order, others in
/// an order of their own; all walk by one position, which is all there is to remember.
/// </summary>
internal sealed class Feeding
{
    // Between the seeds of two orders, far enough that runs of neighbouring seeds share none.
    private const long Apart = 7919;

    private readonly Dataset _data;
    private readonly int _batch;
    private readonly Dictionary<Rows, (EndlessPermutation Order, int[] Items)> _walks = [];
    private readonly Dictionary<Move, Input[]> _inputs = [];
    private float[] _values = [];

    /// <param name="data">What is read.</param>
    /// <param name="batch">Items a batch has.</param>
    /// <param name="seed">Decides the orders.</param>
    public Feeding(Dataset data, int batch, long seed)
    {
        (_data, _batch) = (data, batch);
        Walk(data.Main.Rows);
        foreach (Column column in data.Columns)
            Walk(column.Rows);

        void Walk(Rows rows) => _walks.TryAdd(rows, (new EndlessPermutation(rows.Count, seed + (_walks.Count * Apart)), new int[batch]));
    }

    /// <summary>Items of each order that were read so far.</summary>
    public long Position { get; set; }

    /// <summary>Fills what a move takes of the data; a move that takes nothing leaves the position where it is.</summary>
    public void Fill(Move move)
    {
        if (!_inputs.TryGetValue(move, out Input[]? inputs))
            _inputs.Add(move, inputs = [.. Find(move.Program)]);
        if (inputs.Length == 0)
            return;
        foreach ((EndlessPermutation order, int[] items) in _walks.Values)
            order.Fill(Position, items);
        foreach (Input input in inputs)
        {
            int[] items = _walks[input.Column.Rows].Items;
            ProgramValue value = move.Program.Input(input.Name);
            if (value.ElementType == ElementType.Float32)
                input.Column.Read(items, value.AsSpan<float>());
            else
                FillWhole(input.Column, items, value.AsSpan<int>());
        }

        Position += _batch;
    }

    private void FillWhole(Column column, int[] items, Span<int> destination)
    {
        if (_values.Length < destination.Length)
            _values = new float[destination.Length];
        Span<float> values = _values.AsSpan(0, destination.Length);
        column.Read(items, values);
        for (int at = 0; at < values.Length; at++)
            destination[at] = (int)values[at];
    }

    private IEnumerable<Input> Find(Program program)
    {
        foreach (string name in program.InputNames)
        {
            Column? column = name switch
            {
                Turn.DataInput => _data.Main,
                Turn.LabelsInput => _data.Column(DatasetColumns.ClassName),
                _ => _data.Columns.FirstOrDefault(column => column.Field.Name == name),
            };
            if (column is not null)
                yield return new(name, column);
        }
    }

    private sealed record Input(string Name, Column Column);
}
