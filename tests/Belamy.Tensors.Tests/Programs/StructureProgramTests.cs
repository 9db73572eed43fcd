using Belamy.Tensors.Compilation;
using Belamy.Tensors.Cpu;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.Programs;

/// <summary>
/// Pads, concatenations, lookups and their like in programs: the bits of the reference evaluator with any number of threads, and
/// nothing left to the garbage collector.
/// </summary>
public sealed class StructureProgramTests
{
    private static readonly Dictionary<string, Func<Case>> Cases = new()
    {
        ["Pad of a vector"] = () => Of(X(5).Pad([2], [3])),
        ["Pad of a vector in pieces"] = () => Of(X(50_000).Pad([70_001], [33])),
        ["Pad before and behind in pieces"] = () => Of(X(5, 7, 30, 31).Pad([0, 1, 2, 0], [1, 0, 3, 4])),
        ["Pad between"] = () => Of(X(3, 4, 5).Pad([1, 0, 2], [0, 2, 1], [2, 1, 3])),
        ["Pad between in pieces"] = () => Of(X(6, 8, 20, 21).Pad([0, 0, 1, 2], [0, 0, 2, 1], [0, 0, 1, 2])),
        ["Pad between first axes"] = () => Of(X(9, 8, 3, 64).Pad([1, 0, 0, 0], [2, 5, 0, 0], [3, 2, 0, 0])),
        ["Pad around axes of size 1"] = () => Of(X(1, 6, 1, 3).Pad([2, 0, 1, 0], [0, 0, 1, 0], [5, 0, 4, 0])),
        ["Pad of a single element"] = () => Of(X(1, 1).Pad([0, 0], [0, 2], [3, 0])),
        ["Pad of nothing"] = () => Of(X(0, 3).Pad([2, 1], [1, 0])),
        ["Pad of a broadcast"] = () => Of(X(4, 1, 5).BroadcastTo([4, 6, 5]).Pad([0, 1, 1], [1, 0, 0]), X(1, 3).BroadcastTo([7, 3]).Pad([0, 1], [2, 0])),
        ["Pad of a broadcast row"] = () => Of(X(40, 1).BroadcastTo([40, 1000]).Pad([0, 3], [1, 0])),
        ["Pad of a part reversed, in another order"] = () => Of(X(9, 8, 7).Slice([1, 0, 2], [3, 8, 5], [3, 1, 1]).Reverse(1, 2).Permute(2, 0, 1).Pad([1, 1, 0], [0, 2, 1], [1, 0, 2])),
        ["Pad of whole numbers and masks"] = () => Of(Whole(6, 5).Pad([1, 0], [0, 2], [0, 1]), (X(4, 3) < Seeded(2, 4, 3)).Pad([0, 1], [2, 0])),
        ["Pad of what a convolution wrote"] = () => Behind(Image(), y => y.Pad([0, 0, 2, 1], [0, 0, 1, 3]), y => y.Pad([1, 2, 0, 0], [0, 1, 0, 0], [0, 1, 1, 2])),
        ["Pad before a convolution"] = () => Before(X(4, 16, 30, 28).Pad([0, 0, 1, 3], [0, 0, 1, 1])),
        ["Pad of channels before a convolution"] = () => Before(X(4, 11, 32, 32).Pad([0, 2, 0, 0], [0, 3, 0, 0])),
        ["Pad between what a convolution wrote, before another"] = () => Before(Image(), y => y.Slice([0, 0, 0, 0], [4, 16, 16, 16], [1, 1, 1, 1]).Pad([0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 1])),
        ["Sum of pads side by side"] = () => Of(X(4, 3).Pad([0, 2], [0, 5]) + Seeded(2, 4, 5).Pad([0, 5], [0, 0]) + Seeded(3, 4, 2).Pad([0, 0], [0, 8])),
        ["Sum of pads with a gap that another fills"] = () => Of(X(3, 2).Pad([0, 0], [0, 6]) + Seeded(2, 3, 2).Pad([0, 4], [0, 2]) + Seeded(3, 3, 1).Pad([0, 3], [0, 4])),
        ["Sum of pads of pads, two and two at the same place"] = () => Of(
            X(3, 1, 4, 1).Pad([0, 0, 0, 1], [0, 0, 0, 0]).Pad([0, 1, 0, 0], [0, 0, 0, 0]) + Seeded(2, 3, 1, 4, 1).Pad([0, 0, 0, 0], [0, 0, 0, 1]).Pad([0, 1, 0, 0], [0, 0, 0, 0])
            + Seeded(3, 3, 1, 4, 1).Pad([0, 0, 0, 1], [0, 0, 0, 0]).Pad([0, 0, 0, 0], [0, 1, 0, 0]) + Seeded(4, 3, 1, 4, 1).Pad([0, 0, 0, 0], [0, 0, 0, 1]).Pad([0, 0, 0, 0], [0, 1, 0, 0])),
        ["Sum of a concatenation and a pad, with zeros and at the same place"] = () => Of(
            Tensor.Concat(1, X(3, 2), Tensor.Zeros([3, 4]), Seeded(2, 3, 1)) + Seeded(3, 3, 2).Pad([0, 0], [0, 5]), Tensor.Concat(1, X(3, 2), Seeded(2, 3, 3)) + Seeded(3, 3, 2).Pad([0, 1], [0, 2])),
        ["Sum of pads far apart, overlapping, along two axes, between"] = () => Of(
            X(3, 2).Pad([0, 0], [0, 60]) + Seeded(2, 3, 2).Pad([0, 60], [0, 0]), X(3, 2).Pad([0, 0], [0, 2]) + Seeded(2, 3, 3).Pad([0, 1], [0, 0]),
            X(3, 2).Pad([1, 0], [0, 0]) + Seeded(2, 4, 1).Pad([0, 1], [0, 0]), X(3, 2).Pad([0, 0], [0, 3], [0, 1]) + Seeded(2, 3, 2).Pad([0, 4], [0, 0])),
        ["Concat of vectors"] = () => Of(Tensor.Concat(0, X(3), Seeded(2, 1), Seeded(3, 4))),
        ["Concat of vectors in pieces"] = () => Of(Tensor.Concat(0, X(40_000), X(17), Seeded(2, 50_001))),
        ["Concat along the first axis"] = () => Of(Tensor.Concat(0, X(30, 40, 50), Seeded(2, 7, 40, 50))),
        ["Concat along a middle axis"] = () => Of(Tensor.Concat(1, X(30, 9, 50), Seeded(2, 30, 1, 50), Seeded(3, 30, 30, 50))),
        ["Concat along the last axis"] = () => Of(Tensor.Concat(2, X(30, 40, 3), Seeded(2, 30, 40, 33), Seeded(3, 30, 40, 1))),
        ["Concat of axes of size 1"] = () => Of(Tensor.Concat(1, X(1, 1, 1), Seeded(2, 1, 1, 1)), Tensor.Concat(0, X(1, 5), Seeded(2, 1, 5))),
        ["Concat of pixels in turn"] = () => Of(Tensor.Concat(3, X(9, 40, 53, 1), Seeded(2, 9, 40, 53, 1)), Tensor.Concat(2, X(9, 53, 1), Seeded(2, 9, 53, 1), Seeded(3, 9, 53, 1))),
        ["Concat of pixels in turn, of parts"] = () => Of(Tensor.Concat(2, X(9, 70, 1).Slice(1, 3, 60), Seeded(2, 9, 120, 1).Slice(1, 1, 60, 2)), Tensor.Concat(3, X(9, 40, 53, 1).Reverse(1), Seeded(2, 40, 9, 53, 1).Permute(1, 0, 2, 3))),
        ["Concat and pad of few along the last axis"] = () => Of(Tensor.Concat(2, X(50, 300, 3), Seeded(2, 50, 300, 2)), X(50, 300, 3).Pad([1, 2, 1], [0, 5, 2], [0, 1, 2]), X(7, 9000).Transpose().Reshape(9000, 7, 1).Pad([3, 0, 1], [0, 0, 0])),
        ["Copies of few along the last axis"] = () => Of(
            X(3, 8, 20, 24).Reshape(3, 2, 2, 2, 20, 24).Permute(0, 1, 4, 2, 5, 3).Reshape(3, 2, 40, 48), X(3, 2, 40, 48).Reshape(3, 2, 20, 2, 24, 2).Permute(0, 1, 3, 5, 2, 4).Reshape(3, 8, 20, 24),
            X(3, 2, 20, 1, 24, 1).BroadcastTo([3, 2, 20, 2, 24, 2]).Reshape(3, 2, 40, 48)),
        ["Outputs that share memory"] = () => Of(Tensor.Concat(0, X(3, 4), X(2, 4)), Tensor.Concat(0, X(3, 4), X(2, 4)), Tensor.Concat(0, X(3, 4), X(2, 4)).Reshape(2, 10), Tensor.Concat(0, X(3, 4), X(2, 4)).Slice(0, 1, 3) * 2),
        ["Pixel shuffle of what a convolution wrote"] = () => Behind(
            Image(), y => y.Reshape(4, 4, 2, 2, 32, 32).Permute(0, 1, 4, 2, 5, 3).Reshape(4, 4, 64, 64), y => y.Reshape(4, 16, 16, 2, 16, 2).Permute(0, 1, 3, 5, 2, 4).Reshape(4, 64, 16, 16)),
        ["Pixel shuffle before a convolution"] = () => Before(Image(), y => y.Reshape(4, 4, 2, 2, 32, 32).Permute(0, 1, 4, 2, 5, 3).Reshape(4, 4, 64, 64)),
        ["Concat with nothing"] = () => Of(Tensor.Concat(1, X(3, 0), X(3, 2), X(3, 0), X(3, 4)), Tensor.Concat(0, X(0, 2), Seeded(2, 0, 2))),
        ["Concat with itself, broadcast, reversed, transposed"] = () => Of(
            Tensor.Concat(1, X(6, 6), X(6, 6), X(6, 1).BroadcastTo([6, 3]), X(1, 1).BroadcastTo([6, 2]), X(6, 6).Reverse(0, 1), X(6, 6).Transpose())),
        ["Concat of whole numbers and masks"] = () => Of(Tensor.Concat(0, Whole(2, 5), Whole(3, 5)), Tensor.Concat(1, X(4, 3) < Seeded(2, 4, 3), X(4, 3) > Seeded(2, 4, 3))),
        ["Concat of what a convolution wrote"] = () => Behind(Image(), y => Tensor.Concat(1, y, Seeded(4, 4, 5, 32, 32)), y => Tensor.Concat(3, y, y.Reverse(3)), y => Tensor.Concat(0, y, y)),
        ["Concat of channels before a convolution"] = () => Before(Image(), y => Tensor.Concat(1, Seeded(4, 4, 3, 32, 32), y, Seeded(5, 4, 1, 1, 1).BroadcastTo([4, 2, 32, 32]))),
        ["Gather of rows"] = () => Of(X(100, 400).Gather(Indices(90, 100))),
        ["Gather of rows that tasks begin within"] = () => Of(X(100, 403).Gather(Indices(97, 100))),
        ["Gather along a middle axis"] = () => Of(X(20, 30, 40).Gather(Indices(50, 30), 1)),
        ["Gather along the last axis"] = () => Of(X(200, 30).Gather(Indices(170, 30), 1)),
        ["Gather of one, from one"] = () => Of(X(1).Gather(Indices(1, 1)), X(3, 1, 2).Gather(Indices(4, 1), 1), X(3, 5, 1).Gather(Indices(4, 5), 1)),
        ["Gather of nothing"] = () => Of(X(4, 3).Gather(Indices(0, 4)), X(4, 0).Gather(Indices(2, 4))),
        ["Gather of a broadcast, transposed"] = () => Of(X(1, 9).BroadcastTo([5, 9]).Gather(Indices(7, 5)), X(9, 5).Transpose().Gather(Indices(7, 5))),
        ["Gather of whole numbers at computed places"] = () => Of(Whole(8, 3).Gather(Indices(6, 8) + Indices(6, 2, seed: 3))),
        ["Gather of what a convolution wrote"] = () => Behind(Image(), y => y.Gather(Indices(9, 16), 1), y => y.Gather(Indices(3, 32), 3)),
        ["ScatterAdd of rows"] = () => Of(X(100, 400).ScatterAdd(Indices(250, 100), Seeded(2, 250, 400))),
        ["ScatterAdd of many to few"] = () => Of(X(3, 37).ScatterAdd(Indices(5000, 3), Seeded(2, 5000, 37))),
        ["ScatterAdd along a middle axis"] = () => Of(X(20, 30, 41).ScatterAdd(Indices(50, 30), Seeded(2, 20, 50, 41), 1)),
        ["ScatterAdd along the last axis"] = () => Of(X(200, 30).ScatterAdd(Indices(170, 30), Seeded(2, 200, 170), 1)),
        ["ScatterAdd of single numbers"] = () => Of(X(40_000).ScatterAdd(Indices(30_000, 40_000), Seeded(2, 30_000)), X(1, 2).ScatterAdd(Indices(3, 1), Seeded(2, 3, 2))),
        ["ScatterAdd to a constant"] = () => Of(Tensor.Constant(3, [100, 403]).ScatterAdd(Indices(251, 100), Seeded(2, 251, 403)), Tensor.Zeros([20, 30, 41]).ScatterAdd(Indices(50, 30), Tensor.Constant(2, [20, 50, 41]), 1)),
        ["ScatterAdd of nothing"] = () => Of(X(4, 3).ScatterAdd(Indices(0, 4), X(0, 3))),
        ["ScatterAdd of broadcasts"] = () => Of(X(1, 9).BroadcastTo([5, 9]).ScatterAdd(Indices(7, 5), Seeded(2, 7, 1).BroadcastTo([7, 9]))),
        ["ScatterAdd to what a convolution wrote"] = () => Behind(Image(), y => y.ScatterAdd(Indices(9, 16), Seeded(4, 4, 9, 32, 32), 1), y => Seeded(4, 4, 5, 32, 32).ScatterAdd(Indices(16, 5), y, 1)),
        ["ArgMax along the first axis"] = () => Of(X(20, 3001).ArgMax(0), X(20, 5).ArgMax(0)),
        ["ArgMax along a middle axis"] = () => Of(X(30, 40, 50).ArgMax(1), X(3, 40, 1).ArgMax(1)),
        ["ArgMax along the last axis"] = () => Of(X(3000, 21).ArgMax(1), X(70_000).ArgMax(0)),
        ["ArgMax of one"] = () => Of(X(4, 1, 9).ArgMax(1), X(1).ArgMax(0)),
        ["ArgMax with ties"] = () => Of(X(40, 21, 30).Floor().ArgMax(1), X(40, 21).Floor().ArgMax(1)),
        ["ArgMax with NaN and infinities"] = () => Of((1 / X(40, 21, 30).Floor()).ArgMax(1), (X(300, 7).Floor() / X(300, 7).Floor()).ArgMax(1), (-1 / X(300, 7).Floor().Abs()).ArgMax(0)),
        ["ArgMax of a broadcast, reversed"] = () => Of(X(1, 9).BroadcastTo([5, 9]).ArgMax(0), X(6, 9).Reverse(0, 1).ArgMax(1)),
        ["ArgMax of what a convolution wrote"] = () => Behind(Image(), y => y.ArgMax(1), y => y.ArgMax(3)),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_equals_reference_to_the_bit_with_any_number_of_threads(string name)
    {
        Case one = Cases[name]();
        using Program program = Compile(name, one);
        int threads = Program.Threads;
        try
        {
            for (Program.Threads = 1; ; Program.Threads++)
            {
                Poison(program);
                program.Run();
                var given = one.Given.Select((tensor, at) => (tensor, Value: program.Outputs[at].ToArray())).ToDictionary(pair => pair.tensor, pair => pair.Value);
                NDArray[] expected = ReferenceEvaluator.Evaluate(one.Results, given);
                for (int at = 0; at < expected.Length; at++)
                    Assert.Equal(Bits(expected[at]), Bits(program.Outputs[one.Given.Length + at].ToArray()));
                if (Program.Threads == 3)
                    break;
            }
        }
        finally
        {
            Program.Threads = threads;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_has_kernels_and_allocates_nothing(string name)
    {
        using Program program = Compile(name, Cases[name]());
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        Assert.DoesNotContain(program.Plan!.Kernels.SelectMany(wave => wave), kernel => kernel.Kernel.Name.StartsWith("reference", StringComparison.Ordinal));
        Assert.SkipWhen(PlanCheck.IsOn, "Checked runs allocate.");
        program.Run();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 6; attempt++)
        {
            // All threads: what the test runner allocates beside falls into some attempts only.
            long before = GC.GetTotalAllocatedBytes(precise: true);
            program.Run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Run_products_of_matrices_that_lie_unevenly_have_a_kernel()
    {
        // Heads of an attention: [batch, place, head, feature] seen as [batch, head, place, feature].
        Tensor x = X(3, 5, 4, 8).Permute(0, 2, 1, 3);
        Case one = Of(Tensor.MatMul(x, Seeded(2, 3, 5, 4, 8).Permute(0, 2, 1, 3), transposeRight: true), Tensor.MatMul(X(3, 1, 6, 5).BroadcastTo([3, 4, 6, 5]), x));
        using Program program = Compile("heads", one);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        Assert.DoesNotContain(program.Plan!.Kernels.SelectMany(wave => wave), kernel => kernel.Kernel.Name.StartsWith("reference", StringComparison.Ordinal));
        program.Run();
        NDArray[] expected = ReferenceEvaluator.Evaluate(one.Results, new Dictionary<Tensor, NDArray>());
        for (int at = 0; at < expected.Length; at++)
        {
            // Sums of at most 8 products below 4: within a few units in the last place of 32.
            foreach ((double wanted, double found) in expected[at].ToDoubles().Zip(program.Outputs[at].ToArray().ToDoubles()))
                Assert.Equal(wanted, found, 1e-5);
        }
    }

    [Fact]
    public void Gradient_of_the_steps_of_a_sequence_is_one_concatenation()
    {
        Tensor sequence = Tensor.Input("sequence", [3, 9, 4]), state = Tensor.Zeros([3, 1, 4]);
        for (int step = 0; step < 9; step++)
            state = (state * 0.5 + sequence.Slice(1, step, 1)).Tanh();
        using Program program = Program.Compile("sequence", [state.Sum().Gradient(sequence)]);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        string[] copies = [.. program.Plan!.Kernels.SelectMany(wave => wave).Select(kernel => kernel.Kernel.Name).Where(name => name.StartsWith("copy", StringComparison.Ordinal))];
        Assert.Equal("copy Concat [3, 9, 4]", Assert.Single(copies));
    }

    [Fact]
    public void Gradient_of_pooling_pads_nothing()
    {
        Tensor picture = Tensor.Input("picture", [2, 3, 4, 2, 6, 2]);
        Tensor[] places = [.. Enumerable.Range(0, 4).Select(at => picture.Slice(3, at / 2, 1).Slice(5, at % 2, 1))];
        using Program program = Program.Compile("pooling", [Tensor.Max(Tensor.Max(places[0], places[1]), Tensor.Max(places[2], places[3])).Square().Sum().Gradient(picture)]);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        Assert.DoesNotContain(program.Plan!.Kernels.SelectMany(wave => wave), kernel => kernel.Kernel.Name.Contains("Pad", StringComparison.Ordinal));
    }

    private static Program Compile(string name, Case one) => Program.Compile(name, [.. one.Given, .. one.Results, .. one.Users]);

    /// <summary>Fills all that the program has to write with what no kernel writes here: with all bits set, a NaN.</summary>
    private static void Poison(Program program)
    {
        foreach (ProgramValue output in program.Outputs)
            HostMemory.Fill(output.Address, output.Shape.Count * output.ElementType.Size(), 0xFF);
        if (program.Plan is { } plan)
            HostMemory.Fill(plan.ArenaAddress, plan.ArenaBytes, 0xFF);
    }

    private static int[] Bits(NDArray values) => values.ElementType switch
    {
        ElementType.Float32 => Array.ConvertAll(values.AsSpan<float>().ToArray(), BitConverter.SingleToInt32Bits),
        ElementType.Int32 => values.AsSpan<int>().ToArray(),
        _ => Array.ConvertAll(values.ToDoubles(), value => (int)value),
    };

    private static Tensor X(params ReadOnlySpan<int> sizes) => Floats(new Shape(sizes), seed: 1);

    private static Tensor Seeded(int seed, params ReadOnlySpan<int> sizes) => Floats(new Shape(sizes), seed);

    private static Tensor Floats(Shape shape, int seed) => Tensor.Literal(Values.Uniform(shape, seed: seed).Cast(ElementType.Float32));

    private static Tensor Whole(int rows, int columns) => Tensor.Literal(Values.Uniform([rows, columns], -100, 100).Cast(ElementType.Int32));

    /// <summary>Indices within the axis, and some outside it, which are clamped.</summary>
    private static Tensor Indices(int count, int limit, int seed = 1)
    {
        var random = new Random(seed);
        return Values.Indices([.. Enumerable.Range(0, count).Select(_ => random.Next(limit + 2) - 1)]);
    }

    /// <summary>What a convolution wrote, and so channels last: [4, 16, 32, 32].</summary>
    private static Tensor Image() => Convolved(X(4, 3, 32, 32), 16);

    private static Tensor Convolved(Tensor x, int channels) => Tensor.Convolve(
        x,
        Floats([channels, x.Shape[1], 3, 3], seed: 9),
        ConvolutionGeometry.Create(x.Shape.Span[2..], [3, 3], [1, 1], [1, 1], [1, 1]));

    private static Case Of(params Tensor[] results) => new([], results, []);

    /// <summary>Structure behind a tensor whose own value rounds otherwise than the reference's.</summary>
    private static Case Behind(Tensor given, params Func<Tensor, Tensor>[] results) => new([given], [.. results.Select(result => result(given))], []);

    /// <summary>Structure that a convolution reads, and that so lies channels last.</summary>
    private static Case Before(Tensor result) => new([], [result], [Convolved(result, 8)]);

    private static Case Before(Tensor given, Func<Tensor, Tensor> result) => new([given], [result(given)], [Convolved(result(given), 8)]);

    /// <param name="Given">Tensors taken from the program, not from the reference.</param>
    /// <param name="Results">What is compared.</param>
    /// <param name="Users">What else reads the results.</param>
    private sealed record Case(Tensor[] Given, Tensor[] Results, Tensor[] Users);
}
