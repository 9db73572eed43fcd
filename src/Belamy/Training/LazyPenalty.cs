using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>
/// A penalty that is paid at every n-th move of the discriminator alone, n times as high: kinds of move for
/// <see cref="Alternating.Interval"/>. Karras et al. 2020, arXiv:1912.04958, appendix B.
/// </summary>
internal static class LazyPenalty
{
    /// <summary>The kinds of move of a discriminator: the one that pays, and where that is not every one, the one that does not.</summary>
    /// <param name="penalty">What is paid.</param>
    /// <param name="player">The discriminator whose moves stand for so many payments, 0 for none.</param>
    public static IEnumerable<Player> Players(Penalty penalty, Func<int, Player> player) =>
        penalty.Interval > 1 ? [player(penalty.Interval), player(0)] : [player(1)];

    /// <summary>A loss and what is paid beside it.</summary>
    /// <param name="loss">The loss alone, a scalar.</param>
    /// <param name="turn">The move, which measures <c>penalty</c>.</param>
    /// <param name="payments">The number of payments that the move stands for, at least 1.</param>
    /// <param name="penalty">One payment, a scalar; null where the penalty costs nothing.</param>
    public static Tensor Pay(Tensor loss, Turn turn, int payments, Tensor? penalty)
    {
        if (penalty is null)
            return loss;
        turn.Measure("penalty", penalty);
        return loss + (payments == 1 ? penalty : penalty * payments);
    }
}
