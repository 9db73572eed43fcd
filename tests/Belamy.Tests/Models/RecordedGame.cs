using Belamy.Data;
using Belamy.Games;
using Belamy.Optimization;
using Belamy.Tensors;
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
        Recipe recipe = Models.Find(_given.Text("model")).Recipe with
        {
            Latent = _given.Integer("latent"),
            Width = _given.Integer("width"),
            Batch = _given.Integer("batch"),
        };
        foreach (string setting in _given.Text("settings").Split(';', StringSplitOptions.RemoveEmptyEntries).Concat(others))
            recipe = recipe.With(setting);
        Assembled = new AssembledGame(recipe, Data(EndlessOrder(recipe)));
        Game.Compile();
        foreach ((string name, NDArray value) in _given.Inputs.Where(input => input.Key is not ("data" or "labels")))
            Write(name, value);
        _initial = Values();
    }

    public AssembledGame Assembled { get; }

    public Game Game => Assembled.Game;

    public int Batch => _given.Integer("batch");

    /// <summary>The names of the players as the formulas have them, in order.</summary>
    public string[] Players => _given.Text("players").Split(';');

    /// <summary>All items, in the order in which moves take them.</summary>
    public float[] Items => [.. _given.Inputs["data"].ToDoubles().Select(value => (float)value)];

    /// <summary>Their classes; none where there are none.</summary>
    public int[] Labels => _given.Inputs.TryGetValue("labels", out NDArray? labels) ? labels.AsSpan<int>().ToArray() : [];

    /// <summary>Names of the weights whose values the file gives.</summary>
    public IEnumerable<string> Given => _given.Inputs.Keys.Where(name => name is not ("data" or "labels"));

    /// <summary>The data in an order in which a run's permutation hands them out as they are recorded.</summary>
    public Dataset Data(int[] order)
    {
        float[] items = Items;
        int length = items.Length / order.Length, classes = _given.Integer("classes");
        int[] labels = classes > 0 ? Labels : [];
        var placed = new float[items.Length];
        var placedLabels = new int[labels.Length];
        for (int at = 0; at < order.Length; at++)
        {
            items.AsSpan(at * length, length).CopyTo(placed.AsSpan(order[at] * length));
            if (labels.Length > 0)
                placedLabels[order[at]] = labels[at];
        }

        return classes > 0
            ? new ArrayDataset("recorded", new Shape(_given.Integers("item")), placed, placedLabels, [.. Enumerable.Range(0, classes).Select(at => $"{at}")])
            : new ArrayDataset("recorded", new Shape(_given.Integers("item")), placed);
    }

    /// <summary>The order in which a run takes the items.</summary>
    public int[] EndlessOrder(Recipe recipe)
    {
        var order = new int[_given.Inputs["data"].Shape[0]];
        new EndlessPermutation(order.Length, recipe.Seed).Fill(0, order);
        return order;
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
        };
        if (moving.Constrain is not null)
            probed = probed.With(moving.Constrain);
        return Move.Compile(probed, Game.Store, Game.Store["random"], Game.Store[$"learning-rate/{moving.Name}"], Batch, Game.Item);
    }

    /// <summary>Gives a move a batch of the recorded data.</summary>
    public void Feed(Move move, int batch)
    {
        if (move.TakesData)
        {
            Span<float> data = move.Program.Input(Turn.DataInput).AsSpan<float>();
            Items.AsSpan(batch * data.Length, data.Length).CopyTo(data);
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
