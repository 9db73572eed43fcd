using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Makes a bar of notes from a latent vector over a chord, after the bar before: transposed convolutions along time from 2 steps to
/// all. The generator of Yang, Chou and Yang 2017, arXiv:1703.10847, section 3.2.
/// </summary>
/// <remarks>
/// z → the first layers → dense to 2w maps of the fewest steps → kernels of 2 that double the steps, 2w maps, batch norm and ReLU →
/// all pitches of a step by a sigmoid. The chord stands beside what each layer takes, and what the <see cref="BarConditioner"/>
/// hears at as many steps beside what those with steps do.
/// </remarks>
public sealed class BarGenerator
{
    private readonly Module _start, _first, _sounding;
    private readonly Module[] _growing;
    private readonly BarConditioner? _conditioner;

    /// <summary>Builds the networks: <c>generator</c>, <c>generator-2</c> and so on, <c>generator-pitches</c>, and those of the conditioner.</summary>
    /// <param name="build">Builds a network under its name for the shape of one input item.</param>
    /// <param name="start">The first layers, from [latent + chord] to a vector.</param>
    /// <param name="latent">Values of a latent vector.</param>
    /// <param name="chord">Values of a chord.</param>
    /// <param name="steps">Steps of a bar, at least 4.</param>
    /// <param name="pitches">Pitches of a step.</param>
    /// <param name="width">w.</param>
    /// <param name="isContinuing">Whether it hears the bar before.</param>
    /// <exception cref="BelamyException">The steps cannot be halved.</exception>
    public BarGenerator(Func<string, Module, Shape, Module> build, Module start, int latent, int chord, int steps, int pitches, int width, bool isContinuing = true)
    {
        ArgumentNullException.ThrowIfNull(build);
        IReadOnlyList<int> lengths = BarConditioner.LengthsOf(steps);
        int maps = 2 * width, taken = maps + chord + (isContinuing ? BarConditioner.Maps : 0), fewest = lengths[^1];
        _start = build("generator", start, [latent + chord]);
        _first = build(
            $"generator-{fewest}", new Sequential(new Dense(maps * fewest, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU(), new Reshape(maps, fewest)), [_start.OutputShape[0] + chord]);
        _growing = [.. lengths.Reverse().Skip(1).Select(length => build(
            $"generator-{length}", new Sequential(new TransposedConvolution(maps, kernel: 2, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU()), [taken, length / 2]))];
        _sounding = build("generator-pitches", new Sequential(new Convolution(pitches, kernel: 1, initializer: Initializers.Dcgan), new Sigmoid()), [taken, steps]);
        _conditioner = isContinuing ? new BarConditioner(build, lengths, pitches) : null;
        Networks = [_start, _first, .. _growing, _sounding, .. _conditioner?.Networks ?? []];
    }

    /// <summary>All its networks.</summary>
    public IReadOnlyList<Module> Networks { get; }

    /// <summary>Makes bars.</summary>
    /// <param name="apply">Applies a network.</param>
    /// <param name="latent">z, [batch, latent].</param>
    /// <param name="before">The bar before each, [batch, 1, steps, pitches].</param>
    /// <param name="chord">[batch, chord].</param>
    /// <returns>How strongly each pitch sounds in each step, [batch, 1, steps, pitches] in (0, 1).</returns>
    public Tensor Make(NetworkUse apply, Tensor latent, Tensor before, Tensor chord)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(before);
        IReadOnlyList<Tensor> heard = _conditioner?.Hear(apply, ByPitch(before)) ?? [];
        Tensor maps = apply(_first, ConditionMaps.Append(apply(_start, ConditionMaps.Append(latent, chord)), chord));
        for (int at = 0; at < _growing.Length; at++)
            maps = apply(_growing[at], Told(maps, at));
        return apply(_sounding, Told(maps, _growing.Length)).Permute(0, 2, 1).Reshape(before.Shape);

        Tensor Told(Tensor values, int stage)
        {
            Tensor told = ConditionMaps.Append(values, chord);
            return heard.Count == 0 ? told : Tensor.Concat(1, told, heard[heard.Count - 1 - stage]);
        }
    }

    /// <summary>Rolls as maps along time, one for each pitch: [batch, 1, steps, pitches] to [batch, pitches, steps].</summary>
    internal static Tensor ByPitch(Tensor rolls) => rolls.Reshape(rolls.Shape[0], rolls.Shape[2], rolls.Shape[3]).Permute(0, 2, 1);
}
