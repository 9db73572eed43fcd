using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Tests.Optimization;

public sealed class HistoricalAverageTests
{
    [Fact]
    public void Gradients_of_the_distance_agree_with_differences_to_second_order()
    {
        using var store = new ParameterStore();
        NDArray weight = NDArray.From<double>([2, 2], [0.5, -0.7, 1.1, 0.3]);
        NDArray bias = NDArray.From<double>([3], [0.8, -1.4, 0.2]);
        Parameter[] parameters = [store.Create("weight", weight), store.Create("bias", bias)];
        var state = new OptimizerState(store, "player");
        double[][] means = [[0.1, 0.9, -0.4, 0.6], [-0.3, 0.2, 1.5]];
        foreach ((Parameter parameter, double[] mean) in parameters.Zip(means))
            mean.CopyTo(state.Of("history", parameter).AsSpan<double>());
        // The mean is a constant to the gradient but not to differences; after so many moves the present values change it by 1e-12 of their own change.
        state.Scalar("history").AsSpan<float>()[0] = 1e12f;
        GradientCheck.CheckGradients(x => Distance(x[0], x[1]), [weight, bias], order: 2);

        double expected = weight.ToDoubles().Zip(means[0]).Concat(bias.ToDoubles().Zip(means[1])).Sum(pair => Math.Pow(pair.First - pair.Second, 2));
        Assert.Equal(expected, Distance(Tensor.Literal(weight), Tensor.Literal(bias)).Evaluate().ToScalar(), 1e-9);

        Tensor Distance(Tensor first, Tensor second)
        {
            var context = new ForwardContext();
            context.Update(parameters[0], first);
            context.Update(parameters[1], second);
            return new HistoricalAverage(state).Distance(context, parameters);
        }
    }
}
