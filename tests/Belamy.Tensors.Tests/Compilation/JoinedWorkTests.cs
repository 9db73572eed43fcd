using Belamy.Tensors.Compilation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.Compilation;

/// <summary>Work that is done at once though the graph has it in pieces: products that are only added, and the softmax of scores. Values are those of the reference evaluator.</summary>
public sealed class JoinedWorkTests
{
    private const int Steps = 6;
    private const int Rows = 3;
    private const int Units = 16;

    // Sums of some dozens of terms below 4, added in another order.
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_gradient_that_every_step_adds_to_is_one_product(bool isReadSideBySide)
    {
        Tensor weights = Tensor.Input("w", [Units, Units]);
        Tensor input = Tensor.Input("x", [Steps * Rows, Units]);
        Tensor state = input.Slice(0, 0, Rows);
        var states = new Tensor[Steps];
        for (int step = 0; step < Steps; step++)
            states[step] = state = (Tensor.MatMul(state, weights) + input.Slice(0, step * Rows, Rows)).Tanh();
        Tensor[] outputs = [.. (isReadSideBySide ? Tensor.Concat(0, states) : state).Sum().Gradient([weights, input])];
        if (isReadSideBySide)
            outputs = [Tensor.Concat(0, states), .. outputs];
        using Program program = Run(outputs);
        Tensor[] nodes = Nodes(program);
        Tensor[] ofWeights = [.. nodes.Where(node => node.Operation is MatrixProductOperation { TransposeLeft: true } && node.Shape == weights.Shape)];
        Assert.Equal(Steps * Rows, Assert.Single(ofWeights).Inputs[0].Shape[0]);
    }

    // What moves more than it spares stays: outer products of long vectors are large, these are small.
    [Fact]
    public void Compile_products_whose_results_are_smaller_than_their_operands_stay_apart()
    {
        Tensor[] left = [.. Enumerable.Range(0, Steps).Select(at => Tensor.Input($"a{at}", [64, 2]))];
        Tensor[] right = [.. Enumerable.Range(0, Steps).Select(at => Tensor.Input($"b{at}", [64, 2]))];
        Tensor sum = Tensor.MatMul(left[0], right[0], transposeLeft: true);
        for (int at = 1; at < Steps; at++)
            sum += Tensor.MatMul(left[at], right[at], transposeLeft: true);
        using Program program = Run([sum]);
        Assert.Equal(Steps, Nodes(program).Count(node => node.Operation is MatrixProductOperation));
    }

    [Fact]
    public void Compile_softmax_and_its_gradient_run_behind_the_products_whose_rows_they_finish()
    {
        Tensor query = Tensor.Input("q", [2, 3, 16, 4]), key = Tensor.Input("k", [2, 3, 16, 4]), value = Tensor.Input("v", [2, 3, 16, 4]);
        Tensor scores = Tensor.MatMul(query, key, transposeRight: true) * 0.5;
        Tensor shares = (scores - scores.ReduceMax([3], keepAxes: true).StopGradient()).Exp();
        Tensor seen = Tensor.MatMul(shares / shares.Sum(3, keepAxes: true), value);
        Tensor[] outputs = [seen, .. (seen * seen).Sum().Gradient([query, key, value])];
        using Program program = Run(outputs);
        BuiltKernel[] kernels = [.. program.Plan!.Kernels.SelectMany(wave => wave)];
        BuiltKernel ofScores = Assert.Single(kernels, kernel => kernel.Plan.Writes.Any(tensor => tensor.Operation is ReductionOperation { Kind: ReductionKind.Max }));
        Assert.IsType<MatrixProductOperation>(Assert.IsType<NodePlan>(ofScores.Plan).Node.Operation);
        // Greatest, exponentials with their sum, shares.
        Assert.Equal(3, ofScores.Epilogues.Count);
        Assert.DoesNotContain(kernels, kernel => kernel.Plan is LoopPlan && kernel.Plan.Writes.Any(tensor => tensor.Operation is ReductionOperation));
    }

    // What is put out as well as read lies in memory all the same.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_batched_products_that_read_each_other_run_item_by_item(bool areSharesPutOut)
    {
        Tensor query = Tensor.Input("q", [8, 2, 20, 4]), key = Tensor.Input("k", [8, 2, 24, 4]), value = Tensor.Input("v", [8, 2, 24, 12]);
        Tensor scores = Tensor.MatMul(query, key, transposeRight: true);
        Tensor shares = (scores - scores.ReduceMax([3], keepAxes: true).StopGradient()).Exp();
        shares /= shares.Sum(3, keepAxes: true);
        Tensor[] outputs = [Tensor.MatMul(shares, value), .. areSharesPutOut ? [shares] : Array.Empty<Tensor>()];
        using Program program = Run([.. outputs, .. (outputs[0] * outputs[0]).Sum().Gradient([query, key, value])]);
        KernelPlan[] plans = [.. program.Plan!.Kernels.SelectMany(wave => wave).Select(kernel => kernel.Plan)];
        Assert.NotEmpty(plans.OfType<ItemPlan>());
        Assert.Equal(areSharesPutOut ? 1 : 0, plans.SelectMany(plan => plan.Writes).Count(tensor => tensor.Shape == shares.Shape));
        float[][] before = [.. program.Outputs.Select(output => output.AsSpan<float>().ToArray())];
        program.Run();
        Assert.Equal(before, program.Outputs.Select(output => output.AsSpan<float>().ToArray()));
    }

    /// <summary>Runs a program on small numbers and compares it with the evaluator.</summary>
    private static Program Run(Tensor[] outputs)
    {
        Program program = Program.Compile("joined", outputs);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        var values = new Dictionary<Tensor, Tensor>();
        foreach (Tensor input in Graph.InOrder(outputs).Where(tensor => tensor.Operation is InputOperation))
        {
            string name = ((InputOperation)input.Operation).InputName;
            float[] numbers = [.. Enumerable.Range(0, (int)input.Shape.Count).Select(at => (((at + name[^1]) * 37 % 41) - 20) / 32f)];
            numbers.CopyTo(program.Input(name).AsSpan<float>());
            values[input] = Tensor.Literal(NDArray.From(input.Shape, numbers));
        }

        program.Run();
        Tensor[] expected = Tensor.Substitute(outputs, values);
        for (int output = 0; output < outputs.Length; output++)
        {
            double[] wanted = expected[output].Evaluate().ToDoubles();
            float[] found = program.Outputs[output].AsSpan<float>().ToArray();
            for (int at = 0; at < wanted.Length; at++)
                Assert.True(Math.Abs(wanted[at] - found[at]) <= Tolerance, $"output {output}, element {at}: {found[at]}, not {wanted[at]}");
        }

        return program;
    }

    private static Tensor[] Nodes(Program program) =>
        [.. program.Plan!.Kernels.SelectMany(wave => wave).Select(kernel => kernel.Plan).OfType<NodePlan>().Select(plan => plan.Node)];
}
