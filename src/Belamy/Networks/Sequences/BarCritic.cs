using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Judges bars of notes over their chords: kernels of 2 steps over all pitches, of 4 steps, then dense layers, with the chord beside
/// what each takes. The discriminator of Yang, Chou and Yang 2017, arXiv:1703.10847, section 3.2.
/// </summary>
public sealed class BarCritic
{
    private readonly Module _seen, _moved, _whole, _judge;
    private readonly bool _seesBefore;

    /// <summary>Builds the networks: <c>discriminator</c>, <c>discriminator-steps</c>, <c>discriminator-bar</c> and <c>discriminator-last</c>.</summary>
    /// <param name="build">Builds a network under its name for the shape of one input item.</param>
    /// <param name="seeing">The first layer, from [pitches + chord, steps] to maps along time: f of equation 4.</param>
    /// <param name="chord">Values of a chord.</param>
    /// <param name="steps">Steps of a bar.</param>
    /// <param name="pitches">Pitches of a step.</param>
    /// <param name="width">w.</param>
    /// <param name="seesBefore">Whether it sees the bar before in front of the bar, which is ours.</param>
    public BarCritic(Func<string, Module, Shape, Module> build, Module seeing, int chord, int steps, int pitches, int width, bool seesBefore = true)
    {
        ArgumentNullException.ThrowIfNull(build);
        _seesBefore = seesBefore;
        _seen = build("discriminator", seeing, [pitches + chord, seesBefore ? 2 * steps : steps]);
        _moved = build(
            "discriminator-steps", new Sequential(new Convolution(width + chord, kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.2), new Flatten()),
            _seen.OutputShape.With(0, _seen.OutputShape[0] + chord));
        _whole = build("discriminator-bar", new Sequential(new Dense(16 * width, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.2)), [_moved.OutputShape[0] + chord]);
        _judge = build("discriminator-last", new Sequential(new Dense(1, initializer: Initializers.Dcgan)), [16 * width + chord]);
    }

    /// <summary>All its networks.</summary>
    public IReadOnlyList<Module> Networks => [_seen, _moved, _whole, _judge];

    /// <summary>Judges bars.</summary>
    /// <param name="apply">Applies a network.</param>
    /// <param name="bars">[batch, 1, steps, pitches].</param>
    /// <param name="before">The bar before each, as many.</param>
    /// <param name="chord">[batch, chord].</param>
    /// <returns>A logit for each, [batch, 1], and f of it, [batch, maps, length].</returns>
    public (Tensor Score, Tensor Features) Score(NetworkUse apply, Tensor bars, Tensor before, Tensor chord)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(before);
        Tensor seen = BarGenerator.ByPitch(bars);
        if (_seesBefore)
            seen = Tensor.Concat(2, BarGenerator.ByPitch(before), seen);
        Tensor features = apply(_seen, ConditionMaps.Append(seen, chord));
        Tensor known = apply(_whole, ConditionMaps.Append(apply(_moved, ConditionMaps.Append(features, chord)), chord));
        return (apply(_judge, ConditionMaps.Append(known, chord)), features);
    }
}
