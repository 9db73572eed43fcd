using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// A generator of a mapping network, a style for each layer and a synthesis network, in a game: Karras et al. 2018, arXiv:1812.04948, figure 1.
/// </summary>
internal sealed class StyleBasedGenerator
{
    private readonly LatentPrior _prior;
    private readonly MappingNetwork _mapping;
    private readonly LayerStyles _layers;

    /// <summary>Builds the networks that a recipe asks for.</summary>
    /// <param name="setup">Where they are built, by the name <c>generator</c>.</param>
    /// <param name="pair">One of <see cref="StylePair"/>.</param>
    /// <exception cref="BelamyException">The pair's generator has no styles.</exception>
    public StyleBasedGenerator(GameSetup setup, NetworkPair pair)
    {
        Network = setup.Build("generator", pair.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        _prior = setup.Prior;
        (_mapping, _layers, Synthesis) = Network.Children is [MappingNetwork mapping, LayerStyles layers, SynthesisNetwork synthesis]
            ? (mapping, layers, synthesis)
            : throw new BelamyException($"networks={pair.Name}: have no styles; choose those of StylePair");
    }

    /// <summary>All three.</summary>
    public Module Network { get; }

    /// <summary>From a style for each layer, [batch, layers, styles], to pictures.</summary>
    public SynthesisNetwork Synthesis { get; }

    /// <summary>The styles of latent vectors, the same for all layers.</summary>
    /// <param name="truncation">ψ of all samples, which that of a sample is multiplied with.</param>
    public StyleSpace Space(double truncation) => new(
        _mapping.OutputShape[0],
        (context, latent) => _mapping.Forward(context, latent),
        (context, styles, share) => _mapping.Truncate(context, styles, share * truncation),
        (context, styles) => Synthesis.Forward(context, _layers.Forward(context, styles)));

    /// <summary>Styles of latent vectors that are drawn in a move, [batch, layers, styles].</summary>
    /// <param name="turn">The move.</param>
    /// <param name="apply">How networks are applied in it.</param>
    /// <param name="mixing">The share of pictures with two styles, one for the layers in front, another for those behind (section 3.1).</param>
    public Tensor Draw(Turn turn, Func<Module, Tensor, Tensor?, Tensor> apply, double mixing)
    {
        Tensor front = One();
        if (mixing == 0)
            return front;
        Tensor behind = One();
        // One of the layers but the first, each as likely; beyond the last where a picture has one style.
        Tensor share = turn.Context.RandomUniform("mixing", [turn.Batch]), place = turn.Context.RandomUniform("crossover", [turn.Batch]);
        Tensor from = (place * (Synthesis.Layers - 1)).Cast(ElementType.Int32).Cast(ElementType.Float32) + 1;
        return LayerStyles.Mix(front, behind, Tensor.Select(share < mixing, from, Tensor.Constant(Synthesis.Layers, from.Shape)));

        Tensor One() => apply(_layers, apply(_mapping, _prior.Draw(turn.Context, turn.Batch), null), null);
    }
}
