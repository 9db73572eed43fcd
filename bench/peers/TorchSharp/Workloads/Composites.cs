using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>x + f(x).</summary>
internal sealed class Residual : Module<Tensor, Tensor>
{
    private readonly Sequential _block;

    public Residual(params Network[] block)
        : base(nameof(Residual))
    {
        _block = Sequential(block);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => input + _block.call(input);
}

/// <summary>x beside f(x), as further channels.</summary>
internal sealed class Skip : Module<Tensor, Tensor>
{
    private readonly Network _inner;

    public Skip(Network inner)
        : base(nameof(Skip))
    {
        _inner = inner;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => cat([input, _inner.call(input)], 1);
}

/// <summary>A shift of at most 2 samples for the whole batch, as in the authors' code: less work than Belamy's, one for each item.</summary>
internal sealed class PhaseShuffle() : Module<Tensor, Tensor>(nameof(PhaseShuffle))
{
    private readonly Random _random = new(1);

    public override Tensor forward(Tensor input) =>
        functional.pad(input, [2, 2], PaddingModes.Reflect).narrow(2, _random.Next(5), input.shape[2]);
}

/// <summary>Learned maps, each times a number that is a linear function of the latent vector.</summary>
internal sealed class ScaledStart : Module<Tensor, Tensor>
{
    private readonly Linear _scales;
    private readonly Parameter _maps;

    public ScaledStart(long latent, long maps, long side)
        : base(nameof(ScaledStart))
    {
        _scales = Linear(latent, maps, hasBias: false);
        _maps = Parameter(randn(maps, side, side));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _scales.call(input).unsqueeze(2).unsqueeze(3) * _maps;
}
