using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Group normalization: the channels of each item are brought to mean 0 and variance 1 in groups of neighbours. Wu and He
/// 2018, arXiv:1803.08494. Parameters: <c>scale</c> and <c>shift</c> [channels].
/// </summary>
/// <param name="groups">Number of groups, which divides the channels.</param>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class GroupNorm(int groups, double epsilon = 1e-5) : Module
{
    private readonly int _groups = groups >= 1 ? groups : throw new ArgumentOutOfRangeException(nameof(groups), groups, "Group norm needs at least one group.");
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override string Description => $"group norm, {Counted.Of(_groups, "group")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1 || input[0] % _groups != 0)
            throw Unfit(input, $"its channels must be a multiple of {_groups}");
        _scale = AddParameter(scope, "scale", [input[0]], Initializers.Ones);
        _shift = AddParameter(scope, "shift", [input[0]], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor grouped = input.Reshape(input.Shape[0], _groups, -1);
        Tensor normal = Normalization.Over(grouped, [2], epsilon).Reshape(input.Shape);
        return (normal * context.Read(_scale!).AsChannels(input.Rank)) + context.Read(_shift!).AsChannels(input.Rank);
    }
}
