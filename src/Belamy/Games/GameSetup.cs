using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// What a recipe's game is assembled from: builds networks under their names, makes players, keeps state that changes over
/// time. <see cref="Recipe.Build"/> receives it and returns <see cref="GameParts"/>.
/// </summary>
public sealed class GameSetup
{
    private readonly ParameterScope _scope;
    private readonly Dataset? _data;
    private readonly Dictionary<string, Module> _networks = new(StringComparer.Ordinal);
    private readonly List<ScheduledValue> _schedule = [];
    private readonly List<Action> _starts = [];

    internal GameSetup(Recipe recipe, Shape item, int classes, Dataset? data, IReadOnlyList<Field>? fields)
    {
        Fields = data is null ? fields ?? [] : [.. data.Columns.Select(column => column.Field)];
        Recipe = recipe;
        Item = item;
        Classes = classes;
        _data = data;
        Store = new ParameterStore();
        _scope = new ParameterScope(Store, recipe.Seed);
        Sizes = recipe.SizesFor(item) with { Classes = classes };
    }

    /// <summary>The recipe, with everything filled in that it leaves open.</summary>
    public Recipe Recipe { get; }

    /// <summary>The shape of one item of the data.</summary>
    public Shape Item { get; }

    /// <summary>Number of classes of the data; 0 where they have none.</summary>
    public int Classes { get; }

    /// <summary>The fields of the data; none where only the shape of their items is known.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>What the recipe's networks are made to.</summary>
    public NetworkSizes Sizes { get; }

    /// <summary>Where latent vectors come from.</summary>
    /// <exception cref="InvalidOperationException">The recipe takes none.</exception>
    public LatentPrior Prior => Recipe.Prior ?? throw new InvalidOperationException("The recipe takes no latent vectors.");

    /// <summary>Holds all state of the game.</summary>
    public ParameterStore Store { get; }

    /// <summary>
    /// The data, for what a game takes from them once, such as a few labelled items. Ask for them while a loss is built, not
    /// before: a game that only makes samples has none.
    /// </summary>
    /// <exception cref="InvalidOperationException">The game was opened without data.</exception>
    public Dataset Data => _data ?? throw new InvalidOperationException("This game was opened without its data, for sampling only.");

    /// <summary>The networks built so far, by name.</summary>
    public IReadOnlyDictionary<string, Module> Networks => _networks;

    internal IReadOnlyList<ScheduledValue> Schedule => _schedule;

    /// <summary>The number of classes of the data, for a system that cannot do without.</summary>
    /// <exception cref="BelamyException">The data have none.</exception>
    public int RequireClasses() => Classes >= 2
        ? Classes
        : throw new BelamyException("The model takes the classes of its data, but the data have none; choose digits, mnist, fashion or a folder with a sub-folder for each class.");

    /// <summary>A field of the data, for a system that cannot do without.</summary>
    /// <typeparam name="TKind">What its values must be.</typeparam>
    /// <param name="name">The field's name: <c>input</c>; <c>item</c> is the main one, whatever it is called.</param>
    /// <returns>The field and its kind.</returns>
    /// <exception cref="BelamyException">The data have none of that name, or of another kind; the message lists theirs.</exception>
    public (Field Field, TKind Kind) Field<TKind>(string name)
        where TKind : Kind
    {
        Field? field = Fields.FirstOrDefault(field => field.Name == name) ?? (name == DatasetColumns.ItemName && Fields is [var main, ..] ? main : null);
        if (field?.Kind is TKind kind)
            return (field, kind);
        string has = Fields.Count == 0 ? "are known by the shape of their items alone" : $"have {string.Join(", ", Fields.Select(one => $"{one.Name} ({one.Kind.Description})"))}";
        string wanted = field is null ? $"data with {name}" : $"{name} of another kind";
        throw new BelamyException($"{Models.NameOf(Recipe)}: takes {wanted}; these {has}; choose others, see belamy data");
    }

    /// <summary>The pictures that the data are, for a system that takes and gives the same.</summary>
    /// <returns>Their field and what they are.</returns>
    /// <exception cref="BelamyException">The items are no pictures.</exception>
    public (Field Field, Pictures Looks) Pictures() => Fields.Count == 0 && Item.Rank == 3
        ? (DatasetColumns.Fields(Item.Span, [])[0], new Pictures(Item[0], Item[1], Item[2]))
        : Field<Pictures>(DatasetColumns.ItemName);

    /// <summary>Two sets of pictures alike, the fields <c>a</c> and <c>b</c>, for a system whose networks take and give both.</summary>
    /// <returns>Both fields, and what the pictures of both are.</returns>
    /// <exception cref="BelamyException">The data have no such fields of pictures, or the two differ in size or channels.</exception>
    public (Field A, Field B, Pictures Looks) TwoSetsAlike()
    {
        (Field a, Pictures first) = Field<Pictures>("a");
        (Field b, Pictures second) = Field<Pictures>("b");
        return first.Shape == second.Shape
            ? (a, b, first)
            : throw new BelamyException($"{Models.NameOf(Recipe)}: both sets must be alike, and a has {first.Description}, b {second.Description}; bring them to one size, and both to colour or to grey");
    }

    /// <summary>The field <c>map</c>, a label for each pixel of pictures.</summary>
    /// <param name="looks">What the pictures are.</param>
    /// <returns>The field, and what its maps are.</returns>
    /// <exception cref="BelamyException">The data have no maps, or such of another size.</exception>
    public (Field Field, SegmentationMaps Maps) MapsOf(Pictures looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        (Field field, SegmentationMaps maps) = Field<SegmentationMaps>("map");
        return maps.Shape.Skip(1).SequenceEqual(looks.Shape.Skip(1))
            ? (field, maps)
            : throw new BelamyException($"{Models.NameOf(Recipe)}: takes maps as large as the pictures, and these are {maps.Description} of {looks.Description}");
    }

    /// <summary>Fails if the data have values outside [-1, 1], for a system that takes them for chances of bits.</summary>
    /// <exception cref="BelamyException">They have.</exception>
    public void RequireChances()
    {
        if (_data is null)
            return;
        int[] first = [.. Enumerable.Range(0, Math.Min(1000, _data.Count))];
        var items = new float[first.Length * _data.ItemLength];
        _data.ReadBatch(first, items);
        float farthest = items.MaxBy(Math.Abs);
        if (Math.Abs(farthest) > 1)
            throw new BelamyException($"The model takes values for chances of bits, from -1 for 0 to 1 for 1, and {_data.Name} has {farthest:0.##}; choose another model or data set.");
    }

    /// <summary>Builds a network and lists it under its name.</summary>
    /// <param name="name">The path of its parameters: <c>generator</c>.</param>
    /// <param name="network">The network, not built yet.</param>
    /// <param name="input">The shape of one input item.</param>
    /// <param name="output">The shape that one output item must have; anything when left out.</param>
    /// <returns>The network.</returns>
    /// <exception cref="BelamyException">It puts out another shape.</exception>
    public Module Build(string name, Module network, Shape input, Shape? output = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Build(_scope.Child(name), input);
        if (output is { } wanted && network.OutputShape != wanted)
            throw new BelamyException($"The {name} network puts out items of {network.OutputShape}; it must put out {wanted}.");
        _networks.Add(name, network);
        return network;
    }

    /// <summary>
    /// Builds a network that is there once more, for another shape of input and with the same parameters: one of convolutions
    /// alone takes pictures of any size.
    /// </summary>
    /// <param name="name">The name of the network that is there.</param>
    /// <param name="network">Another of the same layers, not built yet.</param>
    /// <param name="input">The other shape of one input item.</param>
    /// <returns>The network; it is not listed.</returns>
    /// <exception cref="ArgumentException">Its parameters are of other shapes for that input.</exception>
    public Module BuildAgain(string name, Module network, Shape input)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Build(_scope.Child(name).Again, input);
    }

    /// <summary>Averages of networks' weights and statistics.</summary>
    /// <param name="decay">Their decay, in [0, 1).</param>
    /// <param name="networks">The networks that samples are made with.</param>
    /// <returns>The averages, or null where the decay is 0.</returns>
    public MovingAverage? Average(double decay, params IReadOnlyList<Module> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (decay == 0)
            return null;
        var average = new MovingAverage(Store, networks.SelectMany(network => network.Parameters.Concat(network.Statistics)).Distinct(), decay);
        _starts.Add(average.Start);
        return average;
    }

    /// <summary>Creates a player that moves the parameters of networks.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">How it learns.</param>
    /// <param name="networks">What its moves change; a network that two players share belongs to both.</param>
    /// <param name="loss">Builds the loss of one move.</param>
    /// <param name="average">Averages that follow its moves, or null.</param>
    /// <param name="others">What its moves change beside the networks; nothing when left out.</param>
    public Player Player(
        string name, PlayerSettings settings, IEnumerable<Module> networks, Func<Turn, Tensor> loss, MovingAverage? average = null, IEnumerable<Parameter>? others = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(networks);
        Module[] moved = [.. networks];
        IReadOnlyList<Parameter> frozen = FrozenLayers.Of(name, moved, settings.FrozenLayers);
        IEnumerable<Parameter> parameters = moved.SelectMany(network => network.Parameters).Distinct().Except(frozen).Concat(others ?? []);
        return new Player(name, parameters, settings.Optimizer, settings.LearningRate!.Value, loss)
        {
            Average = average,
            GradientLimit = settings.GradientLimit,
            HistoricalAveraging = settings.HistoricalAveraging,
            WeightLoss = settings.OrthogonalRegularization > 0 ? context => OrthogonalRegularization.Of(context, moved) * settings.OrthogonalRegularization : null,
            Accumulation = settings.Accumulation,
            Frozen = frozen,
            FinalShare = settings.FinalLearningRate is { } last ? last / settings.LearningRate.Value : 1,
        };
    }

    /// <summary>
    /// Creates a player that judges items, a discriminator, with a penalty in its loss and upon its weights. Its loss
    /// says by <see cref="Turn.Judge"/> what it judges.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">How it learns.</param>
    /// <param name="penalty">What it pays.</param>
    /// <param name="networks">What its moves change, and what the penalty constrains.</param>
    /// <param name="loss">Builds the loss of one move, without the penalty.</param>
    /// <param name="others">What its moves change beside the networks; nothing when left out.</param>
    /// <returns>Its kinds of move, to stand first in the game, or in a stage of it: two for a lazy penalty (<see cref="Alternating.Interval"/>), else one.</returns>
    public IReadOnlyList<Player> Critic(
        string name, PlayerSettings settings, Penalty penalty, IReadOnlyList<Module> networks, Func<Turn, Tensor> loss, IEnumerable<Parameter>? others = null)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(loss);
        Parameter[] weights = [.. networks.SelectMany(network => network.Parameters).Distinct()];
        return LazyPenalty.Players(penalty.Interval, payments =>
            Player(name, settings, networks, turn => LazyPenalty.Pay(loss(turn), turn, payments, penalty), others: others)
                .With((context, _) => penalty.Constrain(context, weights)));
    }

    /// <summary>Creates a discriminator that tells items from those that were made: it scores both, and is told to <see cref="Turn.Judge"/> and <see cref="Turn.MeasureAccuracy"/>.</summary>
    /// <param name="settings">How it learns.</param>
    /// <param name="penalty">What it pays.</param>
    /// <param name="discriminator">Its network, which gives one score an item.</param>
    /// <param name="objective">What each side wants.</param>
    /// <param name="show">What it is shown in a move: items of the data, and as many that were made.</param>
    /// <returns>Its kinds of move.</returns>
    internal IReadOnlyList<Player> Critic(PlayerSettings settings, Penalty penalty, Module discriminator, Objective objective, Func<Turn, (Tensor Items, Tensor Made)> show) =>
        Critic("discriminator", settings, penalty, [discriminator], turn =>
        {
            (Tensor items, Tensor made) = show(turn);
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, items), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated, objective);
            turn.Judge(pictures => turn.ApplyFrozen(discriminator, pictures), items, made, real, generated);
            return objective.DiscriminatorLoss(turn.Context, real, generated);
        });

    /// <summary>Creates a number, or several, that belong to the game and that moves may read and update: BEGAN's k.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">Its value at the beginning; zeros when left out.</param>
    public Parameter State(string name, Shape shape, Initializer? initial = null) => _scope.Child("state").Create(name, shape, initial ?? Initializers.Zeros);

    /// <summary>Creates a number that follows the course of the run: a level of noise that falls to 0.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value at a step; the second argument is the number of steps of the whole run, or null when only time limits it.</param>
    public Parameter Scheduled(string name, Func<long, long?, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Parameter parameter = Store.Create($"schedule/{name}", Shape.Scalar);
        _schedule.Add(new ScheduledValue(parameter, value));
        return parameter;
    }

    /// <summary>
    /// Creates the number that says how far what changes in the course of a run has come, from 0 to 1 by half a cosine: for
    /// <see cref="ForwardContext.Course"/>.
    /// </summary>
    /// <param name="share">The share of the run, at its beginning, that it takes, in (0, 1]; of the recipe's steps where only time limits the run.</param>
    public Parameter Course(double share) =>
        Scheduled("course", (step, steps) => (1 - Math.Cos(Math.PI * Math.Min(1, step / (share * (steps ?? Recipe.Steps))))) / 2);

    /// <summary>
    /// Does something with the data when a run begins, once all parameters have their initial values: biases that start at
    /// the data's mean. It is not done for a game that is opened without data, nor before a checkpoint is loaded.
    /// </summary>
    /// <param name="start">What to do.</param>
    public void OnStart(Action<Dataset> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _starts.Add(() =>
        {
            if (_data is not null)
                start(_data);
        });
    }

    /// <summary>Does something when a run begins, after all that <see cref="OnStart"/> was told.</summary>
    internal void OnInitialized(Action start) => _starts.Add(start);

    internal void Initialize()
    {
        _scope.Initialize();
        _starts.ForEach(start => start());
    }
}

/// <summary>A scalar parameter that the trainer sets before each step.</summary>
internal sealed record ScheduledValue(Parameter Parameter, Func<long, long?, double> Value);
