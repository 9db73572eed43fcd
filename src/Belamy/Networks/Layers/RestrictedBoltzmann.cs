using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A restricted Boltzmann machine of bits: p(v, h) ∝ exp(b·v + c·h + v W h). Smolensky 1986; Hinton 2002. Applied to bits
/// it gives their free energy. Parameters: <c>weight</c> [visible, hidden], <c>visible-bias</c>, <c>hidden-bias</c>.
/// </summary>
/// <param name="hidden">Number of hidden units, at least 1.</param>
/// <remarks>p(h = 1 | v) = σ(v W + c), p(v = 1 | h) = σ(h Wᵀ + b), F(v) = -b·v - Σ softplus(v W + c), p(v) = e^-F(v) / Z.</remarks>
public sealed class RestrictedBoltzmann(int hidden) : Module
{
    private readonly int _hidden = hidden >= 1 ? hidden : throw new ArgumentOutOfRangeException(nameof(hidden), hidden, "A Boltzmann machine needs at least one hidden unit.");

    /// <inheritdoc/>
    public override string Description => $"restricted Boltzmann machine, {Counted.Of(_hidden, "hidden unit")}";

    /// <summary>W, [visible, hidden], from N(0, 0.01²).</summary>
    public Parameter Weight { get; private set; } = null!;

    /// <summary>b, [visible].</summary>
    public Parameter VisibleBias { get; private set; } = null!;

    /// <summary>c, [hidden].</summary>
    public Parameter HiddenBias { get; private set; } = null!;

    /// <summary>v W + c.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="visible">v, [batch, visible].</param>
    public Tensor HiddenLogits(ForwardContext context, Tensor visible)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Tensor.MatMul(visible, context.Read(Weight)) + context.Read(HiddenBias);
    }

    /// <summary>h Wᵀ + b.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="hidden">h, [batch, hidden].</param>
    public Tensor VisibleLogits(ForwardContext context, Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Tensor.MatMul(hidden, context.Read(Weight), transposeRight: true) + context.Read(VisibleBias);
    }

    /// <summary>F(v).</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="visible">v, [batch, visible].</param>
    /// <returns>[batch].</returns>
    public Tensor FreeEnergy(ForwardContext context, Tensor visible)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(visible);
        return -(visible * context.Read(VisibleBias)).Sum(1) - HiddenLogits(context, visible).Softplus().Sum(1);
    }

    /// <summary>One step of Gibbs sampling from hidden bits: v drawn by h, then h drawn by v.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="hidden">h, [batch, hidden].</param>
    /// <returns>The new v and h, without gradient.</returns>
    public (Tensor Visible, Tensor Hidden) Gibbs(ForwardContext context, Tensor hidden)
    {
        Tensor visible = Draw(context, VisibleLogits(context, hidden));
        return (visible, Draw(context, HiddenLogits(context, visible)));
    }

    /// <summary>Bits that are 1 with probability σ(l).</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="logits">l.</param>
    public Tensor Draw(ForwardContext context, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logits);
        return (context.RandomUniform(Path, logits.Shape) < logits.Sigmoid()).Cast(ElementType.Float32).StopGradient();
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        Weight = AddParameter(scope, "weight", [input[0], _hidden], Initializers.Normal(0, 0.01));
        VisibleBias = AddParameter(scope, "visible-bias", [input[0]], Initializers.Zeros);
        HiddenBias = AddParameter(scope, "hidden-bias", [_hidden], Initializers.Zeros);
        return [1];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => FreeEnergy(context, input).Reshape(-1, 1);
}
