using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A generator whose latent vector is split over its stages: the first part makes the smallest maps, each further one joins the embedding of
/// the class, which all stages share, to the style of a stage. Brock et al. 2018, arXiv:1809.11096, section 3. Parameter: <c>embedding</c>
/// [classes, embedded]; paths: <c>first</c>, <c>stages/0</c> …, <c>last</c>.
/// </summary>
/// <remarks>Parts are of one length, but for the first, which also has what is left over.</remarks>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="embedded">Values of a class's embedding, at least 1.</param>
/// <param name="latent">Values of the whole latent vector.</param>
/// <param name="first">From the first part of the latent vector to maps.</param>
/// <param name="stages">How many stages there are, and what makes each: layers, for styles of so many values.</param>
/// <param name="last">From the last maps to the item.</param>
/// <param name="initializer">Initial embeddings; N(0, 1) when left out.</param>
public sealed class HierarchicalLatents(
    int classes, int embedded, int latent, Module first, IReadOnlyList<Func<int, IEnumerable<Module>>> stages, Module last, Initializer? initializer = null) : Module
{
    private readonly int _part = latent / (Some(stages).Count + 1);
    private StyledChain[] _chains = [];
    private Parameter? _embedding;

    /// <inheritdoc/>
    public override string Description => $"{Counted.Of(stages.Count, "stage")} of a latent part and an embedding of {Counted.Of(classes, "class", "classes")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [first, .. _chains, last];

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 1 || input[0] != latent || _part < 1)
            throw Unfit(input, $"it takes latent vectors of {latent} values, at least {stages.Count + 1}");
        _embedding = AddParameter(scope, "embedding", [classes, embedded], initializer ?? Initializers.Normal(0, 1));
        _chains = [.. stages.Select(layers => new StyledChain(layers(_part + embedded)))];
        Shape maps = first.Build(scope.Child("first"), [latent - (stages.Count * _part)]).OutputShape;
        for (int stage = 0; stage < _chains.Length; stage++)
            maps = _chains[stage].Build(scope.Child("stages").Child($"{stage}"), maps).OutputShape;
        return last.Build(scope.Child("last"), maps).OutputShape;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor shared = context.Read(_embedding!).Gather(Required(labels));
        int at = latent - (stages.Count * _part);
        Tensor maps = first.Forward(context, input.Slice(1, 0, at));
        foreach (StyledChain stage in _chains)
        {
            maps = stage.Apply(context, maps, Tensor.Concat(1, input.Slice(1, at, _part), shared));
            at += _part;
        }

        return last.Forward(context, maps);
    }

    private static IReadOnlyList<Func<int, IEnumerable<Module>>> Some(IReadOnlyList<Func<int, IEnumerable<Module>>> stages) =>
        stages is { Count: > 0 } ? stages : throw new ArgumentException("There is no stage; give one at least.", nameof(stages));
}
