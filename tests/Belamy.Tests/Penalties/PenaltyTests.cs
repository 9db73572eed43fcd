using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Tests.Penalties;

public sealed class PenaltyTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));
    private static readonly NDArray Real = NDArray.From<double>([3, 2], [0.4, -1.2, 0.9, 1.5, -0.3, 0.2]);
    private static readonly NDArray Generated = NDArray.From<double>([3, 2], [-0.6, 0.8, 1.1, -0.4, 0.7, 1.3]);
    private static readonly NDArray Weight = NDArray.From<double>([2, 1], [3, 4]);

    // Nothing is added to the loss by none, nor by weight-clipping, which changes the weights themselves.
    public static TheoryData<string> Names => [.. Penalty.All.Select(penalty => penalty.Name).Except(["none", "weight-clipping"])];

    private static Penalty Find(string name) => Penalty.All.Single(penalty => penalty.Name == name);

    private static Tensor Value(Penalty penalty, Func<Tensor, Tensor> score, Tensor real, Tensor generated) =>
        penalty.Value(new Critique(new ForwardContext(State), score, real, generated, score(real), score(generated)))
            ?? throw new InvalidOperationException($"{penalty.Name} adds nothing to the loss.");

    private static void AssertGradients(Penalty penalty) => GradientCheck.CheckGradients(
        x => Value(penalty, items => Tensor.MatMul(Tensor.MatMul(items.Reshape(items.Shape[0], 2), x[0]).Tanh(), x[1]), Pictures(Real), Pictures(Generated)) + x[0].Sum() + x[1].Sum(),
        [NDArray.From<double>([2, 2], [0.5, -0.7, 1.1, 0.3]), NDArray.From<double>([2, 1], [0.8, -1.4])],
        order: 2);

    private static Tensor Pictures(NDArray items) => Tensor.Literal(items).Reshape(3, 1, 1, 2);

    // D(x) = w · x has the slope ‖w‖ = 5 everywhere.
    [Theory]
    [InlineData("gradient-penalty", 10 * 16)]
    [InlineData("dragan", 10 * 16)]
    [InlineData("r1", 5 * 25)]
    [InlineData("r2", 5 * 25)]
    [InlineData("r1-and-r2", 0.5 * (25 + 25))]
    public void Value_on_a_plane_follows_from_its_slope(string name, double expected)
    {
        Tensor weight = Tensor.Literal(Weight);
        Tensor value = Value(Find(name), x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated));
        Assert.Equal(expected, value.Evaluate().ToScalar(), 1e-5);
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(0.25, 20)]
    [InlineData(1, 5)]
    public void Weight_of_both_penalties_follows_the_course_of_the_run(double course, double expected)
    {
        Tensor weight = Tensor.Literal(Weight);
        Tensor Score(Tensor x) => Tensor.MatMul(x, weight);
        Tensor real = Tensor.Literal(Real), generated = Tensor.Literal(Generated);
        // The course of a run is a number of single precision, slopes here are of double.
        var context = new ForwardContext(State) { Course = Tensor.Constant(course, Shape.Scalar, ElementType.Float64) };
        var penalty = new R1AndR2 { Gamma = 1, FinalGamma = 0.2 };
        Assert.Equal(expected, penalty.Value(new Critique(context, Score, real, generated, Score(real), Score(generated))).Evaluate().ToScalar(), 1e-5);
    }

    /// <summary>On a plane a difference is ε w·n, of the mean square ε² ‖w‖²: w (25 + 25) is expected, and found within three deviations of a mean of so many.</summary>
    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(0.25, 0.5)]
    public void Finite_differences_on_a_plane_come_to_its_slope(double share, double step)
    {
        const int Items = 20_000;
        Tensor weight = Tensor.Literal(NDArray.From<float>([2, 1], [3, 4])), items = Tensor.Zeros([Items, 2]);
        var penalty = new FiniteDifferences { Weight = 1, Step = step, Share = share };
        double value = Value(penalty, x => Tensor.MatMul(x, weight), items, items).Evaluate().ToScalar();
        Assert.Equal(50, value, 3 * 50 * Math.Sqrt(1 / (share * Items)));
    }

    [Fact]
    public void Finite_differences_ask_about_the_first_items_alone()
    {
        var shapes = new List<Shape>();
        var penalty = new FiniteDifferences();
        Tensor items = Tensor.Zeros([8, 2]);
        penalty.Value(new Critique(new ForwardContext(State), Asked, items, items, Tensor.Zeros([8, 1]), Tensor.Zeros([8, 1])));
        Assert.Equal([[2, 2], [2, 2]], shapes);

        Tensor Asked(Tensor x)
        {
            shapes.Add(x.Shape);
            return x.Slice(1, 0, 1);
        }
    }

    // 10 (5 - t)², wherever the slope is taken.
    [Theory]
    [InlineData(PenaltyPoint.Interpolated, 0, 250)]
    [InlineData(PenaltyPoint.Real, 0, 250)]
    [InlineData(PenaltyPoint.Generated, 1, 160)]
    [InlineData(PenaltyPoint.Local, 0, 250)]
    [InlineData(PenaltyPoint.Local, 1, 160)]
    public void Gradient_penalty_pulls_to_its_target_at_each_place(PenaltyPoint point, double target, double expected)
    {
        Tensor weight = Tensor.Literal(Weight);
        var penalty = new GradientPenalty { Point = point, Target = target };
        Assert.Equal(expected, Value(penalty, x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated)).Evaluate().ToScalar(), 1e-5);
    }

    [Theory]
    [InlineData(PenaltyPoint.Real)]
    [InlineData(PenaltyPoint.Generated)]
    [InlineData(PenaltyPoint.Local)]
    public void Gradients_by_the_weights_agree_with_differences_at_each_place(PenaltyPoint point) =>
        AssertGradients(new GradientPenalty { Point = point, Target = 0.5 });

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
    public void Gradients_by_the_weights_agree_with_differences(string name)
    {
        // A picture of two pixels is too small to be moved.
        AssertGradients(Find(name) is Consistency consistency ? consistency with { Reflection = true } : Find(name));
    }

    // Reflected, (a, b) becomes (b, a): D = 3a + 4b changes by a - b, whose squares on the items are 2.56, 0.36 and 0.25.
    [Fact]
    public void Consistency_pays_for_what_a_reflection_changes()
    {
        double[] squares = [2.56, 0.36, 0.25];
        Tensor weight = Tensor.Literal(Weight);
        var paid = new HashSet<string>();
        for (int seed = 0; seed < 20; seed++)
        {
            Tensor? changed = null;
            Tensor Score(Tensor items)
            {
                changed = items;
                return Tensor.MatMul(items.Reshape(3, 2), weight);
            }

            Tensor real = Pictures(Real);
            Tensor logits = Score(real);
            var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [seed, 2, 3, 0])));
            double value = new Consistency { Reflection = true }.Value(new Critique(context, Score, real, real, logits, logits)).Evaluate().ToScalar();
            double[] items = changed!.Evaluate().ToDoubles();
            double[] before = Real.ToDoubles();
            bool[] reflected = [.. Enumerable.Range(0, 3).Select(at => items[2 * at] != before[2 * at])];
            Assert.All(Enumerable.Range(0, 3), at => Assert.Equal(before[(2 * at) + (reflected[at] ? 1 : 0)], items[2 * at]));
            Assert.Equal(10 * reflected.Zip(squares, (one, square) => one ? square : 0).Sum() / 3, value, 1e-9);
            paid.Add(string.Join(' ', reflected));
        }

        Assert.True(paid.Count > 3, "pictures are reflected one by one");
    }

    // One bright pixel in the middle of eight moves by at most one, to one of nine places, one of them its own.
    [Fact]
    public void Consistency_moves_pictures_by_an_eighth_of_their_sides()
    {
        Tensor real = Tensor.Literal(NDArray.From<double>([1, 1, 8, 8], [.. Enumerable.Range(0, 64).Select(at => at == 27 ? 1.0 : 0)]));
        Tensor place = Tensor.Literal(NDArray.From<double>([64, 1], [.. Enumerable.Range(0, 64).Select(at => (double)at)]));
        var costs = new HashSet<double>();
        for (int seed = 0; seed < 40; seed++)
        {
            Tensor Score(Tensor items) => Tensor.MatMul(items.Reshape(1, 64), place);
            var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [seed, 2, 3, 0])));
            costs.Add(new Consistency().Value(new Critique(context, Score, real, real, Score(real), Score(real))).Evaluate().ToScalar());
        }

        // Places differ by 0, 1, 7, 8 or 9, and λ is 10.
        Assert.Subset(new HashSet<double> { 0, 10, 490, 640, 810 }, costs);
        Assert.True(costs.Count > 2, "pictures move");
    }

    [Fact]
    public void Consistency_costs_nothing_where_the_change_is_not_seen()
    {
        Tensor real = Tensor.Literal(NDArray.From<double>([1, 1, 8, 8], [.. Enumerable.Range(0, 64).Select(at => at == 27 ? 1.0 : 0)]));
        Assert.Equal(0, Value(new Consistency { Reflection = true }, items => items.Sum([1, 2, 3]).Reshape(1, 1), real, real).Evaluate().ToScalar());
    }

    [Fact]
    public void Consistency_of_points_is_an_error()
    {
        Tensor weight = Tensor.Literal(Weight);
        string message = Assert.Throws<BelamyException>(() => Value(new Consistency(), x => Tensor.MatMul(x, weight), Tensor.Literal(Real), Tensor.Literal(Generated))).Message;
        Assert.StartsWith("penalty=consistency: changes pictures", message);
    }

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
