using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// Stops the side that is winning: the discriminator while it is nearly sure, the generator while it fools the discriminator
/// anyway. Larsen et al. 2015, arXiv:1512.09300, the authors' program.
/// </summary>
/// <remarks>
/// The last player but one moves first in each step and measures the discriminator's costs, so that they are known anew
/// whoever has waited; it may be one that measures and nothing else. Then the discriminator moves unless one of its costs is
/// below m - d, and the last player unless one is above m + d. Where neither may, both do. Only the first move of a step
/// measures the costs: the decision cannot change within a step, nor by an interruption.
/// </remarks>
/// <param name="Middle">m, the cost of a discriminator that cannot tell: about ln 2.</param>
/// <param name="Margin">d.</param>
public sealed record Equilibrium(double Middle = 0.68, double Margin = 0.35) : MovePolicy
{
    private const string CostReal = "cost-real";
    private const string CostGenerated = "cost-generated";

    /// <summary>How the discriminator moves where it may: its number of moves, its interval.</summary>
    public Alternating Order { get; init; } = new();

    /// <summary>Measures what the policy goes by, in the move that comes first.</summary>
    /// <param name="turn">The move.</param>
    /// <param name="real">The discriminator's logits for real items.</param>
    /// <param name="generated">Its logits for generated items.</param>
    /// <returns>The sum of both costs, a scalar.</returns>
    public static Tensor Measure(Turn turn, Tensor real, Tensor generated)
    {
        ArgumentNullException.ThrowIfNull(turn);
        Tensor costReal = CrossEntropy.Binary(real, 1), costGenerated = CrossEntropy.Binary(generated, 0);
        turn.Measure(CostReal, costReal);
        turn.Measure(CostGenerated, costGenerated);
        return costReal + costGenerated;
    }

    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        if (standing.Move == 0)
            return standing.Players[^2];
        double real = standing.Latest.GetValueOrDefault(CostReal, Middle);
        double generated = standing.Latest.GetValueOrDefault(CostGenerated, Middle);
        bool discriminator = Math.Min(real, generated) >= Middle - Margin;
        bool generator = Math.Max(real, generated) <= Middle + Margin;
        if (!discriminator && !generator)
            (discriminator, generator) = (true, true);
        int moves = Order.DiscriminatorMovesAt(standing.Step);
        int move = standing.Move - 1 + (discriminator ? 0 : moves);
        return move < moves ? Order.Next(standing with { Move = move })
            : generator && move == moves ? standing.Players[^1]
            : null;
    }
}
