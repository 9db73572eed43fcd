using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class CrossEntropyShapeTests
{
    [Theory]
    [InlineData(new[] { 3, 2 }, new[] { 2 })]
    [InlineData(new[] { 3, 2, 1 }, new[] { 3 })]
    [InlineData(new[] { 3, 2 }, new[] { 3, 1 })]
    public void Softmax_of_shapes_that_do_not_fit_names_both(int[] logits, int[] labels)
    {
        Tensor scores = Tensor.Zeros(new Shape(logits)), classes = Tensor.Zeros(new Shape(labels), ElementType.Int32);
        string message = Assert.Throws<ArgumentException>(() => CrossEntropy.Softmax(scores, classes)).Message;
        Assert.Contains($"{new Shape(logits)}", message, StringComparison.Ordinal);
        Assert.Contains($"{new Shape(labels)}", message, StringComparison.Ordinal);
    }

    // The value is that of torch.nn.functional.cross_entropy with probabilities of a third as targets.
    [Fact]
    public void Cross_entropy_against_equal_probabilities_is_that_of_pytorch()
    {
        Tensor logits = Tensor.Literal(NDArray.From<float>([2, 3], [1, 2, 4, 0, -1, 3]));
        using var program = Program.Compile("uniform", [CrossEntropy.Uniform(logits), CrossEntropy.Uniform(Tensor.Zeros([4, 10]))]);
        program.Run();
        Assert.Equal(2.1178649616568572, program.Outputs[0].AsSpan<float>()[0], 1e-6);
        Assert.Equal(Math.Log(10), program.Outputs[1].AsSpan<float>()[0], 1e-6);
        Assert.Throws<ArgumentException>(() => CrossEntropy.Uniform(Tensor.Zeros([4])));
    }
}
