using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The greatest of several affine functions per unit. Goodfellow et al. 2013, arXiv:1302.4389. Parameters: <c>weight</c>
/// [inputs, units × pieces] and <c>bias</c> [units × pieces], the pieces of a unit side by side.
/// </summary>
/// <param name="units">Number of outputs, at least 1.</param>
/// <param name="pieces">Affine functions per output, at least 1.</param>
/// <param name="initializer">Initial weights; Glorot's uniform when left out. The bias starts at 0.</param>
public sealed class Maxout(int units, int pieces, Initializer? initializer = null) : Module
{
    private readonly int _units = units >= 1 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A maxout layer needs at least one unit.");
    private readonly int _pieces = pieces >= 1 ? pieces : throw new ArgumentOutOfRangeException(nameof(pieces), pieces, "A maxout layer needs at least one piece.");
    private Parameter? _weight;
    private Parameter? _bias;

    /// <inheritdoc/>
    public override string Description => $"maxout, {Counted.Of(_units, "unit")} of {Counted.Of(_pieces, "piece")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        int outputs = checked(_units * _pieces);
        _weight = AddParameter(scope, "weight", [input[0], outputs], initializer ?? Initializers.GlorotUniform, new Fan(input[0], _units));
        _bias = AddParameter(scope, "bias", [outputs], Initializers.Zeros);
        return [_units];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor affine = Tensor.MatMul(input, context.Read(_weight!)) + context.Read(_bias!);
        return affine.Reshape(input.Shape[0], _units, _pieces).ReduceMax([2]);
    }
}
