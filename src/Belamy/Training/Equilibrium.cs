namespace Belamy.Training;

/// <summary>
/// Stops the side that is winning: the discriminator while it is nearly sure, the decoder while it fools the discriminator
/// anyway. Larsen et al. 2015, arXiv:1512.09300, the authors' program.
/// </summary>
/// <remarks>
/// The second player moves first in each step and measures the discriminator's costs <c>cost-real</c> and
/// <c>cost-generated</c>; then the first player (the discriminator) moves unless one of them is below m - d, and the third
/// unless one is above m + d. Where neither may, both do.
/// </remarks>
/// <param name="Middle">m, the cost of a discriminator that cannot tell: about ln 2.</param>
/// <param name="Margin">d.</param>
public sealed record Equilibrium(double Middle = 0.68, double Margin = 0.35) : MovePolicy
{
    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        if (standing.Move == 0)
            return standing.Players[1];
        double real = standing.Latest.GetValueOrDefault("cost-real", Middle);
        double generated = standing.Latest.GetValueOrDefault("cost-generated", Middle);
        bool first = Math.Min(real, generated) >= Middle - Margin;
        bool third = Math.Max(real, generated) <= Middle + Margin;
        if (!first && !third)
            (first, third) = (true, true);
        return standing.Move switch
        {
            1 => standing.Players[first ? 0 : 2],
            2 when first && third => standing.Players[2],
            _ => null,
        };
    }
}
