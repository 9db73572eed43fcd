using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// In training sets a random share of the values to 0 and scales the rest so that the mean stays; in use passes
/// everything. Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting". Every
/// application draws a mask of its own.
/// </summary>
/// <param name="rate">The share set to 0, in [0, 1).</param>
/// <param name="always">Whether values are set to 0 in use too: noise that belongs to what a generator makes.</param>
public sealed class Dropout(double rate, bool always = false) : Module
{
    private readonly double _rate = rate is >= 0 and < 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate of dropout lies in [0, 1).");

    /// <inheritdoc/>
    public override string Description => $"dropout {_rate:0.###}{(always ? ", always" : "")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        if (!(context.IsTraining || always) || _rate == 0)
            return input;
        Tensor drawn = context.RandomUniform(Path, input.Shape);
        return Tensor.Select(drawn < _rate, Tensor.Zeros(input.Shape, input.ElementType), input * (1 / (1 - _rate)));
    }
}
