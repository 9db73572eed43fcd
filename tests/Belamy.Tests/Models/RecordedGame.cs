using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.TestSupport;

namespace Belamy.Tests;

/// <summary>
/// A model's game, small, with the initial values of a file of <c>tests/golden/moves</c>, which PyTorch plays beside it.
/// </summary>
internal sealed class RecordedGame : IDisposable
{
    private readonly GoldenCase _given;
    private readonly Dictionary<string, byte[]> _initial;

    /// <param name="file">The recorded game.</param>
    /// <param name="others">Settings beside those that it was recorded with.</param>
    public RecordedGame(GoldenFile file, params string[] others)
    {
        _given = file["game"];
        Recipe recipe = (Models.Find(_given.Text("model")).Recipe with { Batch = _given.Integer("batch") })
            .WithAny("latent", _given.Integer("latent")).WithAny("width", _given.Integer("width"));
        foreach (string setting in _given.Text("settings").Split(';', StringSplitOptions.RemoveEmptyEntries).Concat(others))
            recipe = recipe.With(setting);
        Assembled = new AssembledGame(recipe, Data(recipe));
        Game.Compile();
        foreach (string name in Given)
            Write(name, _given.Inputs[name]);
        _initial = Values();
    }

    public AssembledGame Assembled { get; }

    public Game Game => Assembled.Game;

    /// <summary>How many times further off than usual float32 may be.</summary>
    public double Looseness => _given.Number("looseness", 1);

    public int Batch => _given.Integer("batch");

    /// <summary>The names of the players as the formulas have them, in order.</summary>
    public string[] Players => _given.Text("players").Split(';');

    /// <summary>The fields of the data by their names, that of the items first; none for data of items alone.</summary>
    public string[] Fields => _given.Text("fields", "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All items, in the order in which moves take them.</summary>
    private float[] Items => ValuesOf("data");

    /// <summary>Their classes; none where there are none.</summary>
    private int[] Labels => _given.Inputs.TryGetValue("labels", out NDArray? labels) ? labels.AsSpan<int>().ToArray() : [];

    /// <summary>Names of the weights whose values the file gives.</summary>
    public IEnumerable<string> Given => _given.Inputs.Keys.Where(name => name is not ("data" or "labels") && !name.StartsWith("data/", StringComparison.Ordinal));

    /// <summary>The data in an order in which a run with a recipe's seed hands them out as they are recorded.</summary>
    public Dataset Data(Recipe recipe)
    {
        if (Fields.Length > 0)
            return Fielded(recipe);
        int[] order = EndlessOrder(_given.Inputs["data"].Shape[0], recipe.Seed);
        var shape = new Shape(_given.Integers("item"));
        float[] placed = Placed(Items, order);
        int classes = _given.Integer("classes");
        if (classes == 0)
            return new ArrayDataset("recorded", shape, placed);
        int[] labels = Labels;
        Array.Sort(order, labels);
        return new ArrayDataset("recorded", shape, placed, labels, [.. Enumerable.Range(0, classes).Select(at => $"{at}")]);
    }

    /// <summary>
    /// A player's move as the product compiles it, but that its optimizer keeps the gradients, under the names
    /// <c>optimizer/PLAYER/gradient/PARAMETER</c>, and changes nothing.
    /// </summary>
    public Move Probe(int player)
    {
        Player moving = Game.Players[player];
        var probed = new Player(moving.Name, moving.Parameters, new Probing(), moving.LearningRate, moving.Loss)
        {
            Average = moving.Average,
            GradientLimit = moving.GradientLimit,
            HistoricalAveraging = moving.HistoricalAveraging,
            WeightLoss = moving.WeightLoss,
        };
        if (moving.Constrain is not null)
            probed = probed.With(moving.Constrain);
        return Move.Compile(probed, Game.Store, Game.Store["random"], Game.Store[$"learning-rate/{moving.Name}"], Batch, Game.Item, []);
    }

    /// <summary>The fields that a move takes a batch of.</summary>
    public IEnumerable<string> FieldsOf(Move move) => Fields.Where(move.Program.InputNames.Contains);

    /// <summary>Gives a move a batch of the recorded data.</summary>
    public void Feed(Move move, int batch)
    {
        if (move.TakesData)
        {
            Span<float> data = move.Program.Input(Turn.DataInput).AsSpan<float>();
            Items.AsSpan(batch * data.Length, data.Length).CopyTo(data);
        }

        foreach (string field in FieldsOf(move))
        {
            ProgramValue input = move.Program.Input(field);
            float[] values = ValuesOf($"data/{field}")[(batch * (int)input.Shape.Count)..((batch + 1) * (int)input.Shape.Count)];
            if (input.ElementType == ElementType.Int32)
                Array.ConvertAll(values, value => (int)value).CopyTo(input.AsSpan<int>());
            else
                values.CopyTo(input.AsSpan<float>());
        }

        if (move.TakesLabels)
            Labels.AsSpan(batch * Batch, Batch).CopyTo(move.Program.Input(Turn.LabelsInput).AsSpan<int>());
    }

    /// <summary>A parameter as it is now, in double precision.</summary>
    public NDArray Value(string name)
    {
        Parameter parameter = Game.Store[name];
        double[] values = parameter.ElementType switch
        {
            ElementType.Float32 => [.. parameter.AsSpan<float>().ToArray().Select(value => (double)value)],
            ElementType.Int32 => [.. parameter.AsSpan<int>().ToArray().Select(value => (double)value)],
            _ => parameter.AsSpan<double>().ToArray(),
        };
        return NDArray.From(parameter.Shape, values);
    }

    /// <summary>Names of the parameters that are no longer as they were at first.</summary>
    public string[] Changed() => [.. Values().Where(pair => !_initial.TryGetValue(pair.Key, out byte[]? before) || !before.AsSpan().SequenceEqual(pair.Value)).Select(pair => pair.Key)];

    public void Dispose() => Assembled.Dispose();

    private static int[] EndlessOrder(int count, long seed)
    {
        var order = new int[count];
        new EndlessPermutation(count, seed).Fill(0, order);
        return order;
    }

    private static float[] Placed(float[] items, int[] order)
    {
        int length = items.Length / order.Length;
        var placed = new float[items.Length];
        for (int at = 0; at < order.Length; at++)
            items.AsSpan(at * length, length).CopyTo(placed.AsSpan(order[at] * length));
        return placed;
    }

    private FieldedDataset Fielded(Recipe recipe)
    {
        bool isPaired = _given.Flag("paired");
        int count = _given.Inputs[$"data/{Fields[0]}"].Shape[0];
        var pairs = new Rows("pairs", count);
        return new FieldedDataset("recorded", Fields[0], [.. Fields.Select((name, at) =>
        {
            Shape shape = _given.Inputs[$"data/{name}"].Shape;
            // Moves draw from a table as a whole, in the order that it has.
            if (_given.Text("table", "") is { Length: > 0 } columns)
                return new ArrayColumn(new Field(name, DataOfModels.TableOf(columns)), pairs, ValuesOf($"data/{name}"));
            if (_given.Number("words", 0) is > 0 and var words)
                return new ArrayColumn(new Field(name, DataOfModels.TextsOf(shape[1], (int)words)), pairs, Placed(ValuesOf($"data/{name}"), EndlessOrder(count, recipe.Seed)));
            // Rows that are read apart have seeds of their own; see Feeding.
            int[] order = EndlessOrder(count, recipe.Seed + (isPaired ? 0 : at * 7919));
            return new ArrayColumn(new Field(name, name == "map" ? DataOfModels.MapsOf(shape[2], shape[3]) : KindOf(_given.Text("model"), shape)), isPaired ? pairs : new Rows(name, count), Placed(ValuesOf($"data/{name}"), order));
        })]);
    }

    private static Kind KindOf(string model, Shape values) => model == "midinet"
        ? values.Rank == 2 ? new Attributes([.. Enumerable.Range(0, values[1]).Select(tone => $"tone{tone}")]) : new PianoRolls(values[2], values[3])
        : values.Rank == 1 ? DataOfModels.Three
        : values.Rank == 2
        ? new Captions(new Vocabulary([.. Enumerable.Range(0, values[1]).Select(word => $"word{word}")]))
        : new Pictures(values[1], values[2], values[3]);

    private float[] ValuesOf(string input) => [.. _given.Inputs[input].ToDoubles().Select(value => (float)value)];

    private Dictionary<string, byte[]> Values() => Game.Store.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.AsBytes().ToArray());

    private void Write(string name, NDArray value)
    {
        Parameter parameter = Game.Store.Find(name) ?? throw new KeyNotFoundException($"The game has no '{name}'; it has {string.Join(", ", Game.Store.Parameters.Select(one => one.Name))}.");
        Assert.True(parameter.Shape == value.Shape, $"{name} is {parameter.Shape}, and the formula takes {value.Shape}");
        double[] values = value.ToDoubles();
        for (int at = 0; at < values.Length; at++)
            parameter.AsSpan<float>()[at] = (float)values[at];
    }

    private sealed record Probing : Optimizer
    {
        public override string Name => "probing";

        public override void Apply(
            ForwardContext context, OptimizerState state, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, Tensor learningRate)
        {
            for (int at = 0; at < parameters.Count; at++)
                context.Update(state.Of("gradient", parameters[at]), gradients[at]);
        }
    }
}
