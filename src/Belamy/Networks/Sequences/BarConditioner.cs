using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Applies a network of a game to a batch: as one that moves, as one that stands still, or in use.</summary>
/// <param name="network">The network.</param>
/// <param name="input">[batch, ...its input].</param>
/// <param name="labels">Int32 [batch], for networks that take classes.</param>
public delegate Tensor NetworkUse(Module network, Tensor input, Tensor? labels = null);

/// <summary>
/// What a generator of bars hears of the bar before: maps of it at each length that the generator grows through, by the generator's
/// layers the other way round. The conditioner of Yang, Chou and Yang 2017, arXiv:1703.10847, section 3.3.
/// </summary>
/// <remarks>h₀ = f(W₀ x), one kernel over all pitches of a step, then hᵢ = f(Wᵢ hᵢ₋₁) by kernels of 2 steps, halving; f is batch norm and leaky ReLU 0.2.</remarks>
public sealed class BarConditioner
{
    /// <summary>Maps at each length.</summary>
    public const int Maps = 16;

    private readonly Module[] _networks;

    /// <summary>Builds the networks, <c>previous-16</c>, <c>previous-8</c> and so on.</summary>
    /// <param name="build">Builds a network under its name for the shape of one input item.</param>
    /// <param name="lengths">Steps of a bar and halves of it, falling: <see cref="LengthsOf"/>.</param>
    /// <param name="pitches">Pitches of a step.</param>
    public BarConditioner(Func<string, Module, Shape, Module> build, IReadOnlyList<int> lengths, int pitches)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(lengths);
        _networks = [.. lengths.Select((length, at) => build(
            $"previous-{length}",
            new Sequential(new Convolution(Maps, at == 0 ? 1 : 2, at == 0 ? 1 : 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.2)),
            at == 0 ? [pitches, length] : [Maps, lengths[at - 1]]))];
    }

    /// <summary>The networks, from the whole bar to the shortest part.</summary>
    public IReadOnlyList<Module> Networks => _networks;

    /// <summary>The steps of a bar, half as many, and so on down to 2 or an odd number: 16, 8, 4, 2.</summary>
    /// <param name="steps">Steps of a bar.</param>
    /// <exception cref="BelamyException">They cannot be halved once.</exception>
    public static IReadOnlyList<int> LengthsOf(int steps)
    {
        List<int> lengths = [steps];
        while (lengths[^1] % 2 == 0 && lengths[^1] >= 4)
            lengths.Add(lengths[^1] / 2);
        return lengths.Count > 1 ? lengths : throw new BelamyException($"A generator of bars doubles a few steps to a bar, and {steps} is no double; choose bars of 16 or 12 steps");
    }

    /// <summary>Maps of a bar at each length.</summary>
    /// <param name="apply">Applies a network.</param>
    /// <param name="bar">[batch, pitches, steps].</param>
    /// <returns>[batch, maps, length] for each length, the whole bar first.</returns>
    public IReadOnlyList<Tensor> Hear(NetworkUse apply, Tensor bar)
    {
        ArgumentNullException.ThrowIfNull(apply);
        var heard = new Tensor[_networks.Length];
        for (int at = 0; at < heard.Length; at++)
            heard[at] = bar = apply(_networks[at], bar);
        return heard;
    }
}
