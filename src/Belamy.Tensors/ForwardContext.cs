using System.Text;

namespace Belamy.Tensors;

/// <summary>
/// Collects what a forward pass does beside returning a value: updates of parameters and draws of random numbers. One
/// context makes one program; what it has collected becomes the program's updates.
/// </summary>
/// <remarks>
/// A pass that must leave no trace (a frozen discriminator, an evaluation) is built with
/// <see cref="CollectsUpdates"/> false: it may read and draw, its updates are dropped.
/// </remarks>
public sealed class ForwardContext
{
    private readonly Dictionary<Parameter, Tensor> _updates;
    private readonly Dictionary<string, int> _draws;
    private readonly HashSet<Parameter> _frozen;

    /// <summary>Creates a context.</summary>
    /// <param name="randomState">Int32 [4] as <see cref="Tensor.RandomUniform"/> takes it, or null where nothing random may happen.</param>
    public ForwardContext(Tensor? randomState = null)
        : this(randomState, [], new Dictionary<string, int>(StringComparer.Ordinal), [])
    {
    }

    private ForwardContext(Tensor? randomState, Dictionary<Parameter, Tensor> updates, Dictionary<string, int> draws, HashSet<Parameter> frozen)
    {
        RandomState = randomState;
        _updates = updates;
        _draws = draws;
        _frozen = frozen;
    }

    /// <summary>The state that random numbers are drawn from.</summary>
    public Tensor? RandomState { get; }

    /// <summary>Whether updates are kept; while false they are dropped.</summary>
    public bool CollectsUpdates { get; set; } = true;

    /// <summary>Whether layers behave as in training (batch statistics, dropout) rather than as in use.</summary>
    public bool IsTraining { get; set; } = true;

    /// <summary>How far what changes in the course of a run has come: a scalar from 0, first values, to 1, last ones; null where nothing does.</summary>
    public Tensor? Course { get; set; }

    /// <summary>The updates collected so far: each parameter and its value after the run.</summary>
    public IReadOnlyDictionary<Parameter, Tensor> Updates => _updates;

    /// <summary>The parameter's value at this point of the pass: the last update, or what it was at the start.</summary>
    public Tensor Read(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _updates.TryGetValue(parameter, out Tensor? value) ? value : parameter.Value;
    }

    /// <summary>Sets the parameter's value for reads that follow and for after the run.</summary>
    /// <exception cref="ArgumentException">Shape or type differ from the parameter's.</exception>
    public void Update(Parameter parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != parameter.Shape || value.ElementType != parameter.ElementType)
            throw new ArgumentException($"Update of {parameter}: the value is {value.ElementType}{value.Shape}.");
        if (CollectsUpdates && !_frozen.Contains(parameter))
            _updates[parameter] = value;
    }

    /// <summary>Keeps parameters as they are: updates of them that follow are dropped, here and in branches.</summary>
    /// <param name="parameters">What stands still: weights, running statistics.</param>
    public void Freeze(params IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _frozen.UnionWith(parameters);
    }

    /// <summary>
    /// A context that begins as this one stands and whose updates remain its own; random numbers are never drawn twice by
    /// the two. What would be after another player's move is built in a branch.
    /// </summary>
    public ForwardContext Branch() => new(RandomState, new Dictionary<Parameter, Tensor>(_updates), _draws, _frozen) { IsTraining = IsTraining, Course = Course };

    /// <summary>A number between a first and a last value, as far along as the <see cref="Course"/>; the first where there is none.</summary>
    /// <param name="first">What it is at the beginning.</param>
    /// <param name="last">What it is at the end.</param>
    /// <returns>A scalar.</returns>
    public Tensor Between(double first, double last) => Course is null ? Tensor.Constant(first, Shape.Scalar) : (Course * (last - first)) + first;

    /// <summary>Uniform numbers in [0, 1). Draws under the same name within one context are different streams.</summary>
    /// <param name="name">What they are for, for example the path of a layer; part of the stream's identity.</param>
    /// <param name="shape">Shape of the result.</param>
    public Tensor RandomUniform(string name, Shape shape) => Tensor.RandomUniform(State(name), NextStream(name), shape);

    /// <summary>Normal numbers N(0, 1). Draws under the same name within one context are different streams.</summary>
    /// <param name="name">What they are for; part of the stream's identity.</param>
    /// <param name="shape">Shape of the result.</param>
    public Tensor RandomNormal(string name, Shape shape) => Tensor.RandomNormal(State(name), NextStream(name), shape);

    /// <summary>The stream number of a name: a hash that is the same on every machine (FNV-1a).</summary>
    public static uint StreamOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        uint hash = 2166136261;
        foreach (byte value in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ value) * 16777619;
        return hash;
    }

    private uint NextStream(string name)
    {
        int draw = _draws.GetValueOrDefault(name);
        _draws[name] = draw + 1;
        return StreamOf(draw == 0 ? name : $"{name}#{draw}");
    }

    private Tensor State(string name) => RandomState
        ?? throw new InvalidOperationException($"'{name}' draws random numbers, but this context has no random state.");
}
