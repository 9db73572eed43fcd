using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>What a penalty may look at in one move of a discriminator: a critic, and what it judges.</summary>
/// <param name="Context">Gives random numbers.</param>
/// <param name="Score">Applies the discriminator to a batch of items, [batch, ...item] to [batch, 1], the higher the more real: its logits, or its energies negated. Leaves no trace in its statistics.</param>
/// <param name="Real">Real items as the discriminator sees them.</param>
/// <param name="Generated">Generated items as the discriminator sees them; no gradient reaches the generator.</param>
/// <param name="RealLogits">Scores of <paramref name="Real"/>.</param>
/// <param name="GeneratedLogits">Scores of <paramref name="Generated"/>.</param>
public sealed record Critique(
    ForwardContext Context,
    Func<Tensor, Tensor> Score,
    Tensor Real,
    Tensor Generated,
    Tensor RealLogits,
    Tensor GeneratedLogits);
