using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Makes items from latent vectors.</summary>
/// <param name="context">The context of the pass; its random numbers serve generators that draw more than their latent vectors.</param>
/// <param name="latent">[batch, latent].</param>
/// <param name="labels">Int32 [batch], or null where the system takes no classes.</param>
/// <returns>[batch, ...item].</returns>
public delegate Tensor GeneratorFunction(ForwardContext context, Tensor latent, Tensor? labels);

/// <summary>What a recipe's game consists of, once its networks are built.</summary>
/// <param name="Players">The players; for adversarial networks the discriminator first.</param>
/// <param name="Policy">Picks who moves next.</param>
/// <param name="Generator">Makes samples, or null for a system that makes none.</param>
public sealed record GameParts(IReadOnlyList<Player> Players, MovePolicy Policy, GeneratorFunction? Generator)
{
    /// <summary>Averages to make samples with, or null.</summary>
    public MovingAverage? Average { get; init; }

    /// <summary>A value of networks with averages in place of weights, where they are kept.</summary>
    /// <param name="value">The value.</param>
    public Tensor Averaged(Tensor value) => Average?.Substitute(value)[0] ?? value;

    /// <summary>The styles that the generator makes items of, which truncation draws to their mean; null where it has none, and truncation cuts latent values off.</summary>
    public StyleSpace? Styles { get; init; }

    /// <summary>Whether samples are of a class that can be chosen.</summary>
    public bool TakesClasses { get; init; }

    /// <summary>How many classes there are to choose from; those of the data when left out.</summary>
    public int? Classes { get; init; }

    /// <summary>
    /// Scores items, the higher the more real: the discriminator, for pictures of its field and for diagnosis; null where
    /// there is none. Takes [batch, ...item], returns [batch, 1].
    /// </summary>
    public Func<ForwardContext, Tensor, Tensor>? Critic { get; init; }

    /// <summary>
    /// Tells the classes of items, for systems that learn to; null where there is none. Takes [batch, ...item], returns
    /// logits [batch, classes].
    /// </summary>
    public Func<ForwardContext, Tensor, Tensor>? Classifier { get; init; }

    /// <summary>Whether the scores of <see cref="Critic"/> are logits of how probably an item is real.</summary>
    public bool ScoresAreLogits { get; init; }

    /// <summary>What the trained networks do beside making samples, the most important first: translate a picture, restore one.</summary>
    public IReadOnlyList<Function> Functions { get; init; } = [];

    /// <summary>How samples follow one another; null where each is made by itself.</summary>
    public Succession? Succession { get; init; }

    /// <summary>What the system has learned to see in items; null where no network of it looks at an item by itself.</summary>
    public ItemFeatures? Features { get; init; }
}
