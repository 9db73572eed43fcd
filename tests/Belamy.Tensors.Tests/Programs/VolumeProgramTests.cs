namespace Belamy.Tensors.Tests;

/// <summary>Convolutions along three axes in programs, fused with what lies between; values of more of them are in the golden file.</summary>
public sealed class VolumeProgramTests
{
    private static readonly ConvolutionGeometry Halving = ConvolutionGeometry.Create([8, 6, 4], [4], [2], [1]);

    [Fact]
    public void Chain_of_layers_and_its_gradients_equal_the_reference()
    {
        Tensor input = Seeded(1, 3, 5, 8, 6, 4), first = Seeded(2, 7, 5, 4, 4, 4), second = Seeded(3, 7, 2, 4, 4, 4), bias = Seeded(4, 7);
        Tensor halved = Tensor.Convolve(input, first, Halving) + bias.AsChannels(5);
        Tensor doubled = Tensor.ConvolveInput(Tensor.Select(halved > 0, halved, halved * 0.2), second, Halving).Tanh();
        Tensor[] outputs = [doubled, .. doubled.Square().Sum().Gradient([input, first, second, bias])];
        using Program program = Program.Compile("volumes", outputs);
        program.Run();
        for (int at = 0; at < outputs.Length; at++)
        {
            double[] expected = outputs[at].Evaluate().ToDoubles();
            // Sums of some hundred products of numbers about 1, in float32.
            double allowed = 1e-4 * expected.Max(Math.Abs);
            Assert.All(expected.Zip(program.Outputs[at].AsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, allowed));
        }
    }

    [Fact]
    public void Products_count_the_operations_of_their_definition_and_no_more()
    {
        const double Products = 3 * 4 * 3 * 2 * 64 * 5 * 7;
        Tensor input = Seeded(1, 3, 5, 8, 6, 4), kernel = Seeded(2, 7, 5, 4, 4, 4), output = Seeded(3, 3, 7, 4, 3, 2);
        Tensor[] products = [Tensor.Convolve(input, kernel, Halving), Tensor.ConvolveInput(output, kernel, Halving), Tensor.ConvolveKernel(input, output, Halving)];
        foreach (Tensor product in products)
        {
            using Program program = Program.Compile("product", [product]);
            // The reference evaluator counts none.
            Assert.Equal(2 * Products, program.Flops);
        }
    }

    private static Tensor Seeded(int seed, params int[] shape) =>
        Tensor.Literal(NDArray.From<float>(new Shape(shape), Array.ConvertAll(Values.Uniform(new Shape(shape), -1, 1, seed).ToDoubles(), value => (float)value)));
}
