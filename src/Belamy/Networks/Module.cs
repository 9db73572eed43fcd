using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A layer or a network: parameters and a function. It is built once, for one shape of input, which creates its
/// parameters; then it may be applied any number of times, each application being more graph.
/// </summary>
/// <remarks>
/// Shapes of modules are those of one item, without the batch. Derive from it for layers of your own: create parameters
/// in <see cref="OnBuild"/>, read them through the context in <see cref="OnForward(ForwardContext, Tensor)"/>.
/// </remarks>
public abstract class Module
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<Parameter> _statistics = [];
    private readonly Dictionary<Parameter, Func<ForwardContext, Tensor>> _transformed = [];
    private readonly HashSet<Parameter> _ofTransforms = [];
    private readonly List<(Parameter Parameter, int OutputAxis)> _weights = [];

    /// <summary>The path of its parameters, such as <c>generator/0</c>; empty before it is built.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Whether it has been built.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>The shape of one input item.</summary>
    public Shape InputShape { get; private set; }

    /// <summary>The shape of one output item.</summary>
    public Shape OutputShape { get; private set; }

    /// <summary>What it is, in a few words: <c>convolution 4x4/2, 64 maps</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The modules it is made of.</summary>
    public virtual IReadOnlyList<Module> Children => [];

    /// <summary>Whether in use, not in training, it needs nothing but an item: neither its class nor the others of its batch.</summary>
    internal virtual bool SeesItemsAlone => Children.All(child => child.SeesItemsAlone);

    /// <summary>What training changes: its own parameters and its children's.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. _parameters, .. Children.SelectMany(child => child.Parameters)];

    /// <summary>What is measured on the way and no gradient reaches: running means and variances.</summary>
    public IReadOnlyList<Parameter> Statistics => [.. _statistics, .. Children.SelectMany(child => child.Statistics)];

    /// <summary>Its weights and its children's as training changes them, before any transform, each with the axis of the outputs.</summary>
    internal IEnumerable<(Parameter Parameter, int OutputAxis)> Weights => [.. _weights, .. Children.SelectMany(child => child.Weights)];

    /// <summary>Number of values that training changes.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Shape.Count);

    /// <summary>Creates the parameters for one shape of input.</summary>
    /// <param name="scope">Where the parameters are created.</param>
    /// <param name="input">The shape of one item, without the batch.</param>
    /// <returns>This module.</returns>
    /// <exception cref="ArgumentException">The module cannot take that shape.</exception>
    /// <exception cref="InvalidOperationException">It has been built before.</exception>
    public Module Build(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (IsBuilt)
            throw new InvalidOperationException($"{Description} is built already, as '{Path}'; make another for another place.");
        Path = scope.Path;
        InputShape = input;
        OutputShape = OnBuild(scope, input);
        IsBuilt = true;
        return this;
    }

    /// <summary>Applies the module to a batch.</summary>
    /// <param name="context">Says whether this is training, collects statistics, draws random numbers.</param>
    /// <param name="input">[batch, ...<see cref="InputShape"/>].</param>
    /// <param name="labels">The classes of the batch, Int32 [batch], for modules that are conditioned on them.</param>
    /// <returns>[batch, ...<see cref="OutputShape"/>].</returns>
    /// <exception cref="ArgumentException">The input or the labels have another shape or type.</exception>
    /// <exception cref="InvalidOperationException">The module has not been built, or needs labels and got none.</exception>
    public Tensor Forward(ForwardContext context, Tensor input, Tensor? labels = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        if (!IsBuilt)
            throw new InvalidOperationException($"{Description} must be built before it is applied.");
        if (input.Rank != InputShape.Rank + 1 || !input.Shape.Span[1..].SequenceEqual(InputShape.Span))
            throw new ArgumentException($"{Path} ({Description}): takes [batch, {string.Join(", ", InputShape)}], not {input.Shape}.");
        if (labels is not null && (labels.ElementType != ElementType.Int32 || labels.Rank != 1 || labels.Shape[0] != input.Shape[0]))
            throw new ArgumentException($"{Path} ({Description}): takes labels Int32 [{input.Shape[0]}], not {labels.ElementType} {labels.Shape}.");
        return OnForward(context, input, labels);
    }

    /// <summary>Creates parameters and says what shape comes out.</summary>
    /// <param name="scope">Where to create them; see <see cref="AddParameter"/>.</param>
    /// <param name="input">The shape of one item.</param>
    protected abstract Shape OnBuild(ParameterScope scope, Shape input);

    /// <summary>Builds the output from a batch of inputs of the right shape.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="input">[batch, ...<see cref="InputShape"/>].</param>
    protected abstract Tensor OnForward(ForwardContext context, Tensor input);

    /// <summary>
    /// Builds the output from a batch of inputs and its classes. Without an override the classes are left aside;
    /// override it where they matter, or where <see cref="Children"/> must see them.
    /// </summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="input">[batch, ...<see cref="InputShape"/>].</param>
    /// <param name="labels">Int32 [batch], or null where the batch has no classes; see <see cref="Required"/>.</param>
    protected virtual Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels) => OnForward(context, input);

    /// <summary>The labels, for a module that cannot do without them.</summary>
    /// <param name="labels">What <see cref="Forward"/> was given.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    protected Tensor Required(Tensor? labels) => labels
        ?? throw new InvalidOperationException($"{Path} ({Description}): needs the classes of the batch; pass labels to Forward.");

    /// <summary>Creates a parameter that training changes.</summary>
    protected Parameter AddParameter(ParameterScope scope, string name, Shape shape, Initializer initializer, Fan fan = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Parameter parameter = scope.Create(name, shape, initializer, fan);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Creates a weight that training changes, and returns what a pass uses in its place.</summary>
    private protected Func<ForwardContext, Tensor> AddWeight(
        ParameterScope scope, string name, Shape shape, Initializer initializer, Fan fan, int outputAxis, WeightTransform? transform)
    {
        Parameter weight = AddParameter(scope, name, shape, transform?.Initial(initializer) ?? initializer, fan);
        _weights.Add((weight, outputAxis));
        if (transform is null)
            return context => context.Read(weight);
        return _transformed[weight] = transform.Build(new WeightSite(
            weight,
            outputAxis,
            fan,
            (path, size, initial) => OfTransform(AddParameter(scope, path, size, initial)),
            (path, size, initial) => OfTransform(AddStatistic(scope, path, size, initial))));

        Parameter OfTransform(Parameter parameter)
        {
            _ofTransforms.Add(parameter);
            return parameter;
        }
    }

    /// <summary>What it computes with in use, without its children: its own parameters and statistics, weights as transforms make them.</summary>
    internal IEnumerable<(Parameter Parameter, Func<ForwardContext, Tensor> Used)> Own => _parameters.Concat(_statistics).Where(parameter => !_ofTransforms.Contains(parameter))
        .Select(parameter => (parameter, _transformed.GetValueOrDefault(parameter, context => context.Read(parameter))));

    /// <summary>Creates a parameter that is measured, not trained.</summary>
    protected Parameter AddStatistic(ParameterScope scope, string name, Shape shape, Initializer initializer)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Parameter parameter = scope.Create(name, shape, initializer);
        _statistics.Add(parameter);
        return parameter;
    }

    /// <summary>An error about an input that this module cannot take.</summary>
    /// <param name="input">The shape of one item.</param>
    /// <param name="remedy">What it takes instead.</param>
    protected ArgumentException Unfit(Shape input, string remedy) => new($"{Description}: cannot take items of {input}; {remedy}.");
}
