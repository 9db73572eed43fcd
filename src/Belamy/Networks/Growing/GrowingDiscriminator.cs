using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The mirror of a <see cref="GrowingGenerator"/>: a layer of each size takes pictures, a block halves the maps of the size above, and a new
/// size is faded in. Karras et al. 2017, arXiv:1710.10196, figure 2.
/// </summary>
/// <remarks>
/// <para>hₙ = Sₙ(x) for pictures of size n, then hₙ₋₁ = (1 - aₙ) Sₙ₋₁(halve(x)) + aₙ Bₙ(hₙ) down to the smallest, whose maps the end judges;
/// halving takes the mean of four pixels.</para>
/// <para>As a module it is wholly grown. Parameters: <c>end/…</c>, <c>blocks/N/…</c> and <c>pictures/N/…</c>.</para>
/// </remarks>
/// <param name="end">From the maps of the smallest size to scores.</param>
/// <param name="blocks">Each halves the sides of the maps of the size above it, the lowest first.</param>
/// <param name="pictures">What makes maps of pictures of a size, the smallest first: one more than blocks.</param>
public sealed class GrowingDiscriminator(Module end, IReadOnlyList<Module> blocks, IReadOnlyList<Module> pictures) : Module
{
    private readonly AveragePool[] _halvings = [.. blocks.Select(_ => new AveragePool())];
    private readonly NearestUpsampling[] _doublings = [.. blocks.Select(_ => new NearestUpsampling())];

    /// <inheritdoc/>
    public override string Description => $"discriminator that grows {Counted.Of(blocks.Count, "time")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [.. pictures, .. blocks, end];

    /// <summary>The parts that judge pictures of a size while it is faded in.</summary>
    /// <param name="doublings">How often it has grown, at least 0.</param>
    public IReadOnlyList<Module> PartsOf(int doublings) => [.. pictures.Take(doublings + 1).TakeLast(2), .. blocks.Take(doublings), end];

    /// <summary>Judges pictures of a size on the way.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="picture">[batch, channels, height, width] of the size that as many blocks lead down from.</param>
    /// <param name="fades">aₙ of each block that takes part, the lowest first; see <see cref="GrowingGenerator.Forward(ForwardContext, Tensor, IReadOnlyList{Tensor?})"/>.</param>
    /// <returns>[batch, scores].</returns>
    public Tensor Forward(ForwardContext context, Tensor picture, IReadOnlyList<Tensor?> fades) => end.Forward(context, Maps(context, picture, fades));

    /// <summary>What the end judges: the maps of the smallest size, those of each picture from that picture alone.</summary>
    /// <inheritdoc cref="Forward(ForwardContext, Tensor, IReadOnlyList{Tensor?})"/>
    /// <returns>[batch, maps, height, width].</returns>
    public Tensor Maps(ForwardContext context, Tensor picture, IReadOnlyList<Tensor?> fades)
    {
        ArgumentNullException.ThrowIfNull(fades);
        Tensor maps = pictures[fades.Count].Forward(context, picture);
        for (int at = fades.Count - 1; at >= 0; at--)
        {
            picture = _halvings[at].Forward(context, picture);
            maps = Fade.Between(fades[at], () => pictures[at].Forward(context, picture), blocks[at].Forward(context, maps));
        }

        return maps;
    }

    /// <summary>What it is shown of pictures of the full size: as fine as those that a generator makes at the time.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="whole">[batch, channels, height, width] of the largest size.</param>
    /// <param name="fades">aₙ of each block that takes part.</param>
    public Tensor Show(ForwardContext context, Tensor whole, IReadOnlyList<Tensor?> fades)
    {
        ArgumentNullException.ThrowIfNull(fades);
        var halved = new Tensor[blocks.Count + 1];
        halved[^1] = whole;
        for (int at = blocks.Count - 1; at >= 0; at--)
            halved[at] = _halvings[at].Forward(context, halved[at + 1]);
        Tensor shown = halved[0];
        for (int at = 0; at < fades.Count; at++)
            shown = Fade.Between(fades[at], () => _doublings[at].Forward(context, shown), halved[at + 1]);
        return shown;
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (pictures.Count != blocks.Count + 1)
            throw new ArgumentException($"A discriminator of {Counted.Of(blocks.Count, "block")} takes pictures of {blocks.Count + 1} sizes, not {pictures.Count}.");
        Shape maps = pictures[^1].Build(scope.Child($"pictures/{blocks.Count}"), input).OutputShape;
        for (int at = blocks.Count - 1; at >= 0; at--)
        {
            input = _halvings[at].Build(scope.Child($"halved/{at}"), input).OutputShape;
            _doublings[at].Build(scope.Child($"doubled/{at}"), input);
            maps = blocks[at].Build(scope.Child($"blocks/{at}"), maps).OutputShape;
            Shape seen = pictures[at].Build(scope.Child($"pictures/{at}"), input).OutputShape;
            if (maps != seen)
                throw Unfit(input, $"block {at} leads to maps of {maps}, and those of smaller pictures are {seen}");
        }

        return end.Build(scope.Child("end"), maps).OutputShape;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Forward(context, input, Fade.Done(blocks.Count));
}
