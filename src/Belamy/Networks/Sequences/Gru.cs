using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Gated recurrent unit. Cho et al. 2014, arXiv:1406.1078, with the reset gate behind the product, as PyTorch has it:
/// r = σ(x Wr + h Ur + br), z = σ(x Wz + h Uz + bz), n = tanh(x Wn + bn + r (h Un + c)), h ← (1 - z) n + z h.
/// </summary>
/// <remarks>
/// Parameters: <c>input</c> [features, 3 units], <c>state</c> [units, 3 units], <c>bias</c> [3 units], each with r, z, n side by side, and
/// <c>state-bias</c> [units], the c of the formula.
/// </remarks>
/// <param name="units">Number of values of the state, at least 1.</param>
/// <param name="isLastAlone">Whether only the state after the last step comes out, [units], not that after each, [steps, units].</param>
public sealed class Gru(int units, bool isLastAlone = false) : Module
{
    private const int Gates = 3;
    private readonly int _units = units >= 1 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A GRU needs at least one unit.");
    private Parameter? _input, _state, _bias, _stateBias;

    /// <inheritdoc/>
    public override string Description => $"GRU, {Counted.Of(_units, "unit")}{(isLastAlone ? ", after the last step" : "")}";

    /// <summary>A state of zeros, [batch, units].</summary>
    /// <param name="batch">Number of items.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    public Tensor Start(int batch, ElementType elementType = ElementType.Float32) => Tensor.Zeros([batch, _units], elementType);

    /// <summary>One step.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="input">[batch, features]; null for zeros.</param>
    /// <param name="state">The state before it, [batch, units].</param>
    /// <returns>The state after it, [batch, units].</returns>
    public Tensor Step(ForwardContext context, Tensor? input, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        return Advance(context, input is null ? null : Tensor.MatMul(input, context.Read(_input!)), state);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 2)
            throw Unfit(input, "give [steps, features]");
        int features = input[1], gates = Gates * _units;
        _input = AddParameter(scope, "input", [features, gates], Initializers.GlorotUniform, new Fan(features, _units));
        _state = AddParameter(scope, "state", [_units, gates], Initializers.GlorotUniform, new Fan(_units, _units));
        _bias = AddParameter(scope, "bias", [gates], Initializers.Zeros);
        _stateBias = AddParameter(scope, "state-bias", [_units], Initializers.Zeros);
        return isLastAlone ? [_units] : [input[0], _units];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        (int batch, int steps, int features) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        // What inputs add is known for all steps beforehand. The rows of a step lie together.
        Tensor added = Tensor.MatMul(input.Permute(1, 0, 2).Reshape(steps * batch, features), context.Read(_input!));
        Tensor state = Start(batch, input.ElementType);
        var outputs = new Tensor[steps];
        for (int step = 0; step < steps; step++)
        {
            state = Advance(context, added.Slice(0, step * batch, batch), state);
            outputs[step] = state;
        }

        return isLastAlone ? state : Tensor.Concat(0, outputs).Reshape(steps, batch, _units).Permute(1, 0, 2);
    }

    private Tensor Advance(ForwardContext context, Tensor? added, Tensor state)
    {
        Tensor recurrent = Tensor.MatMul(state, context.Read(_state!));
        Tensor bias = context.Read(_bias!).Reshape(1, Gates * _units);
        Tensor given = added is null ? bias.BroadcastTo(recurrent.Shape) : added + bias;
        Tensor reset = (Gate(given, 0) + Gate(recurrent, 0)).Sigmoid(), update = (Gate(given, 1) + Gate(recurrent, 1)).Sigmoid();
        Tensor candidate = (Gate(given, 2) + (reset * (Gate(recurrent, 2) + context.Read(_stateBias!)))).Tanh();
        return candidate + (update * (state - candidate));

        Tensor Gate(Tensor sums, int at) => sums.Slice(1, at * _units, _units);
    }
}
