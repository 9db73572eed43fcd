using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>
/// A rule that turns gradients into new values of parameters, as pure graph: its state lies in parameters, what changes
/// over time (the learning rate, how far averages have warmed up) in scalar parameters, so that one program serves a whole run.
/// </summary>
public abstract record Optimizer
{
    private static readonly Lazy<IReadOnlyList<Optimizer>> Found = new(() =>
        [.. typeof(Optimizer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Optimizer)))
            .Select(type => (Optimizer)Activator.CreateInstance(type)!)
            .OrderBy(optimizer => optimizer.Name, StringComparer.Ordinal)]);

    /// <summary>All optimizers with their default settings, in alphabetical order.</summary>
    public static IReadOnlyList<Optimizer> All => Found.Value;

    /// <summary>The name under which it is chosen: <c>adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Adds the updates of parameters, and of the state behind them, to a context.</summary>
    /// <param name="context">Receives the updates.</param>
    /// <param name="state">Where state is created or found.</param>
    /// <param name="parameters">What to change.</param>
    /// <param name="gradients">The loss's gradient for each.</param>
    /// <param name="learningRate">A scalar.</param>
    public abstract void Apply(
        ForwardContext context, OptimizerState state, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, Tensor learningRate);

    /// <summary>
    /// The root of a mean of squares. Unrolled games differentiate through it: the slope at 0, where a unit is dead, is infinite
    /// and would make the whole gradient no number. Squares below 10⁻³⁶ are too small to be seen beside ε.
    /// </summary>
    protected static Tensor Root(Tensor square)
    {
        ArgumentNullException.ThrowIfNull(square);
        return square.Max(1e-36).Sqrt();
    }
}
