using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>What the parts of style-based generators are to do; their values are compared with PyTorch's in <see cref="StyleGoldenTests"/>.</summary>
public sealed class StyleTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));

    // 32 · 9 weights a map: the deviation of a map's values is known to some percent.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Demodulated_outputs_have_the_deviation_of_the_inputs_whatever_the_style(bool doubles)
    {
        using var layer = new LayerUnderTest(new ModulatedConvolution(styles: 4, maps: 32, doubles: doubles, gain: 1), [4, 32, 16, 16]);
        Tensor maps = Normal(5, [4, 32, 16, 16]), style = Normal(6, [4, 4]) * 10;
        Tensor made = ((StyledLayer)layer.Module).Apply(new ForwardContext(), maps, style);
        Assert.Equal(new Shape(4, 32, doubles ? 32 : 16, doubles ? 32 : 16), made.Shape);
        double moment = Math.Sqrt(Number(made.Square().Mean()));
        // A doubled picture is the sum of a quarter of the taps, a filter over neighbours that are much alike.
        Assert.InRange(moment, doubles ? 0.4 : 0.9, doubles ? 0.8 : 1.05);
    }

    [Fact]
    public void Layer_with_a_style_cannot_be_applied_without_one()
    {
        using var layer = new LayerUnderTest(new AdaptiveInstanceNorm(styles: 2), [1, 3, 4, 4]);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => layer.Module.Forward(new ForwardContext(), Normal(5, [1, 3, 4, 4])));
        Assert.Equal("layer (adaptive instance norm): needs a style beside its maps; call Apply.", error.Message);
    }

    [Fact]
    public void Filter_keeps_what_is_the_same_everywhere_but_at_the_border()
    {
        Tensor flat = Tensor.Ones([1, 2, 6, 6], ElementType.Float64);
        foreach (Module module in new Module[] { new Blur(2, 1), new BilinearUpsampling(), new BilinearDownsampling() })
        {
            using var layer = new LayerUnderTest(module, flat.Shape);
            Tensor made = layer.Module.Forward(new ForwardContext(), flat);
            int side = made.Shape[2];
            double[] values = made.Evaluate().ToDoubles();
            int middle = (side / 2 * side) + (side / 2);
            Assert.Equal(1, values[middle], 12);
            Assert.InRange(values[0], 0.1, 0.9);
        }
    }

    [Fact]
    public void Filter_is_the_recorded_one_along_a_line()
    {
        using var layer = new LayerUnderTest(new Blur(3, 3), [1, 1, 1]);
        Assert.Equal([1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8], layer.Module.Forward(new ForwardContext(), Tensor.Ones([1, 1, 1], ElementType.Float64)).Evaluate().ToDoubles());
    }

    [Fact]
    public void Noise_is_one_map_for_all_channels_and_nothing_at_the_beginning()
    {
        using var layer = new LayerUnderTest(new NoiseInjection(), [2, 3, 4, 4]);
        Tensor maps = Tensor.Zeros([2, 3, 4, 4], ElementType.Float64);
        Assert.All(layer.Module.Forward(new ForwardContext(State), maps).Evaluate().ToDoubles(), value => Assert.Equal(0, value));
        layer.Parameter("strength").AsSpan<double>()[0] = 2;
        double[] made = layer.Module.Forward(new ForwardContext(State), maps).Evaluate().ToDoubles();
        Assert.Equal(made[..16], made[16..32]);
        Assert.NotEqual(made[..16], made[48..64]);
        Assert.InRange(Math.Sqrt(made.Average(value => value * value)), 1.4, 2.6);
    }

    [Fact]
    public void Mean_of_styles_moves_in_training_alone_and_truncation_draws_to_it()
    {
        using var layer = new LayerUnderTest(new MappingNetwork(styles: 3, layers: 2, decay: 0.75), [8, 5]);
        var mapping = (MappingNetwork)layer.Module;
        Tensor latent = Normal(7, [8, 5]);
        var training = new ForwardContext();
        Tensor styles = mapping.Forward(training, latent);
        Parameter mean = layer.Parameter("mean");
        Closeness.AssertClose((styles.Mean(0) * 0.25).Evaluate(), training.Read(mean).Evaluate(), 1e-12, "mean after a pass");
        var use = new ForwardContext { IsTraining = false };
        Closeness.AssertClose(styles.Evaluate(), mapping.Forward(use, latent).Evaluate(), 1e-12, "styles in use");
        Assert.Empty(use.Updates);
        Tensor still = Tensor.Constant(0, [], ElementType.Float64), half = Tensor.Constant(0.5, [], ElementType.Float64);
        Closeness.AssertClose(training.Read(mean).BroadcastTo([8, 3]).Evaluate(), mapping.Truncate(training, styles, still).Evaluate(), 1e-12, "ψ = 0");
        Closeness.AssertClose(((styles + training.Read(mean)) * 0.5).Evaluate(), mapping.Truncate(training, styles, half).Evaluate(), 1e-12, "ψ = ½");
    }

    [Fact]
    public void Slow_weights_begin_as_large_and_move_less()
    {
        using var slow = new LayerUnderTest(new Dense(64, bias: false, weight: new EqualizedLearningRate(Speed: 0.01)), [64, 64]);
        Assert.InRange(Math.Sqrt(slow.Parameter("weight").AsSpan<double>().ToArray().Average(value => value * value)), 95, 105);
        Tensor made = slow.Module.Forward(new ForwardContext(), Normal(5, [64, 64]));
        Assert.InRange(Number(made.Square().Mean()), 1.8, 2.2);
    }

    [Fact]
    public void Mix_takes_layers_from_one_on_from_the_other()
    {
        Tensor front = Tensor.Zeros([3, 4, 2]), behind = Tensor.Ones([3, 4, 2]);
        Tensor from = Tensor.Literal(NDArray.From<float>([3], [1, 3, 4]));
        double[] mixed = LayerStyles.Mix(front, behind, from).Evaluate().ToDoubles();
        Assert.Equal([2 * 3, 2 * 1, 0], [.. mixed.Chunk(8).Select(item => item.Sum())]);
    }

    [Fact]
    public void Picture_is_the_sum_of_those_of_all_sizes()
    {
        SynthesisBlock[] blocks =
        [
            new([new ModulatedConvolution(3, 4)], new ModulatedConvolution(3, 1, kernel: 1, demodulates: false)),
            new([new ModulatedConvolution(3, 2, doubles: true), new ModulatedConvolution(3, 2)], new ModulatedConvolution(3, 1, kernel: 1, demodulates: false)),
        ];
        using var layer = new LayerUnderTest(new SynthesisNetwork([4, 4, 4], blocks), [2, 4, 3]);
        Tensor styles = Normal(5, [2, 4, 3]);
        double[] before = Made();
        layer.Parameter("0/picture/bias").AsSpan<double>()[0] += 2;
        layer.Parameter("1/picture/bias").AsSpan<double>()[0] += 1;
        double[] after = Made();
        // In the middle, where the filter meets no border.
        Assert.Equal(before[27] + 3, after[27], 10);

        double[] Made() => layer.Module.Forward(new ForwardContext(), styles).Evaluate().ToDoubles();
    }

    [Fact]
    public void Path_length_of_a_linear_generator_is_that_of_its_transpose()
    {
        // One layer of two styles, pictures of 1x1 pixels with three channels: ‖Aᵀy‖ without a scale.
        Tensor matrix = Normal(8, [2, 3]), styles = Normal(9, [5, 1, 2]) * 1, noise = Normal(10, [5, 3, 1, 1]);
        Tensor pictures = Tensor.MatMul(styles.Reshape(5, 2), matrix).Reshape(5, 3, 1, 1);
        Tensor expected = Tensor.MatMul(noise.Reshape(5, 3), matrix, transposeRight: true).Square().Sum(1).Sqrt();
        // A number of 1e-12 stands under the root.
        Closeness.AssertClose(expected.Evaluate(), PathLength.Of(pictures, styles, noise).Evaluate(), 1e-8, "path length");
    }

    [Fact]
    public void Price_of_path_lengths_is_their_distance_from_the_running_mean_which_moves()
    {
        using var store = new ParameterStore();
        Parameter mean = store.Create("mean", Shape.Scalar);
        mean.AsSpan<float>()[0] = 2;
        var context = new ForwardContext();
        Tensor lengths = Tensor.Literal(NDArray.From<float>([2], [3, 7]));
        // The mean goes a quarter of the way from 2 to 5.
        Assert.Equal(((3 - 2.75) * (3 - 2.75) + (7 - 2.75) * (7 - 2.75)) / 2, Number(PathLength.Price(context, lengths, mean, decay: 0.25)), 6);
        Assert.Equal(2.75, Number(context.Read(mean)), 6);
    }

    [Theory]
    [InlineData(false, 28, 6)]
    [InlineData(true, 28, 6)]
    [InlineData(false, 64, 10)]
    [InlineData(true, 64, 10)]
    public void Pair_makes_pictures_by_two_styles_a_size_and_judges_them(bool isModulated, int side, int layers)
    {
        Adversarial recipe = Models.R1 with { Networks = isModulated ? StylePair.Modulated : StylePair.Normalized, Width = 2, Latent = 4 };
        using var game = new AssembledGame(recipe, [3, side, side], initialize: false);
        Assert.Equal(layers, Assert.IsType<SynthesisNetwork>(game.Networks["generator"].Children[2]).Layers);
        Assert.Equal(new Shape(3, side, side), game.Networks["generator"].OutputShape);
        Assert.Equal(new Shape(1), game.Networks["discriminator"].OutputShape);
        Assert.Equal(game.Networks["generator"].ParameterCount, new ModuleSummary(game.Networks["generator"]).Parameters);
    }

    // The penalty's slope of the discriminator's slope goes through all of its parts.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pair_plays_a_game_with_a_penalty_on_the_slope(bool isModulated)
    {
        Adversarial recipe = Models.R1 with { Networks = isModulated ? StylePair.Modulated : StylePair.Normalized, Width = 2, Latent = 4, Batch = 8 };
        var random = new Random(3);
        var data = new ArrayDataset("noise", [1, 8, 8], [.. Enumerable.Range(0, 32 * 64).Select(_ => (random.NextSingle() * 2) - 1)]);
        using TrainingRun run = Gan.Train(recipe, data, steps: 3, cancellationToken: TestContext.Current.CancellationToken);
        Samples samples = run.Generator.Sample(4);
        Assert.All(samples.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.NotEqual(samples.ValuesOf(0).ToArray(), samples.ValuesOf(1).ToArray());
    }

    private static Tensor Normal(uint stream, Shape shape) => Tensor.RandomNormal(State, stream, shape, ElementType.Float64);

    private static double Number(Tensor value) => value.Evaluate().ToDoubles()[0];
}
