using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A generator that begins with small pictures and grows: a block doubles the maps of the size before, a layer of each size makes the
/// picture, and a new size is faded in. Karras et al. 2017, arXiv:1710.10196, figure 2.
/// </summary>
/// <remarks>
/// <para>x₀ = P₀(h₀) and xₙ = (1 - aₙ) double(xₙ₋₁) + aₙ Pₙ(hₙ), with h₀ the maps of the start, hₙ those of block n, and aₙ from 0 to 1 as
/// the size is faded in; doubling repeats pixels.</para>
/// <para>As a module it is wholly grown. Parameters: <c>start/…</c>, <c>blocks/N/…</c> and <c>pictures/N/…</c>.</para>
/// </remarks>
/// <param name="start">From latent vectors to the maps of the smallest size.</param>
/// <param name="blocks">Each doubles the sides of the maps before it; none for a generator that does not grow.</param>
/// <param name="pictures">What makes a picture of the maps of a size: one more than blocks.</param>
public sealed class GrowingGenerator(Module start, IReadOnlyList<Module> blocks, IReadOnlyList<Module> pictures) : Module
{
    private readonly NearestUpsampling[] _doublings = [.. blocks.Select(_ => new NearestUpsampling())];

    /// <inheritdoc/>
    public override string Description => $"generator that grows {Counted.Of(blocks.Count, "time")}";

    /// <summary>How often it grows.</summary>
    public int Doublings => blocks.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [start, .. blocks, .. pictures];

    /// <summary>The parts that pictures of a size come from while it is faded in.</summary>
    /// <param name="doublings">How often it has grown, from 0 to <see cref="Doublings"/>.</param>
    public IReadOnlyList<Module> PartsOf(int doublings) => [start, .. blocks.Take(doublings), .. pictures.Take(doublings + 1).TakeLast(2)];

    /// <summary>Makes pictures of a size on the way.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="latent">[batch, latent].</param>
    /// <param name="fades">aₙ of each block that takes part, a scalar, or null where it is 1 for good: nothing smaller is computed then.</param>
    /// <returns>[batch, channels, height, width] of the size that as many blocks lead to.</returns>
    public Tensor Forward(ForwardContext context, Tensor latent, IReadOnlyList<Tensor?> fades)
    {
        ArgumentNullException.ThrowIfNull(fades);
        Tensor maps = start.Forward(context, latent), picture = pictures[0].Forward(context, maps);
        for (int at = 0; at < fades.Count; at++)
        {
            maps = blocks[at].Forward(context, maps);
            picture = Fade.Between(fades[at], () => _doublings[at].Forward(context, picture), pictures[at + 1].Forward(context, maps));
        }

        return picture;
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (pictures.Count != blocks.Count + 1)
            throw new ArgumentException($"A generator of {Counted.Of(blocks.Count, "block")} makes pictures of {blocks.Count + 1} sizes, not {pictures.Count}.");
        Shape maps = start.Build(scope.Child("start"), input).OutputShape, picture = pictures[0].Build(scope.Child("pictures/0"), maps).OutputShape;
        for (int at = 0; at < blocks.Count; at++)
        {
            maps = blocks[at].Build(scope.Child($"blocks/{at}"), maps).OutputShape;
            Shape doubled = _doublings[at].Build(scope.Child($"doubled/{at}"), picture).OutputShape;
            picture = pictures[at + 1].Build(scope.Child($"pictures/{at + 1}"), maps).OutputShape;
            if (picture != doubled)
                throw Unfit(input, $"block {at} leads to pictures of {picture}, and those before it doubled are {doubled}");
        }

        return picture;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Forward(context, input, Fade.Done(blocks.Count));
}
