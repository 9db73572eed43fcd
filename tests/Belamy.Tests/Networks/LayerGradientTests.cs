using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>Every layer's gradient, and that gradient's own, against finite differences in float64.</summary>
public sealed class LayerGradientTests
{
    private static readonly Dictionary<string, (Func<Module> Create, Shape Input)> Layers = new()
    {
        ["dense"] = (() => new Dense(3), [4, 5]),
        ["maxout"] = (() => new Maxout(3, 2), [4, 5]),
        ["convolution"] = (() => new Convolution(2, 3, stride: 2), [2, 2, 5, 4]),
        ["transposed convolution"] = (() => new TransposedConvolution(2, 4, stride: 2), [2, 2, 3, 2]),
        ["convolution of sounds"] = (() => new Convolution(2, 5, stride: 4), [2, 2, 9]),
        ["transposed convolution of sounds"] = (() => new TransposedConvolution(2, 5, stride: 4), [2, 2, 3]),
        ["convolution of volumes"] = (() => new Convolution(2, 4, stride: 2), [2, 2, 4, 3, 2]),
        ["transposed convolution of volumes"] = (() => new TransposedConvolution(2, 4, stride: 2), [2, 2, 1, 2, 2]),
        ["convolution in groups"] = (() => new Convolution(6, 3, stride: 2, groups: 2), [2, 4, 5, 4]),
        ["dilated convolution"] = (() => new Convolution(2, 3, dilation: 2), [2, 2, 3, 6]),
        ["depthwise convolution"] = (() => new Convolution(3, 3, groups: 3), [2, 3, 4, 3]),
        ["transposed convolution in groups"] = (() => new TransposedConvolution(6, 4, stride: 2, groups: 2), [2, 4, 3, 2]),
        ["phase shuffle"] = (() => new PhaseShuffle(), [4, 2, 6]),
        ["dense, equalized"] = (() => new Dense(3, weight: new EqualizedLearningRate()), [4, 5]),
        ["convolution, equalized"] = (() => new Convolution(2, 3, stride: 2, weight: new EqualizedLearningRate()), [2, 2, 5, 4]),
        ["transposed convolution, equalized"] = (() => new TransposedConvolution(2, 4, stride: 2, weight: new EqualizedLearningRate()), [2, 2, 3, 2]),
        ["dense, weight norm"] = (() => new Dense(3, weight: new WeightNorm()), [4, 5]),
        ["dense, weight norm of fixed length"] = (() => new Dense(3, weight: new WeightNorm(1.5, Learned: false)), [4, 5]),
        ["convolution, weight norm"] = (() => new Convolution(2, 3, stride: 2, weight: new WeightNorm()), [2, 2, 5, 4]),
        ["instance norm"] = (() => new InstanceNorm(), [2, 2, 3, 2]),
        ["layer norm"] = (() => new LayerNorm(), [2, 2, 3]),
        ["group norm"] = (() => new GroupNorm(2), [2, 4, 2]),
        ["pixel norm"] = (() => new PixelNorm(), [2, 3, 2]),
        ["virtual batch norm"] = (() => new VirtualBatchNorm(2), [4, 2, 2]),
        ["minibatch discrimination"] = (() => new MinibatchDiscrimination(2, 2, Initializers.Normal(0, 1)), [3, 2]),
        ["minibatch deviation"] = (() => new MinibatchDeviation(), [3, 2, 2]),
        ["minibatch deviation of groups"] = (() => new MinibatchDeviation(group: 3), [6, 2, 2]),
        ["parametric ReLU"] = (() => new ParametricReLU(), [4, 5]),
        ["noise"] = (() => new GaussianNoise(0.3), [4, 5]),
        ["noise beside"] = (() => new NoiseInput(2), [4, 5]),
        ["max pooling"] = (() => new MaxPool(), [2, 2, 4, 2]),
        ["average pooling"] = (() => new AveragePool(), [2, 2, 4, 2]),
        ["pixel shuffle"] = (() => new PixelShuffle(), [2, 4, 2, 3]),
        ["residual"] = (() => new Residual(new Sequential(new Dense(3), new Tanh()), new Dense(3)), [2, 4]),
        ["sum over all places"] = (() => new GlobalSumPool(), [2, 2, 2, 3]),
        ["self-attention"] = (() => new SelfAttention(), [2, 2, 2, 2]),
        ["blur"] = (() => new Blur(2, 1), [2, 2, 4, 3]),
        ["noise injection"] = (() => new NoiseInjection(), [2, 3, 2, 2]),
        ["noise injection by channel"] = (() => new NoiseInjection(byChannel: true), [2, 3, 2, 2]),
        ["mapping network"] = (() => new MappingNetwork(3, layers: 2, speed: 0.5), [3, 4]),
        ["modulated convolution"] = (() => new WithStyle(new ModulatedConvolution(2, 3), [2, 3, 2], 2), [2, 14]),
        ["modulated convolution, doubling"] = (() => new WithStyle(new ModulatedConvolution(2, 3, doubles: true), [2, 2, 2], 2), [2, 10]),
        ["modulated convolution to a picture"] = (() => new WithStyle(new ModulatedConvolution(2, 1, kernel: 1, demodulates: false), [3, 2, 2], 2), [2, 14]),
        ["adaptive instance norm"] = (() => new WithStyle(new AdaptiveInstanceNorm(2), [2, 2, 3], 2), [2, 14]),
        ["batch norm of a style"] = (() => new WithStyle(new StyledBatchNorm(2), [2, 2, 3], 2), [3, 14]),
        ["LSTM"] = (() => new Lstm(3), [2, 3, 2]),
        ["GRU"] = (() => new Gru(3), [2, 3, 2]),
        ["batch norm of features"] = (() => new BatchNorm(), [5, 3]),
        ["batch norm of maps"] = (() => new BatchNorm(), [3, 2, 2, 2]),
        ["dropout"] = (() => new Dropout(0.4), [4, 5]),
        ["reshape"] = (() => new Reshape(3, 2), [2, 6]),
        ["flatten"] = (() => new Flatten(), [2, 3, 2]),
        ["bilinear upsampling"] = (() => new BilinearUpsampling(), [2, 2, 2, 3]),
        ["bilinear downsampling"] = (() => new BilinearDownsampling(), [2, 2, 4, 2]),
        ["learned maps, scaled"] = (() => new GenerativeBasis(2, 2, 3), [2, 4]),
        ["upsampling"] = (() => new NearestUpsampling(2), [2, 2, 2, 3]),
        ["ReLU"] = (() => new ReLU(), [4, 5]),
        ["leaky ReLU"] = (() => new LeakyReLU(), [4, 5]),
        ["ELU"] = (() => new Elu(), [4, 5]),
        ["tanh"] = (() => new Tanh(), [4, 5]),
        ["sigmoid"] = (() => new Sigmoid(), [4, 5]),
        ["softplus"] = (() => new Softplus(), [4, 5]),
        ["affine"] = (() => new Affine(2, -1), [4, 5]),
        ["conditional batch norm of features"] = (() => new ConditionalBatchNorm(3), [5, 3]),
        ["conditional batch norm of maps"] = (() => new ConditionalBatchNorm(3), [4, 2, 2, 2]),
        ["label embedding, multiplied"] = (() => new LabelEmbedding(3), [4, 5]),
        ["label embedding, concatenated"] = (() => new LabelEmbedding(3, LabelJoin.Concatenate, size: 2), [4, 5]),
        ["projection head"] = (() => new ProjectionHead(3), [4, 5]),
        ["projection head, weight norm"] = (() => new ProjectionHead(3, new WeightNorm()), [4, 5]),
        ["label maps of features"] = (() => new LabelMaps(3), [4, 5]),
        ["label maps of pictures"] = (() => new LabelMaps(3), [4, 1, 2, 2]),
        ["label branch"] = (() => new LabelBranch(3, new Sequential(new Flatten(), new Dense(2), new Tanh()), new Sequential(new Dense(3), new Sigmoid())), [4, 1, 2, 2]),
    };

    private static readonly Dictionary<string, (Func<WeightTransform?, Module> Create, Shape Input)> Normalized = new()
    {
        ["dense"] = (weight => new Dense(3, weight: weight), [4, 5]),
        ["convolution"] = (weight => new Convolution(2, 3, stride: 2, weight: weight), [2, 2, 5, 4]),
        ["transposed convolution"] = (weight => new TransposedConvolution(2, 4, stride: 2, weight: weight), [2, 3, 3, 2]),
        ["projection head"] = (weight => new ProjectionHead(3, weight), [4, 5]),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    public static TheoryData<string> NormalizedNames => [.. Normalized.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_gradients_agree_with_differences_to_second_order(string name)
    {
        (Func<Module> create, Shape shape) = Layers[name];
        using var layer = new LayerUnderTest(create(), shape);
        IReadOnlyList<Parameter> parameters = layer.Module.Parameters;
        Tensor state = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));
        var random = new Random(11);
        NDArray[] inputs = [.. new[] { shape }.Concat(parameters.Select(parameter => parameter.Shape)).Select(one => Values(one, random))];
        Tensor input = Tensor.Input("x", shape, ElementType.Float64);
        Tensor output = layer.Module.Forward(new ForwardContext(state), input, Labels(shape[0]));
        GradientCheck.CheckGradients(
            variables =>
            {
                var replaced = new Dictionary<Tensor, Tensor> { [input] = variables[0] };
                for (int at = 0; at < parameters.Count; at++)
                    replaced[parameters[at].Value] = variables[at + 1];
                return Tensor.Substitute([output], replaced)[0];
            },
            inputs,
            order: 2);
    }

    // The vectors of the power iteration change with the weight and are constant for its gradient, so differences are taken of
    // the same layer divided by u'Wv with vectors that stand still, and the layer is compared with that one.
    [Theory]
    [MemberData(nameof(NormalizedNames))]
    public void Spectral_norm_has_the_gradients_of_a_division_by_a_form_that_stands_still(string name)
    {
        (Func<WeightTransform?, Module> create, Shape shape) = Normalized[name];
        using var layer = new LayerUnderTest(create(new SpectralNorm()), shape);
        using var plain = new LayerUnderTest(create(null), shape);
        IReadOnlyList<Parameter> parameters = plain.Module.Parameters;
        var random = new Random(11);
        NDArray items = Values(shape, random);
        var forms = new Dictionary<Parameter, Tensor>();
        foreach (Parameter parameter in parameters)
        {
            string local = parameter.Name["layer/".Length..];
            NDArray value = Values(parameter.Shape, random);
            layer.Set(local, value);
            plain.Set(local, value);
            string spectrum = local.EndsWith("weight", StringComparison.Ordinal) ? local.Replace("weight", "spectrum") : local.Replace("kernel", "spectrum");
            if (spectrum == local)
                continue;
            // In these layers the outputs lie along the first axis of the length of u.
            int axis = Array.IndexOf(parameter.Shape.ToArray(), layer.Parameter(spectrum).Shape[0]);
            forms[parameter] = Tensor.Literal(Form(value, axis, layer.Parameter(spectrum).AsSpan<double>().ToArray()));
        }

        Assert.NotEmpty(forms);
        Tensor input = Tensor.Input("x", shape, ElementType.Float64);
        Tensor output = plain.Module.Forward(new ForwardContext(), input, Labels(shape[0]));
        Tensor Divided(IReadOnlyList<Tensor> variables)
        {
            var replaced = new Dictionary<Tensor, Tensor> { [input] = variables[0] };
            for (int at = 0; at < parameters.Count; at++)
            {
                Tensor weight = variables[at + 1];
                replaced[parameters[at].Value] = forms.TryGetValue(parameters[at], out Tensor? form) ? weight / (weight * form).Sum() : weight;
            }

            return Tensor.Substitute([output], replaced)[0];
        }

        Tensor x = Tensor.Literal(items);
        Tensor[] variables = [x, .. parameters.Select(parameter => Tensor.Literal(NDArray.From(parameter.Shape, parameter.AsSpan<double>().ToArray())))];
        GradientCheck.CheckGradients(given => Slope(Divided(given), given[0]), [.. variables.Select(variable => variable.Evaluate())], order: 1);

        Tensor[] trained = [x, .. parameters.Select(parameter => layer.Parameter(parameter.Name["layer/".Length..]).Value)];
        Tensor scored = layer.Module.Forward(new ForwardContext(), x, Labels(shape[0])), expected = Divided(variables);
        // Float64, but for the 1e-24 under the roots of the vectors' lengths.
        const double Tolerance = 1e-10;
        Closeness.AssertClose(expected.Evaluate(), scored.Evaluate(), Tolerance, "output");
        foreach ((Func<Tensor, Tensor> function, string what) in new (Func<Tensor, Tensor>, string)[] { (y => y.Tanh().Sum(), "gradient"), (y => Slope(y, x), "gradient of the slope") })
        {
            Tensor[] wanted = function(expected).Gradient(variables), got = function(scored).Gradient(trained);
            for (int at = 0; at < wanted.Length; at++)
                Closeness.AssertClose(wanted[at].Evaluate(), got[at].Evaluate(), Tolerance, $"{what} by {(at == 0 ? "x" : parameters[at - 1].Name)}");
        }
    }

    // The squared length of the gradient of a curved score.
    private static Tensor Slope(Tensor output, Tensor input) => output.Tanh().Sum().Gradient(input).Square().Sum();

    // u v' in the shape of the weight, after one iteration: v = W'u / |W'u|, then u = Wv / |Wv|, W one row an output.
    private static NDArray Form(NDArray weight, int axis, double[] left)
    {
        double[] values = weight.ToDoubles();
        int inner = (int)weight.Shape.Skip(axis + 1).Aggregate(1L, (count, size) => count * size);
        (int Row, int Column)[] places = [.. Enumerable.Range(0, values.Length).Select(at => (at / inner % left.Length, (at / (inner * left.Length) * inner) + (at % inner)))];
        double[] right = new double[values.Length / left.Length];
        for (int at = 0; at < values.Length; at++)
            right[places[at].Column] += values[at] * left[places[at].Row];
        right = Unit(right);
        left = new double[left.Length];
        for (int at = 0; at < values.Length; at++)
            left[places[at].Row] += values[at] * right[places[at].Column];
        left = Unit(left);
        return NDArray.From(weight.Shape, [.. places.Select(place => left[place.Row] * right[place.Column])]);

        static double[] Unit(double[] vector)
        {
            double length = Math.Sqrt(vector.Sum(value => value * value));
            return [.. vector.Select(value => value / length)];
        }
    }

    private static Tensor Labels(int count) => Tensor.Literal(NDArray.From<int>([count], [.. Enumerable.Range(0, count).Select(item => (item + 2) % 3)]));

    // Away from 0, where the kinks of ReLU and its kin are.
    private static NDArray Values(Shape shape, Random random) => NDArray.From(
        shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (random.Next(2) * 2 - 1) * (0.1 + random.NextDouble()))]);

    /// <summary>A layer with its style: a vector that holds the maps and, behind them, the style.</summary>
    private sealed class WithStyle(StyledLayer layer, Shape maps, int styles) : Module
    {
        public override string Description => layer.Description;

        public override IReadOnlyList<Module> Children => [layer];

        protected override Shape OnBuild(ParameterScope scope, Shape input) => layer.Build(scope, maps).OutputShape;

        protected override Tensor OnForward(ForwardContext context, Tensor input)
        {
            int count = (int)maps.Count;
            return layer.Apply(context, input.Slice(1, 0, count).Reshape(new Shape([input.Shape[0], .. maps])), input.Slice(1, count, styles));
        }
    }
}
