using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The last step of a generator of table rows: what its values have to become, span by span.</summary>
public static class TableOutput
{
    /// <summary>Makes encoded rows of a network's values: tanh for where a number lies, Gumbel-softmax for modes and categories.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="kind">The columns.</param>
    /// <param name="values">[batch, width of a row].</param>
    /// <param name="temperature">τ of the softmax.</param>
    /// <returns>[batch, width of a row].</returns>
    public static Tensor Activate(ForwardContext context, TableRows kind, Tensor values, double temperature)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(values);
        return Tensor.Concat(1, [.. kind.Spans.Select(span => Part(span) is var part && span.Activation == SpanActivation.Tanh
            ? part.Tanh()
            : GumbelSoftmax.Draw(context, $"span-{span.Start}", part, temperature))]);

        Tensor Part(TableSpan span) => values.Slice(1, span.Start, span.Length);
    }

    /// <summary>The cross-entropy of a network's values with the categories that they were asked for, the mean over the batch.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="values">[batch, width of a row], before <see cref="Activate"/>.</param>
    /// <param name="condition">[batch, all categories of all columns]: 1 for the category asked for, which is of one column.</param>
    public static Tensor Disregard(TableRows kind, Tensor values, Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(condition);
        // What was not asked for is 0 in the condition, so it counts nothing.
        Tensor chances = Tensor.Concat(1, [.. ConditionalRows.CategorySpans(kind).Select(span => CrossEntropy.LogSoftmax(values.Slice(1, span.Start, span.Length)))]);
        return -(chances * condition).Sum(1).Mean();
    }
}
