using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>What blocks do, by hand values and by the facts of their papers.</summary>
public sealed class BlockTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));

    private static double[] Apply(Module module, Shape shape, double[] values, int[]? labels = null)
    {
        using var layer = new LayerUnderTest(module, shape);
        Tensor? classes = labels is null ? null : Tensor.Literal(NDArray.From<int>([labels.Length], labels));
        return layer.Module.Forward(new ForwardContext(State), Tensor.Literal(NDArray.From<double>(shape, values)), classes).Evaluate().ToDoubles();
    }

    [Fact]
    public void Pixel_shuffle_lays_channels_out_as_squares() =>
        Assert.Equal([1, 2, 3, 4], Apply(new PixelShuffle(2), [1, 4, 1, 1], [1, 2, 3, 4]));

    [Fact]
    public void Pools_take_the_greatest_and_the_mean_of_a_square()
    {
        Assert.Equal([4, 9], Apply(new MaxPool(2), [1, 1, 2, 4], [1, 2, 5, 6, 3, 4, 9, 8]));
        Assert.Equal([2.5, 7], Apply(new AveragePool(2), [1, 1, 2, 4], [1, 2, 5, 6, 3, 4, 9, 8]));
    }

    // As PyTorch's max_pool2d gives it, which takes the first of equals too.
    [Fact]
    public void Greatest_of_equals_that_has_the_gradient_is_the_first()
    {
        double[] input = [0, 0, 1, 1, 0, 0, 1, 1, 2, 3, -1, 0, 3, 3, 0, 0];
        Tensor x = Tensor.Literal(NDArray.From<double>([1, 1, 4, 4], input));
        using var layer = new LayerUnderTest(new MaxPool(2), [1, 1, 4, 4]);
        Tensor y = layer.Module.Forward(new ForwardContext(State), x);
        Tensor loss = (y * Tensor.Literal(NDArray.From<double>([1, 1, 2, 2], [1, 2, 3, 4]))).Sum();
        Assert.Equal([1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0], loss.Gradient([x])[0].Evaluate().ToDoubles());
    }

    [Fact]
    public void Minibatch_discrimination_adds_the_closeness_to_all_others()
    {
        // One kernel of one dimension with weight 1: c = e^-|x_i - x_j|.
        double[] output = Apply(new MinibatchDiscrimination(1, 1, Initializers.Ones), [3, 1], [0, 1, 3]);
        double near = Math.Exp(-1), far = Math.Exp(-3), middle = Math.Exp(-2);
        double[] expected = [0, near + far, 1, near + middle, 3, far + middle];
        for (int at = 0; at < expected.Length; at++)
            Assert.Equal(expected[at], output[at], 1e-9);
    }

    [Fact]
    public void Minibatch_deviation_of_equal_items_is_nearly_nothing_and_of_two_is_half_their_distance()
    {
        Assert.Equal([2, 1e-4, 2, 1e-4], Apply(new MinibatchDeviation(), [2, 1], [2, 2]));
        double[] apart = Apply(new MinibatchDeviation(), [2, 1], [1, 5]);
        Assert.Equal(2, apart[1], 1e-6);
    }

    [Fact]
    public void Virtual_batch_norm_does_not_see_the_others_of_a_batch()
    {
        NDArray reference = NDArray.From<double>([3, 2], [1, 0, 2, -1, 0.5, 3]);
        double[] alone = Apply(new VirtualBatch(new VirtualBatchNorm(3), reference), [1, 2], [0.3, 0.7]);
        double[] among = Apply(new VirtualBatch(new VirtualBatchNorm(3), reference), [3, 2], [0.3, 0.7, 100, -50, 7, 8]);
        Assert.Equal(alone[0], among[0], 1e-12);
        Assert.Equal(alone[1], among[1], 1e-12);
    }

    [Fact]
    public void Norms_bring_what_they_go_over_to_mean_0_and_variance_1()
    {
        double[] values = [1, 5, 2, 8, -3, 4, 0, 2];
        double[] instance = Apply(new InstanceNorm(), [1, 2, 2, 2], values);
        AssertNormal(instance[..4]);
        AssertNormal(instance[4..]);
        AssertNormal(Apply(new LayerNorm(), [1, 2, 4], values));
        AssertNormal(Apply(new GroupNorm(2), [1, 4, 2], values)[..4]);
        double[] pixel = Apply(new PixelNorm(), [1, 2, 1], [3, 4]);
        Assert.Equal(1, pixel.Average(value => value * value), 1e-6);

        static void AssertNormal(double[] part)
        {
            Assert.Equal(0, part.Average(), 1e-6);
            Assert.Equal(1, part.Average(value => value * value), 1e-4);
        }
    }

    [Theory]
    [InlineData(LabelJoin.Multiply, 2)]
    [InlineData(LabelJoin.Concatenate, 5)]
    public void Label_embedding_tells_classes_apart(LabelJoin join, int size)
    {
        double[] output = Apply(new LabelEmbedding(3, join), [3, 2], [1, 1, 1, 1, 1, 1], [0, 2, 0]);
        Assert.Equal(size * 3, output.Length);
        Assert.Equal(output[..size], output[(2 * size)..]);
        Assert.NotEqual(output[..size], output[size..(2 * size)]);
    }

    [Fact]
    public void Self_attention_begins_as_nothing() =>
        Assert.Equal([1, 2, 3, 4], Apply(new SelfAttention(), [1, 1, 2, 2], [1, 2, 3, 4]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Weight_norm_gives_every_output_a_weight_of_its_length(bool isLearned)
    {
        // Rows of the identity read the weight out.
        double[] weight = Apply(new Dense(2, bias: false, weight: new WeightNorm(1.5, isLearned)), [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        for (int output = 0; output < 2; output++)
            Assert.Equal(1.5, Math.Sqrt(Enumerable.Range(0, 3).Sum(row => Math.Pow(weight[(2 * row) + output], 2))), 1e-6);
    }
}
