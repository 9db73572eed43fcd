using Belamy.Objectives;
using Belamy.Penalties;

namespace Belamy.Lessons;

/// <summary>Probabilities that losses stand for, where they are mean logarithms of such: the geometric mean over items.</summary>
public static class Odds
{
    /// <summary>The probability that the discriminator gives to what is right, real or generated.</summary>
    /// <param name="recipe">The game.</param>
    /// <param name="loss">The discriminator's loss.</param>
    /// <returns>exp(-loss / 2); null where the loss is made of something else beside.</returns>
    public static double? OfTheRight(Adversarial recipe, double loss)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        double? weight = recipe.Objective switch { Minimax => 1, NonSaturating game => game.DiscriminatorWeight, _ => null };
        return recipe.Penalty is NoPenalty && weight is { } factor ? Math.Exp(-loss / (2 * factor)) : null;
    }

    /// <summary>The probability of being real that the discriminator gives to generated items, as the generator's loss tells it.</summary>
    /// <param name="recipe">The game.</param>
    /// <param name="loss">The generator's loss.</param>
    /// <returns>exp(-loss) where that is E[-ln D(G(z))], 1 - exp(loss) where it is E[ln(1 - D(G(z)))]; null elsewhere.</returns>
    public static double? OfGenerated(Adversarial recipe, double loss)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Objective switch
        {
            NonSaturating or SmoothedCrossEntropy or NoisyLabels => Math.Exp(-loss),
            Minimax => 1 - Math.Exp(loss),
            _ => null,
        };
    }
}
