using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// What a discriminator pays beside its loss. A lazy penalty is paid at every n-th move alone, n times as high: kinds of move
/// for <see cref="Alternating.Interval"/>. Karras et al. 2020, arXiv:1912.04958, appendix B.
/// </summary>
internal static class LazyPenalty
{
    /// <summary>The kinds of move of a player: the one that pays, and where that is not every one, the one that does not.</summary>
    /// <param name="interval">n, at least 1.</param>
    /// <param name="player">The player whose moves stand for so many payments, 0 for none.</param>
    public static IReadOnlyList<Player> Players(int interval, Func<int, Player> player) =>
        interval > 1 ? [player(interval), player(0)] : [player(1)];

    /// <summary>A loss and what is paid beside it, for all that was judged.</summary>
    /// <param name="loss">The loss alone, a scalar.</param>
    /// <param name="turn">The move, which says what it judged and measures <c>penalty</c>.</param>
    /// <param name="payments">How often the penalty is paid: for how many moves this one stands; 0 leaves it out.</param>
    /// <param name="penalty">What is paid.</param>
    /// <exception cref="InvalidOperationException">The move judged nothing.</exception>
    public static Tensor Pay(Tensor loss, Turn turn, int payments, Penalty penalty)
    {
        if (turn.Critiques.Count == 0)
            throw new InvalidOperationException("The loss of a critic does not say what it judges; call Turn.Judge.");
        if (payments == 0)
            return loss;
        Tensor? sum = null;
        foreach (Critique critique in turn.Critiques)
        {
            if (penalty.Value(critique) is { } price)
                sum = sum is null ? price : sum + price;
        }

        if (sum is null)
            return loss;
        turn.Measure("penalty", sum);
        return loss + (payments == 1 ? sum : sum * payments);
    }
}
