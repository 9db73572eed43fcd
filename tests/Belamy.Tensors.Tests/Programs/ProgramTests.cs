namespace Belamy.Tensors.Tests.Programs;

/// <summary>What a program does with inputs, outputs and updates.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Run_inputsSet_computesOutputsEachTime()
    {
        Tensor x = Tensor.Input("x", [3]);
        Tensor y = Tensor.Input("y", []);
        using Program program = Program.Compile("affine", [x * y, x + y, x.Sum()]);
        float[] values = [1, 2, 3];
        for (int run = 1; run <= 3; run++)
        {
            values.CopyTo(program.Input("x").AsSpan<float>());
            program.Input("y").AsSpan<float>()[0] = run;
            program.Run();
            Assert.Equal([run, 2 * run, 3 * run], program.Outputs[0].AsSpan<float>().ToArray());
            Assert.Equal([1 + run, 2 + run, 3 + run], program.Outputs[1].AsSpan<float>().ToArray());
            Assert.Equal(6, program.Outputs[2].Scalar);
        }
    }

    [Fact]
    public void Run_inputsNotSetAgain_keepTheirValues()
    {
        using Program program = Program.Compile("twice", [Tensor.Input("x", [2]) * 2]);
        program.Input("x").AsSpan<float>().Fill(4);
        program.Run();
        program.Run();
        Assert.Equal([8, 8], program.Outputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_outputIsInputParameterConstantOrSameTwice_isCopied()
    {
        using var store = new ParameterStore();
        Parameter parameter = store.Create("p", NDArray.From([2], [5f, 6f]));
        Tensor x = Tensor.Input("x", [2, 1]);
        Tensor sum = x + 1;
        using Program program = Program.Compile(
            "copies", [x, x.Reshape(2), parameter.Value, Tensor.Constant(7, [3]), Tensor.Literal(NDArray.From([2], [8f, 9f])), sum, sum, x.Permute(1, 0)]);
        program.Input("x").AsSpan<float>()[1] = 1;
        program.Run();
        float[][] expected = [[0, 1], [0, 1], [5, 6], [7, 7, 7], [8, 9], [1, 2], [1, 2], [0, 1]];
        for (int output = 0; output < expected.Length; output++)
            Assert.Equal(expected[output], program.Outputs[output].AsSpan<float>().ToArray());
        Assert.Equal(new Shape(1, 2), program.Outputs[7].Shape);
    }

    [Fact]
    public void Run_everyElementType_goesInAndOut()
    {
        Tensor whole = Tensor.Input("whole", [3], ElementType.Int32);
        Tensor real = Tensor.Input("real", [3], ElementType.Float64);
        Tensor mask = whole > Tensor.Constant(1, [3], ElementType.Int32);
        using Program program = Program.Compile("types", [whole * whole, real * 0.5, mask, mask.Cast(ElementType.Int32), whole.Cast(ElementType.Float32)]);
        ((int[])[1, 2, -3]).CopyTo(program.Input("whole").AsSpan<int>());
        ((double[])[1, 2, 1e-300]).CopyTo(program.Input("real").AsSpan<double>());
        program.Run();
        Assert.Equal([1, 4, 9], program.Outputs[0].AsSpan<int>().ToArray());
        Assert.Equal([0.5, 1, 0.5e-300], program.Outputs[1].AsSpan<double>().ToArray());
        Assert.Equal([0, -1, 0], program.Outputs[2].AsSpan<int>().ToArray());
        Assert.Equal([false, true, false], program.Outputs[2].ToArray().AsSpan<bool>().ToArray());
        Assert.Equal([0, 1, 0], program.Outputs[3].AsSpan<int>().ToArray());
        Assert.Equal([1, 2, -3], program.Outputs[4].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_parameterSetBetweenRuns_isRead()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", [2]);
        using Program program = Program.Compile("read", [weight.Value * 10]);
        program.Run();
        Assert.Equal([0, 0], program.Outputs[0].AsSpan<float>().ToArray());
        weight.AsSpan<float>()[1] = 3;
        program.Run();
        Assert.Equal([0, 30], program.Outputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_outputReadsUpdatedParameter_seesTheValueBeforeTheRun()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", NDArray.From([2], [1f, 2f]));
        using Program program = Program.Compile("step", [weight.Value.Sum(), weight.Value], new Dictionary<Parameter, Tensor> { [weight] = weight.Value * 2 });
        program.Run();
        Assert.Equal(3, program.Outputs[0].Scalar);
        Assert.Equal([1, 2], program.Outputs[1].AsSpan<float>().ToArray());
        Assert.Equal([2, 4], weight.AsSpan<float>().ToArray());
        program.Run();
        Assert.Equal(6, program.Outputs[0].Scalar);
        Assert.Equal([4, 8], weight.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_updatesReadEachOther_happenAllAtOnce()
    {
        using var store = new ParameterStore();
        Parameter a = store.Create("a", NDArray.From([2], [1f, 2f]));
        Parameter b = store.Create("b", NDArray.From([2], [10f, 20f]));
        Parameter c = store.Create("c", [2]);
        using Program program = Program.Compile("swap", [], new Dictionary<Parameter, Tensor>
        {
            [a] = b.Value,
            [b] = a.Value,
            [c] = a.Value - b.Value,
        });
        program.Run();
        Assert.Equal([10, 20], a.AsSpan<float>().ToArray());
        Assert.Equal([1, 2], b.AsSpan<float>().ToArray());
        Assert.Equal([-9, -18], c.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_updateMovesElementsOfItsOwnParameter_readsThemFirst()
    {
        using var store = new ParameterStore();
        Parameter row = store.Create("row", NDArray.From([5], [1f, 2f, 3f, 4f, 5f]));
        Parameter square = store.Create("square", NDArray.From([2, 2], [1f, 2f, 3f, 4f]));
        using Program program = Program.Compile("moves", [], new Dictionary<Parameter, Tensor>
        {
            [row] = row.Value.Reverse(0),
            [square] = square.Value.Transpose(),
        });
        program.Run();
        Assert.Equal([5, 4, 3, 2, 1], row.AsSpan<float>().ToArray());
        Assert.Equal([1, 3, 2, 4], square.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_updateOfInt32_counts()
    {
        using var store = new ParameterStore();
        Parameter steps = store.Create("steps", [1], ElementType.Int32);
        Tensor next = steps.Value + Tensor.Constant(1, [1], ElementType.Int32);
        using Program program = Program.Compile("count", [], new Dictionary<Parameter, Tensor> { [steps] = next });
        for (int run = 0; run < 5; run++)
            program.Run();
        Assert.Equal(5, steps.AsSpan<int>()[0]);
    }

    [Fact]
    public void Run_twoProgramsOverOneStore_shareParameters()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", []);
        using Program write = Program.Compile("write", [], new Dictionary<Parameter, Tensor> { [weight] = weight.Value + 1 });
        using Program read = Program.Compile("read", [weight.Value]);
        write.Run();
        write.Run();
        read.Run();
        Assert.Equal(2, read.Outputs[0].Scalar);
    }

    [Fact]
    public void Compile_twoInputsOfOneName_isRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Program.Compile("twins", [Tensor.Input("x", [2]) + Tensor.Input("x", [2])]));
        Assert.Contains("twins", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_updateOfAnotherShapeOrType_isRefused()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", [2]);
        foreach (Tensor value in new[] { Tensor.Zeros([3]), Tensor.Zeros([2], ElementType.Int32) })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(
                () => Program.Compile("mistake", [], new Dictionary<Parameter, Tensor> { [weight] = value }));
            Assert.Contains("w Float32[2]", error.Message, StringComparison.Ordinal);
            Assert.Contains($"{value.ElementType}{value.Shape}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Input_unknownName_listsTheInputs()
    {
        using Program program = Program.Compile("one", [Tensor.Input("image", [2]) + Tensor.Input("noise", [2])]);
        Assert.Equal(["image", "noise"], program.InputNames.Order());
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => program.Input("imagine"));
        Assert.Contains("'imagine'", error.Message, StringComparison.Ordinal);
        Assert.Contains("image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsSpan_anotherType_namesBoth()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", [2]);
        using Program program = Program.Compile("one", [weight.Value]);
        Assert.Contains("Float32, not Int32", Assert.Throws<InvalidOperationException>(() => weight.AsSpan<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("Float32, not Double", Assert.Throws<InvalidOperationException>(() => program.Outputs[0].AsSpan<double>()).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => weight.AsSpan<byte>());
    }

    [Fact]
    public void Evaluate_dependsOnInput_saysWhich()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => (Tensor.Input("noise", [2]) + 1).Evaluate());
        Assert.Contains("'noise'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_parameterNameTaken_isRefused()
    {
        using var store = new ParameterStore();
        store.Create("w", [2]);
        Assert.Contains("'w'", Assert.Throws<ArgumentException>(() => store.Create("w", [3])).Message, StringComparison.Ordinal);
        Assert.Contains("'v'", Assert.Throws<KeyNotFoundException>(() => store["v"]).Message, StringComparison.Ordinal);
        Assert.Null(store.Find("v"));
        Assert.Same(store["w"], store.Parameters.Single());
    }
}
