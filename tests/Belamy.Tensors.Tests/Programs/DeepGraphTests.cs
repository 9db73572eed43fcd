namespace Belamy.Tensors.Tests.Programs;

/// <summary>Graphs so deep that a walk by recursion would end with the stack, and a single fused loop with what code can hold.</summary>
public class DeepGraphTests
{
    private const int Steps = 10_000;

    [Fact]
    public void Chain_of_20000_elementwise_nodes_compiles_and_has_its_gradients()
    {
        using var store = new ParameterStore();
        Parameter start = store.Create("start", NDArray.From<float>([3], [-1, 0, 2]));
        Parameter factor = store.Create("factor", NDArray.From<float>([3], [0.9998f, 0.9998f, 0.9998f]));
        Parameter term = store.Create("term", NDArray.From<float>([3], [0.5f, 1, -0.25f]));
        Tensor x = start.Value;
        for (int step = 0; step < Steps; step++)
            x = (x * factor.Value) + term.Value;
        Tensor[] gradients = x.Sum().Gradient([start.Value, term.Value]);

        using Program program = Program.Compile("chain", [x, .. gradients]);
        program.Run();

        // x_n = aⁿ x_0 + b (1 - aⁿ) / (1 - a). Ten thousand roundings of half an ulp leave 1e-3 of the value at worst.
        double power = Math.Pow(0.9998f, Steps);
        double series = (1 - power) / (1 - 0.9998f);
        AssertNear([(power * -1) + (0.5 * series), series, (power * 2) - (0.25 * series)], program.Outputs[0]);
        AssertNear([power, power, power], program.Outputs[1]);
        AssertNear([series, series, series], program.Outputs[2]);
        AssertNear([(power * -1) + (0.5 * series), series, (power * 2) - (0.25 * series)], x.Evaluate().AsSpan<float>());
    }

    [Fact]
    public void Chain_of_matrix_products_compiles_and_has_its_gradients()
    {
        using var store = new ParameterStore();
        // Turns by a small angle: their product is a turn by all angles together. Three thousand roundings leave 4e-4 at worst.
        const double angle = 1e-3;
        Parameter turn = store.Create("turn", NDArray.From<float>([2, 2], [(float)Math.Cos(angle), (float)Math.Sin(angle), -(float)Math.Sin(angle), (float)Math.Cos(angle)]));
        Parameter start = store.Create("start", NDArray.From<float>([1, 2], [1, 0]));
        const int turns = 3_000;
        Tensor x = start.Value;
        for (int step = 0; step < turns; step++)
            x = Tensor.MatMul(x, turn.Value);
        Tensor[] gradients = x.Slice(1, 0, 1).Sum().Gradient([start.Value, turn.Value]);

        using Program program = Program.Compile("turns", [x, .. gradients]);
        program.Run();

        double all = angle * turns;
        AssertNear([Math.Cos(all), Math.Sin(all)], program.Outputs[0]);
        AssertNear([Math.Cos(all), -Math.Sin(all)], program.Outputs[1]);
        Assert.DoesNotContain(program.Outputs[2].AsSpan<float>().ToArray(), value => !float.IsFinite(value) || value == 0);
    }

    private static void AssertNear(double[] expected, ProgramValue actual) => AssertNear(expected, actual.AsSpan<float>());

    private static void AssertNear(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int at = 0; at < expected.Length; at++)
            Assert.InRange(actual[at], expected[at] - (1e-3 * Math.Abs(expected[at])), expected[at] + (1e-3 * Math.Abs(expected[at])));
    }
}
