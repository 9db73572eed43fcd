namespace Belamy.Bench.Workloads;

/// <summary>A layer with weights: how many multiply-adds one item costs, and how many weights there are.</summary>
/// <param name="MultiplyAdds">For one item, in each of: forward, gradient of the weights, gradient of the input.</param>
/// <param name="Weights">Number of weights, without bias.</param>
internal readonly record struct LayerWork(double MultiplyAdds, double Weights)
{
    public static LayerWork Dense(double inputs, double outputs) => new(inputs * outputs, inputs * outputs);

    /// <param name="outputPixels">Length of each side of the output: each output pixel takes every tap of every channel of its group.</param>
    /// <param name="axes">Spatial axes.</param>
    /// <param name="groups">Groups of channels.</param>
    public static LayerWork Convolution(double channels, double maps, double kernel, double outputPixels, int axes = 2, int groups = 1)
    {
        double weights = channels / groups * maps * Math.Pow(kernel, axes);
        return new(Math.Pow(outputPixels, axes) * weights, weights);
    }

    /// <param name="inputPixels">
    /// Length of each side of the input: each input pixel gives to every tap of every map. The zeros between pixels, which
    /// a convolution over a stretched input would multiply, are not counted.
    /// </param>
    /// <param name="axes">Spatial axes.</param>
    public static LayerWork TransposedConvolution(double channels, double maps, double kernel, double inputPixels, int axes = 2) =>
        Convolution(channels, maps, kernel, inputPixels, axes);
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

    /// <summary>Operations of all gradients of a move whose player owns the network: of weights and of what flows between layers.</summary>
    public double OwnGradients => WeightGradients + InnerGradients;

    /// <summary>Operations of <see cref="InputGradients"/> where a share of the input's channels needs none.</summary>
    /// <param name="share">The share that needs its gradient.</param>
    public double InputGradientsOf(double share) => InputGradients - (2 * (1 - share) * layers[0].MultiplyAdds);
}
