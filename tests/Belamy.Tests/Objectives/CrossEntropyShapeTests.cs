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
}
