using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The game that a recipe describes, made to measure for one data set.</summary>
public sealed class AssembledGame : IDisposable
{
    // Two cores do some hundred thousand million operations a second on networks of this kind.
    private const double MostOperations = 2e13;
    private const double FirstOperations = 1.5e13;
    private const double FewestSteps = 300;

    private const string SampleName = "sample";

    private readonly GameSetup _setup;
    private bool _isInitialized;

    /// <summary>Builds the networks and the game.</summary>
    /// <param name="recipe">The parts.</param>
    /// <param name="item">The shape of one item of the data.</param>
    /// <param name="classes">Number of classes of the data; 0 where they have none.</param>
    /// <param name="data">The data, or null for a game that only makes samples.</param>
    /// <param name="initialize">Whether parameters get their initial values; not needed before a checkpoint is loaded.</param>
    /// <param name="fields">The fields of the data, for a game of several that is opened without them.</param>
    /// <exception cref="BelamyException">A setting is out of range, or the networks cannot be made for that shape, or would be larger than any can be.</exception>
    public AssembledGame(Recipe recipe, Shape item, int classes = 0, Dataset? data = null, bool initialize = true, IReadOnlyList<Field>? fields = null)
        : this(Assemble(recipe, item, classes, data, fields), classes)
    {
        if (initialize)
            Initialize();
    }

    /// <summary>Builds the game of a recipe for a data set.</summary>
    /// <param name="recipe">The parts.</param>
    /// <param name="data">The data.</param>
    public AssembledGame(Recipe recipe, Dataset data)
        : this(recipe, new Shape(Required(data).ItemShape), data.ClassNames.Count, data)
    {
    }

    private AssembledGame((GameSetup Setup, GameParts Parts) assembled, int classes)
    {
        (_setup, Parts) = assembled;
        Recipe = _setup.Recipe;
        Networks = _setup.Networks;
        Game = new Game(_setup, Parts);
        Functions = [.. Parts.Functions, .. Judging()];
        if (Parts.Generator is { } function)
            Generator = new Generator(function, _setup.Prior, _setup.Item, Recipe.Seed, Parts.TakesClasses ? Parts.Classes ?? classes : 0, Parts.Average) { Kind = MainKind, Succession = Parts.Succession, Styles = Parts.Styles };
    }

    /// <summary>What the game was made from, with everything filled in that was left open.</summary>
    public Recipe Recipe { get; }

    /// <summary>Number of classes of the data; 0 where they have none.</summary>
    internal int Classes => _setup.Classes;

    /// <summary>The fields of the data; none where only the shape of their items is known.</summary>
    internal IReadOnlyList<Field> Fields => _setup.Fields;

    /// <summary>The latent vectors' origin.</summary>
    /// <exception cref="InvalidOperationException">The system takes none.</exception>
    public LatentPrior Prior => _setup.Prior;

    /// <summary>The players, their state and their moves.</summary>
    public Game Game { get; }

    /// <summary>What the recipe's game consists of.</summary>
    public GameParts Parts { get; }

    /// <summary>The networks by name: <c>generator</c>, <c>discriminator</c>.</summary>
    public IReadOnlyDictionary<string, Module> Networks { get; }

    /// <summary>The names of the networks, in alphabetical order.</summary>
    internal IReadOnlyList<string> NetworkNames => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the game has learned: weights and running statistics of its networks, and what players move beside them. No optimizer's state, no averages.</summary>
    internal IEnumerable<Parameter> Weights =>
        Networks.Values.SelectMany(network => network.Parameters.Concat(network.Statistics)).Concat(Game.Players.SelectMany(player => player.Parameters)).Distinct();

    /// <summary>The generator in use, or null for a system that makes no samples.</summary>
    public Generator? Generator { get; }

    /// <summary>What the trained networks do beside making samples, the most important first.</summary>
    public IReadOnlyList<Function> Functions { get; }

    /// <summary>
    /// Making samples as a function: of latent vectors, of a class where classes are taken, and of what is asked where that is a
    /// field. Null for a system that makes none.
    /// </summary>
    /// <param name="classNames">The names of the classes of the data; numbers where there are none.</param>
    internal Function? Sampling(IReadOnlyList<string> classNames)
    {
        if (Parts.Succession?.Next is { } next)
            return next;
        if (Functions.FirstOrDefault(function => function.Name == SampleName) is { } own)
            return own;
        if (Generator is not { } generator || Parts.Generator is not { } graph)
            return null;
        List<Field> takes = [new("latent", new LatentVectors(generator.Prior.Size))];
        if (generator.Classes > 0)
            takes.Add(new Field(DatasetColumns.ClassName, new Classes([.. Enumerable.Range(0, generator.Classes).Select(at => at < classNames.Count ? classNames[at] : $"{at}")])));
        Field gives = _setup.Fields is [var main, ..] && main.Kind.Shape == generator.Item ? main : new Field(DatasetColumns.ItemName, new Arrays([.. generator.Item]));
        return new Function(SampleName, takes, gives, (context, fields) => graph(context, fields[0], fields.Count > 1 ? fields[1] : null)) { Average = Parts.Average };
    }

    /// <summary>The generator of a system that must have one.</summary>
    /// <exception cref="BelamyException">The system makes no samples.</exception>
    public Generator RequireGenerator() => Generator ?? throw new BelamyException($"{Models.NameOf(Recipe)}: makes no samples{(Functions.Count == 0 ? "" : $"; it can {string.Join(" and ", Functions.Select(function => function.Name))}, by belamy apply")}");

    /// <summary>Gives all parameters their initial values, once; not needed before a checkpoint is loaded.</summary>
    public void Initialize()
    {
        if (_isInitialized)
            return;
        _setup.Initialize();
        _isInitialized = true;
    }

    /// <summary>Does something once parameters have their initial values: weights of another run take their place.</summary>
    internal void OnInitialized(Action start) => _setup.OnInitialized(start);

    /// <summary>
    /// Compiles all that a training runs, and fails if the machine has not the memory for it; memory itself is taken where a
    /// program first runs.
    /// </summary>
    /// <param name="data">What the game will be played over.</param>
    /// <param name="progress">Is told now and then the programs compiled, with the share of the one at work, and all of them; what it throws ends the compilation.</param>
    /// <exception cref="BelamyException">The training would take more memory than the machine has; the message says what fits.</exception>
    public MemoryEstimate Prepare(Dataset data, Action<double, int>? progress = null) =>
        MemoryLimit.Require(this, Required(data), MemoryEstimate.Available, progress);

    /// <summary>
    /// The steps of a first look: those of the recipe where two cores play them in some minutes, else as many as they play in
    /// about two. They follow from the recipe and the data, not from the machine.
    /// </summary>
    public long FirstSteps
    {
        get
        {
            // A game in stages divides its own steps, and plays only some of its players in each.
            if (Game.Policy is Stages)
                return Recipe.Steps;
            Compile();
            double[] operations = [.. Game.Players.Select(player => Game.MoveOf(player).Program.Flops * player.Accumulation)];
            double step = operations.Sum() + ((Recipe.MovesOfFirst - 1) * operations[0]);
            if (step * Recipe.Steps <= MostOperations)
                return Recipe.Steps;
            double steps = Math.Max(FewestSteps, FirstOperations / step);
            double scale = Math.Pow(10, Math.Floor(Math.Log10(steps)));
            return Math.Min(Recipe.Steps, (long)(Math.Floor(steps / scale) * scale));
        }
    }

    /// <summary>Compiles every move and the generator, unless they are.</summary>
    internal void Compile(Action<double, int>? progress = null)
    {
        int programs = Game.Players.Count + (Generator is null ? 0 : 1);
        Game.Compile(done => progress?.Invoke(done, programs));
        Generator?.Compile(share => progress?.Invoke(Game.Players.Count + share, programs));
        progress?.Invoke(programs, programs);
    }

    /// <summary>A game that is only looked at, for what it would take.</summary>
    /// <exception cref="SizeLimitException">A network would be larger than any can be.</exception>
    internal static AssembledGame Plan(Recipe recipe, Shape item, int classes, Dataset? data) => new(AssembleParts(recipe, item, classes, data, null), classes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator?.Dispose();
        Game.Dispose();
    }

    /// <summary>What the items of the data are; null where only their shape is known.</summary>
    private Kind? MainKind => _setup.Fields is [var item, ..] && item.Kind.Shape == _setup.Item ? item.Kind : null;

    /// <summary>What a discriminator and a classifier do for people, where the system has them.</summary>
    private IEnumerable<Function> Judging()
    {
        if (_setup.Fields is not [var item, ..] || item.Kind.Shape != _setup.Item)
            yield break;
        if (Parts.Classifier is { } classifier && _setup.Fields.Select(field => field.Kind).OfType<Classes>().FirstOrDefault() is { } classes)
            yield return new Function("classify", [item], new Field(DatasetColumns.ClassName, classes), (context, fields) => classifier(context, fields[0]).ArgMax(1));
        if (Parts.Critic is { } critic)
            yield return new Function("score", [item], new Field("score", new Points(1)), (context, fields) => critic(context, fields[0]));
    }

    private static (GameSetup Setup, GameParts Parts) Assemble(Recipe recipe, Shape item, int classes, Dataset? data, IReadOnlyList<Field>? fields)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        try
        {
            return AssembleParts(recipe, item, classes, data, fields);
        }
        catch (SizeLimitException)
        {
            throw MemoryLimit.Refusal(recipe.Resolve(item), item, classes, data);
        }
    }

    private static (GameSetup Setup, GameParts Parts) AssembleParts(Recipe recipe, Shape item, int classes, Dataset? data, IReadOnlyList<Field>? fields)
    {
        recipe.Validate();
        recipe = recipe.Resolve(item);
        var setup = new GameSetup(recipe, item, classes, data, fields);
        RequireNumbers(recipe, setup);
        return (setup, recipe.Build(setup));
    }

    /// <summary>Refuses whole numbers that stand for something, such as words, unless the model says that it takes such a field.</summary>
    private static void RequireNumbers(Recipe recipe, GameSetup setup)
    {
        if (setup.Fields is [{ Kind.ElementType: ElementType.Int32 } main, ..] && Models.All.FirstOrDefault(one => one.Name == Models.NameOf(recipe)) is { } model
            && !model.Publication.Fields.Any(field => field == main.Name || field == DatasetColumns.ItemName))
        {
            throw new BelamyException($"{model.Name}: takes items of numbers, not {main.Kind.Description}, whose numbers stand for something else; choose a model that takes {main.Name}, see belamy models");
        }
    }

    private static Dataset Required(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }
}
