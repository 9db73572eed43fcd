using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// From latent vectors z to styles w, which need not fill a ball: z / √(mean z²), then dense layers with leaky ReLU 0.2 and an equalized
/// learning rate. Karras et al. 2018, arXiv:1812.04948, section 2. Parameters: <c>N/weight</c> and <c>N/bias</c> of layer N; statistic: <c>mean</c>
/// [styles], the moving average of w, which passes in training move.
/// </summary>
/// <param name="styles">Values of a style, at least 1.</param>
/// <param name="layers">Dense layers, at least 1.</param>
/// <param name="speed">How fast weights and biases move, beside those of other layers.</param>
/// <param name="decay">The share of the mean that stays at each pass, in [0, 1).</param>
public sealed class MappingNetwork(int styles, int layers = 8, double speed = 0.01, double decay = 0.995) : Module
{
    private readonly int _styles = styles >= 1 ? styles : throw new ArgumentOutOfRangeException(nameof(styles), styles, "A style has at least 1 value.");
    private readonly int _layers = layers >= 1 ? layers : throw new ArgumentOutOfRangeException(nameof(layers), layers, "A mapping network has at least 1 layer.");
    private readonly PixelNorm _norm = new();
    private readonly LeakyReLU _activation = new(0.2);
    private Dense[] _dense = [];
    private Parameter[] _biases = [];
    private Parameter? _mean;

    /// <inheritdoc/>
    public override string Description => $"mapping, {Counted.Of(_layers, "layer")} to {Counted.Of(_styles, "value")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _dense;

    /// <summary>Styles drawn towards their mean w̄: w̄ + ψ (w - w̄). Karras et al. 2018, arXiv:1812.04948, appendix B.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="styles">w, [batch, styles].</param>
    /// <param name="share">ψ, a scalar or [batch, 1]: 1 for w itself, 0 for the mean.</param>
    public Tensor Truncate(ForwardContext context, Tensor styles, Tensor share)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(styles);
        ArgumentNullException.ThrowIfNull(share);
        Tensor mean = context.Read(_mean!);
        return mean + ((styles - mean) * share);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 1)
            throw Unfit(input, "it takes vectors");
        var weight = new EqualizedLearningRate(Speed: speed);
        _norm.Build(scope.Child("norm"), input);
        _dense = [.. Enumerable.Range(0, _layers).Select(_ => new Dense(_styles, bias: false, weight: weight))];
        _biases = new Parameter[_layers];
        for (int layer = 0; layer < _layers; layer++)
        {
            ParameterScope place = scope.Child($"{layer}");
            input = _dense[layer].Build(place, input).OutputShape;
            _biases[layer] = AddParameter(place, "bias", input, Initializers.Zeros);
        }

        _activation.Build(scope.Child("activation"), input);
        _mean = AddStatistic(scope, "mean", input, Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor styles = _norm.Forward(context, input);
        for (int layer = 0; layer < _layers; layer++)
            styles = _activation.Forward(context, _dense[layer].Forward(context, styles) + (context.Read(_biases[layer]) * speed));
        if (context.IsTraining)
        {
            Tensor before = context.Read(_mean!);
            context.Update(_mean!, before + ((styles.StopGradient().Mean(0) - before) * (1 - decay)));
        }

        return styles;
    }
}
