using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>x where x &gt; 0, else α (e^x - 1). Clevert et al. 2015, arXiv:1511.07289.</summary>
/// <param name="alpha">α, how far it falls.</param>
public sealed class Elu(double alpha = 1) : Activation
{
    /// <inheritdoc/>
    public override string Description => $"ELU {alpha:0.###}";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        // The exponential of the positive side is not used, and must not overflow: infinity times 0 is not a number.
        return Tensor.Select(x > 0, x, (x.Min(0).Exp() - 1) * alpha);
    }
}
