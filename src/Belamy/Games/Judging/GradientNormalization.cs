using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// What a discriminator sends back to the items of a generator, brought to one size, so that what the generator pays beside it means the
/// same whatever the discriminator's scale. Lin et al. 2025, arXiv:2511.22475, the authors' program. Its state is one number.
/// </summary>
/// <remarks>With g the gradient of the loss by the N values of a batch: v ← 0.9 v + 0.1 N Σ g²; the items receive g / (√v + 10⁻⁸). v begins at 0.</remarks>
public sealed class GradientNormalization
{
    private const double Decay = 0.9;
    private const double Epsilon = 1e-8;
    private readonly Parameter _square;

    /// <summary>Creates the number under <c>state/gradient-square</c>.</summary>
    /// <param name="setup">The game that it belongs to.</param>
    public GradientNormalization(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _square = setup.State("gradient-square", Shape.Scalar);
    }

    /// <summary>A loss of items whose gradient by them is normalized, and which has its own value otherwise.</summary>
    /// <param name="context">Takes the new mean.</param>
    /// <param name="items">[batch, ...item], as a generator made them.</param>
    /// <param name="loss">The loss of such items, a scalar.</param>
    /// <returns>A scalar.</returns>
    public Tensor Apply(ForwardContext context, Tensor items, Func<Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(loss);
        Tensor place = items.StopGradient();
        Tensor value = loss(place);
        Tensor gradient = value.Gradient(place).StopGradient();
        Tensor square = (context.Read(_square) * Decay) + (gradient.Square().Sum() * ((1 - Decay) * items.Shape.Count));
        context.Update(_square, square);
        // Its slope by the items is the gradient divided; its value is taken away again.
        Tensor along = (items * (gradient / (square.Sqrt() + Epsilon))).Sum();
        return value.StopGradient() + along - along.StopGradient();
    }
}
