using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Long short-term memory with forget gates. Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000:
/// (i, f, g, o) = x W + h U + b, c ← σ(f) c + σ(i) tanh(g), h ← σ(o) tanh(c).
/// </summary>
/// <remarks>Parameters: <c>input</c> [features, 4 units], <c>state</c> [units, 4 units], <c>bias</c> [4 units], each with i, f, g, o side by side.</remarks>
/// <param name="units">Number of values of the state, at least 1.</param>
/// <param name="isLastAlone">Whether only the state after the last step comes out, [units], not that after each, [steps, units].</param>
public sealed class Lstm(int units, bool isLastAlone = false) : Module
{
    private const int Gates = 4;
    private readonly int _units = units >= 1 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "An LSTM needs at least one unit.");
    private Parameter? _input, _state, _bias;

    /// <inheritdoc/>
    public override string Description => $"LSTM, {Counted.Of(_units, "unit")}{(isLastAlone ? ", after the last step" : "")}";

    /// <summary>A state of zeros: h and c, [batch, units] each.</summary>
    /// <param name="batch">Number of items.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    public (Tensor Hidden, Tensor Cell) Start(int batch, ElementType elementType = ElementType.Float32) =>
        (Tensor.Zeros([batch, _units], elementType), Tensor.Zeros([batch, _units], elementType));

    /// <summary>One step.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="input">[batch, features]; null for zeros.</param>
    /// <param name="state">h and c before it, [batch, units] each.</param>
    /// <returns>h and c after it.</returns>
    public (Tensor Hidden, Tensor Cell) Step(ForwardContext context, Tensor? input, (Tensor Hidden, Tensor Cell) state)
    {
        ArgumentNullException.ThrowIfNull(context);
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
        (Tensor Hidden, Tensor Cell) state = Start(batch, input.ElementType);
        var outputs = new Tensor[steps];
        for (int step = 0; step < steps; step++)
        {
            state = Advance(context, added.Slice(0, step * batch, batch), state);
            outputs[step] = state.Hidden;
        }

        return isLastAlone ? state.Hidden : Tensor.Concat(0, outputs).Reshape(steps, batch, _units).Permute(1, 0, 2);
    }

    private (Tensor Hidden, Tensor Cell) Advance(ForwardContext context, Tensor? added, (Tensor Hidden, Tensor Cell) state)
    {
        Tensor sum = Tensor.MatMul(state.Hidden, context.Read(_state!)) + context.Read(_bias!);
        if (added is not null)
            sum += added;
        Tensor cell = (Gate(1).Sigmoid() * state.Cell) + (Gate(0).Sigmoid() * Gate(2).Tanh());
        return (Gate(3).Sigmoid() * cell.Tanh(), cell);

        Tensor Gate(int at) => sum.Slice(1, at * _units, _units);
    }
}
