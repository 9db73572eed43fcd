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
        ["parametric ReLU"] = (() => new ParametricReLU(), [4, 5]),
        ["noise"] = (() => new GaussianNoise(0.3), [4, 5]),
        ["max pooling"] = (() => new MaxPool(), [2, 2, 4, 2]),
        ["average pooling"] = (() => new AveragePool(), [2, 2, 4, 2]),
        ["pixel shuffle"] = (() => new PixelShuffle(), [2, 4, 2, 3]),
        ["residual"] = (() => new Residual(new Sequential(new Dense(3), new Tanh()), new Dense(3)), [2, 4]),
        ["self-attention"] = (() => new SelfAttention(), [2, 2, 2, 2]),
        ["batch norm of features"] = (() => new BatchNorm(), [5, 3]),
        ["batch norm of maps"] = (() => new BatchNorm(), [3, 2, 2, 2]),
        ["dropout"] = (() => new Dropout(0.4), [4, 5]),
        ["reshape"] = (() => new Reshape(3, 2), [2, 6]),
        ["flatten"] = (() => new Flatten(), [2, 3, 2]),
        ["upsampling"] = (() => new NearestUpsampling(2), [2, 2, 2, 3]),
        ["ReLU"] = (() => new ReLU(), [4, 5]),
        ["leaky ReLU"] = (() => new LeakyReLU(), [4, 5]),
        ["ELU"] = (() => new Elu(), [4, 5]),
        ["tanh"] = (() => new Tanh(), [4, 5]),
        ["sigmoid"] = (() => new Sigmoid(), [4, 5]),
        ["softplus"] = (() => new Softplus(), [4, 5]),
        ["affine"] = (() => new Affine(2, -1), [4, 5]),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

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
        Tensor output = layer.Module.Forward(new ForwardContext(state), input);
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

    // Away from 0, where the kinks of ReLU and its kin are.
    private static NDArray Values(Shape shape, Random random) => NDArray.From(
        shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (random.Next(2) * 2 - 1) * (0.1 + random.NextDouble()))]);
}
