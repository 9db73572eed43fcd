using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class TurnTests
{
    [Theory]
    // All of them above 0: only the middle between the means, 4, tells them apart.
    [InlineData(true, 1, 0)]
    [InlineData(false, 1, 0.75)]
    public void Accuracies_are_counted_from_zero_or_from_the_middle_of_both(bool haveZero, double onReal, double onGenerated)
    {
        Tensor real = Tensor.Literal(NDArray.From([4, 1], [5f, 6, 5, 6])), generated = Tensor.Literal(NDArray.From([4, 1], [1f, 2, 2, 5]));
        (Tensor right, Tensor rightOnGenerated) = Turn.Accuracies(real, generated, haveZero);
        Assert.Equal((onReal, onGenerated), (right.Evaluate().ToScalar(), rightOnGenerated.Evaluate().ToScalar()));
    }
}
