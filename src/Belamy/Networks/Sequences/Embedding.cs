using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Words as vectors that are learned: row w of E for word w, and of shares of several words the mean of their rows, p E, so that
/// gradients reach the shares. Parameter: <c>rows</c> [words, values].
/// </summary>
/// <param name="values">Number of values of a vector, at least 1.</param>
public sealed class Embedding(int values) : Module
{
    private readonly int _values = values >= 1 ? values : throw new ArgumentOutOfRangeException(nameof(values), values, "A vector needs at least one value.");
    private Parameter? _rows;

    /// <inheritdoc/>
    public override string Description => $"embedding, {Counted.Of(_values, "value")} a word";

    /// <summary>The vectors of one word of each item.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="words">Numbers of words, Int32 [batch], or shares of words, [batch, words].</param>
    /// <returns>[batch, values].</returns>
    public Tensor Of(ForwardContext context, Tensor words)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(words);
        Tensor rows = context.Read(_rows!);
        return words.ElementType == ElementType.Int32 ? rows.Gather(words) : Tensor.MatMul(words, rows);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 2)
            throw Unfit(input, "give [steps, words]");
        _rows = AddParameter(scope, "rows", [input[1], _values], Initializers.Normal(0, 1 / Math.Sqrt(_values)));
        return [input[0], _values];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (int batch, int steps) = (input.Shape[0], input.Shape[1]);
        return Of(context, input.Reshape(batch * steps, input.Shape[2])).Reshape(batch, steps, _values);
    }
}
