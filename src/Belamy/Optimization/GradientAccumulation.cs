using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>
/// One update for the mean gradient of several batches, drawn one after another: a large batch in the memory of a small one.
/// </summary>
/// <remarks>
/// Each run of the move adds its gradients to sums; the last of a round updates with the means and clears the sums. What the
/// loss itself updates, such as running statistics of layers, follows every batch; all that is updated after
/// <see cref="Add"/> changes in the last run alone.
/// </remarks>
internal sealed class GradientAccumulation
{
    private readonly OptimizerState _state;
    private readonly int _batches;
    private readonly Parameter _gathered;
    private readonly Tensor _next;
    private readonly Tensor _isLast;
    private readonly ForwardContext _before;

    /// <summary>Begins where the loss has been built, before anything is updated that changes once a round.</summary>
    /// <param name="context">The context of the move.</param>
    /// <param name="state">Holds the sums and the number of batches in them.</param>
    /// <param name="batches">Batches of a round, at least 2.</param>
    public GradientAccumulation(ForwardContext context, OptimizerState state, int batches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 2);
        (_state, _batches) = (state, batches);
        _gathered = state.Scalar("gathered");
        _next = context.Read(_gathered) + 1;
        _isLast = _next > batches - 0.5;
        _before = context.Branch();
    }

    /// <summary>The number of batches that are in the sums; 0 between two rounds.</summary>
    public Parameter Gathered => _gathered;

    /// <summary>Adds the gradients of a batch.</summary>
    /// <param name="context">The context of the move.</param>
    /// <param name="parameters">What they are the gradients of.</param>
    /// <param name="gradients">The gradients of this batch.</param>
    /// <returns>The means over the round, in its last run.</returns>
    public Tensor[] Add(ForwardContext context, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        var means = new Tensor[gradients.Count];
        for (int at = 0; at < means.Length; at++)
        {
            Parameter sum = _state.Of("gradient-sum", parameters[at]);
            Tensor next = context.Read(sum) + gradients[at];
            means[at] = next / _batches;
            // The sums themselves change in every run.
            Tensor kept = Tensor.Select(_isLast, Tensor.Zeros(sum.Shape), next);
            context.Update(sum, kept);
            _before.Update(sum, kept);
        }

        return means;
    }

    /// <summary>Puts off what was updated since the beginning to the last run of a round.</summary>
    /// <param name="context">The context of the move.</param>
    public void Finish(ForwardContext context)
    {
        foreach ((Parameter parameter, Tensor value) in context.Updates.ToArray())
        {
            Tensor before = _before.Read(parameter);
            if (!ReferenceEquals(before, value))
                context.Update(parameter, Tensor.Select(_isLast, value, before));
        }

        context.Update(_gathered, Tensor.Select(_isLast, Tensor.Zeros(Shape.Scalar), _next));
    }
}
