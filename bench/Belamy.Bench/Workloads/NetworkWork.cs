namespace Belamy.Bench.Workloads;

/// <summary>A layer with weights: how many multiply-adds one item costs, and how many weights there are.</summary>
/// <param name="MultiplyAdds">For one item, in each of: forward, gradient of the weights, gradient of the input.</param>
/// <param name="Weights">Number of weights, without bias.</param>
internal readonly record struct LayerWork(double MultiplyAdds, double Weights)
{
    public static LayerWork Dense(double inputs, double outputs) => new(inputs * outputs, inputs * outputs);

    /// <param name="outputPixels">Width and height of the output: each output pixel takes every tap of every channel.</param>
    public static LayerWork Convolution(double channels, double maps, double kernel, double outputPixels) =>
        new(outputPixels * outputPixels * channels * maps * kernel * kernel, channels * maps * kernel * kernel);

    /// <param name="inputPixels">
    /// Width and height of the input: each input pixel gives to every tap of every map. The zeros between pixels, which
    /// a convolution over a stretched input would multiply, are not counted.
    /// </param>
    public static LayerWork TransposedConvolution(double channels, double maps, double kernel, double inputPixels) =>
        Convolution(channels, maps, kernel, inputPixels);
}

/// <summary>The layers of a network, and what passes through it cost.</summary>
internal sealed class NetworkWork(params LayerWork[] layers)
{
    /// <summary>Number of weights.</summary>
    public double Weights => layers.Sum(layer => layer.Weights);

    /// <summary>Operations of a forward pass over one item.</summary>
    public double Forward => 2 * layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Operations of the gradients of all weights.</summary>
    public double WeightGradients => Forward;

    /// <summary>Operations of the gradients of what flows between layers, not of the network's own input.</summary>
    public double InnerGradients => Forward - (2 * layers[0].MultiplyAdds);

    /// <summary>Operations of the gradients of what flows between layers and of the network's input.</summary>
    public double InputGradients => Forward;
}

/// <summary>The work of adversarial training.</summary>
internal static class GameWork
{
    private const double Float = sizeof(float);

    // Adam reads and writes the weight and both of its moments.
    private const double AdamBytes = 6 * Float;

    /// <summary>One move of the discriminator and one of the generator, fresh latent vectors for each, Adam for both.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="batch">Items of data, and generated items, in a move.</param>
    /// <param name="itemSize">Values of an item.</param>
    public static Work Step(NetworkWork generator, NetworkWork discriminator, double batch, double itemSize)
    {
        // The generator stands still, so nothing flows back through it; the discriminator sees real and generated items.
        var discriminatorMove = new Work(
            batch * (generator.Forward + (2 * (discriminator.Forward + discriminator.WeightGradients + discriminator.InnerGradients))),
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
            batch * (generator.Forward + (2 * (critic.Forward + critic.WeightGradients + critic.InnerGradients)) + penalty),
            (Float * generator.Weights) + (AdamBytes * critic.Weights) + (Float * batch * itemSize));
        return Enumerable.Repeat(criticMove, moves).Aggregate(GeneratorMove(generator, critic, batch), (sum, move) => sum + move);
    }

    /// <summary>Making a batch of items.</summary>
    public static Work Sample(NetworkWork generator, double batch, double itemSize) =>
        new(batch * generator.Forward, Float * (generator.Weights + (batch * itemSize)));

    // The discriminator stands still: gradients flow through it, its weights need none.
    private static Work GeneratorMove(NetworkWork generator, NetworkWork discriminator, double batch) => new(
        batch * (generator.Forward + discriminator.Forward + discriminator.InputGradients + generator.WeightGradients + generator.InnerGradients),
        (Float * discriminator.Weights) + (AdamBytes * generator.Weights));
}
