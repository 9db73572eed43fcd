using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Tests.Penalties;

public sealed class PenaltyTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));
    private static readonly NDArray Real = NDArray.From<double>([3, 2], [0.4, -1.2, 0.9, 1.5, -0.3, 0.2]);
    private static readonly NDArray Generated = NDArray.From<double>([3, 2], [-0.6, 0.8, 1.1, -0.4, 0.7, 1.3]);
    private static readonly NDArray Weight = NDArray.From<double>([2, 1], [3, 4]);

    public static TheoryData<string> Names => [.. Penalty.All.Select(penalty => penalty.Name)];

    private static Penalty Find(string name) => Penalty.All.Single(penalty => penalty.Name == name);

    private static Tensor Value(Penalty penalty, Func<Tensor, Tensor> score, Tensor real, Tensor generated) =>
        penalty.Value(new Critique(new ForwardContext(State), score, real, generated, score(real), score(generated), [])) ?? Tensor.Constant(0, default, ElementType.Float64);

    // D(x) = w · x has the slope ‖w‖ = 5 everywhere.
    [Theory]
    [InlineData("gradient-penalty", 10 * 16)]
    [InlineData("dragan", 10 * 16)]
    [InlineData("r1", 5 * 25)]
    [InlineData("r2", 5 * 25)]
    public void Value_on_a_plane_follows_from_its_slope(string name, double expected)
    {
        Tensor weight = Tensor.Literal(Weight);
        Tensor value = Value(Find(name), x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated));
        Assert.Equal(expected, value.Evaluate().ToScalar(), 1e-5);
    }

    [Fact]
    public void One_sided_penalty_leaves_flat_discriminators_alone()
    {
        Tensor weight = Tensor.Literal(Weight) * 0.1;
        var penalty = new GradientPenalty { OneSided = true };
        Assert.Equal(0, Value(penalty, x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated)).Evaluate().ToScalar());
        Assert.Equal(2.5, Value(penalty with { OneSided = false }, x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated)).Evaluate().ToScalar(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_by_the_weights_agree_with_differences(string name) =>
        GradientCheck.CheckGradients(
            x => Value(Find(name), items => Tensor.MatMul(Tensor.MatMul(items, x[0]).Tanh(), x[1]), Tensor.Literal(Real), Tensor.Literal(Generated)) + x[0].Sum() + x[1].Sum(),
            [NDArray.From<double>([2, 2], [0.5, -0.7, 1.1, 0.3]), NDArray.From<double>([2, 1], [0.8, -1.4])],
            order: 2);

    [Fact]
    public void Clipping_bounds_every_weight()
    {
        using var store = new ParameterStore();
        Parameter parameter = store.Create("weight", [3]);
        new float[] { -5, 0.005f, 0.5f }.CopyTo(parameter.AsSpan<float>());
        var context = new ForwardContext();
        new WeightClipping().Constrain(context, [parameter]);
        Assert.Equal([-0.01f, 0.005f, 0.01f], context.Updates[parameter].Evaluate().AsSpan<float>().ToArray());
    }
}
