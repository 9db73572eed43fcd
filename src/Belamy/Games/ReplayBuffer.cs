using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// Generated items of earlier moves, so that a discriminator does not forget what it knew. Shrivastava et al. 2016,
/// arXiv:1612.07828, section 2.3.
/// </summary>
/// <remarks>
/// Half of a batch, chosen at random, is taken from the buffer; about as many of the buffer's places are given to items made
/// now. The first batch fills the buffer. All of it is state of the game, so a checkpoint holds it.
/// </remarks>
public sealed class ReplayBuffer
{
    private readonly Shape _item;
    private readonly int _count;
    private readonly Parameter _kept;
    private readonly Parameter _filled;

    /// <summary>Makes room.</summary>
    /// <param name="setup">The game's.</param>
    /// <param name="count">Items that are kept, at least 1.</param>
    /// <param name="item">The shape of one item; that of the data's items when left out.</param>
    /// <param name="name">What its items are, where a game has several buffers.</param>
    public ReplayBuffer(GameSetup setup, int count, Shape? item = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_item, _count) = (item ?? setup.Item, count);
        string path = name.Length > 0 ? $"replay-{name}" : "replay";
        _kept = setup.State(path, [count, .. _item]);
        _filled = setup.State($"{path}-filled", Shape.Scalar);
    }

    /// <summary>Exchanges half of a batch for earlier items, and keeps some of it.</summary>
    /// <param name="turn">The move.</param>
    /// <param name="made">Items made now, [batch, ...item].</param>
    /// <returns>[batch, ...item].</returns>
    public Tensor Mix(Turn turn, Tensor made)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(made);
        int batch = made.Shape[0];
        Tensor isFilled = turn.Context.Read(_filled) > 0;
        Tensor kept = turn.Context.Read(_kept);
        Tensor enters = OnePerItem(turn, "replay-enters", _count) < (0.5 * batch / _count);
        Tensor arrivals = made.Gather(Below(turn, "replay-arrivals", _count, batch));
        turn.Context.Update(_kept, Tensor.Select(isFilled, Tensor.Select(enters, arrivals, kept), arrivals));
        turn.Context.Update(_filled, Tensor.Constant(1));
        Tensor earlier = kept.Gather(Below(turn, "replay-earlier", batch, _count));
        return Tensor.Select(isFilled, Tensor.Select(OnePerItem(turn, "replay", batch) < 0.5, earlier, made), made);
    }

    private Tensor OnePerItem(Turn turn, string name, int count) =>
        turn.Context.RandomUniform(name, [count, .. Enumerable.Repeat(1, _item.Rank)]);

    private static Tensor Below(Turn turn, string name, int count, int limit) =>
        (turn.Context.RandomUniform(name, [count]) * limit).Cast(ElementType.Int32);
}
