namespace Belamy.Bench.Workloads;

/// <summary>The work of adversarial training.</summary>
internal static class GameWork
{
    private const double Float = sizeof(float);

    // Adam reads and writes the weight and both of its moments.
    private const double AdamBytes = 6 * Float;

    /// <summary>One move of one player.</summary>
    /// <param name="operations">For one item of the batch.</param>
    /// <param name="batch">Items of a batch.</param>
    /// <param name="moved">Weights that the move changes.</param>
    /// <param name="read">Weights that it only reads.</param>
    /// <param name="itemSize">Values of what it sees of the data, for one item.</param>
    public static Work Move(double operations, double batch, double moved, double read, double itemSize) =>
        new(batch * operations, (AdamBytes * moved) + (Float * (read + (batch * itemSize))));

    /// <summary>One move of the discriminator and one of the generator, fresh latent vectors for each, Adam for both.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="batch">Items of data, and generated items, in a move.</param>
    /// <param name="itemSize">Values of an item.</param>
    public static Work Step(NetworkWork generator, NetworkWork discriminator, double batch, double itemSize)
    {
        // The generator stands still, so nothing flows back through it; the discriminator sees real and generated items.
        var discriminatorMove = new Work(
            batch * (generator.Forward + (2 * (discriminator.Forward + discriminator.OwnGradients))),
            (Float * generator.Weights) + (AdamBytes * discriminator.Weights) + (Float * batch * itemSize));
        return discriminatorMove + GeneratorMove(generator, discriminator, batch);
    }

    /// <summary>Moves of a critic with a gradient penalty, then one of the generator, fresh latent vectors for each, Adam for both.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="critic">The critic.</param>
    /// <param name="moves">Moves of the critic.</param>
    /// <param name="batch">Items of data, and generated items, in a move.</param>
    /// <param name="itemSize">Values of an item.</param>
    public static Work PenaltyStep(NetworkWork generator, NetworkWork critic, int moves, double batch, double itemSize)
    {
        // Beside real and generated items the critic sees those between them: forward, the slope by the items, and, for the
        // slope's own gradient by the weights, once more up through the layers and the product of both ways at each of them.
        // Behind a leaky ReLU the second derivative is 0, so nothing more is needed.
        double penalty = critic.Forward + critic.InputGradients + critic.Forward + critic.WeightGradients;
        var criticMove = new Work(
            batch * (generator.Forward + (2 * (critic.Forward + critic.OwnGradients)) + penalty),
            (Float * generator.Weights) + (AdamBytes * critic.Weights) + (Float * batch * itemSize));
        return Enumerable.Repeat(criticMove, moves).Aggregate(GeneratorMove(generator, critic, batch), (sum, move) => sum + move);
    }

    /// <summary>One move of the discriminator, flat at real and at generated items (R1 and R2), and one of the generator, each by both kinds of items.</summary>
    /// <inheritdoc cref="Step"/>
    public static Work FlatStep(NetworkWork generator, NetworkWork discriminator, double batch, double itemSize)
    {
        // The slopes are of the items that the loss goes by, whose forward passes are there already.
        double penalty = discriminator.InputGradients + discriminator.Forward + discriminator.WeightGradients;
        return Move(
                generator.Forward + (2 * (discriminator.Forward + discriminator.OwnGradients + penalty)), batch, discriminator.Weights, generator.Weights, itemSize)
            + Move(
                generator.Forward + generator.OwnGradients + (2 * discriminator.Forward) + discriminator.InputGradients, batch, generator.Weights, discriminator.Weights, itemSize);
    }

    /// <summary>Making a batch of items.</summary>
    public static Work Sample(NetworkWork generator, double batch, double itemSize) =>
        new(batch * generator.Forward, Float * (generator.Weights + (batch * itemSize)));

    // The discriminator stands still: gradients flow through it, its weights need none.
    private static Work GeneratorMove(NetworkWork generator, NetworkWork discriminator, double batch) => new(
        batch * (generator.Forward + discriminator.Forward + discriminator.InputGradients + generator.OwnGradients),
        (Float * discriminator.Weights) + (AdamBytes * generator.Weights));
}
