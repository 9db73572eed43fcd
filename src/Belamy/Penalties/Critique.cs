using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>What a penalty may look at in one move of the discriminator.</summary>
/// <param name="Context">Gives random numbers.</param>
/// <param name="Score">Applies the discriminator to a batch of items, [batch, ...item] to logits [batch, 1], leaving no trace in its statistics.</param>
/// <param name="Real">Real items as the discriminator sees them.</param>
/// <param name="Generated">Generated items as the discriminator sees them; no gradient reaches the generator.</param>
/// <param name="RealLogits">Logits of <paramref name="Real"/>.</param>
/// <param name="GeneratedLogits">Logits of <paramref name="Generated"/>.</param>
/// <param name="Parameters">The discriminator's parameters.</param>
public sealed record Critique(
    ForwardContext Context,
    Func<Tensor, Tensor> Score,
    Tensor Real,
    Tensor Generated,
    Tensor RealLogits,
    Tensor GeneratedLogits,
    IReadOnlyList<Parameter> Parameters);
