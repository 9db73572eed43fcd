namespace Belamy.Tensors.Tests.Programs;

/// <summary>Streams, steps and rows of random numbers, in programs and in the reference evaluator.</summary>
public sealed class RandomNumberTests
{
    [Fact]
    public void RandomUniform_zeroState_hasKnownValues()
    {
        // The first published vector: counter and key all zero; 24 high bits of each word.
        double[] expected = [0x6627e8 / 16777216.0, 0xe169c5 / 16777216.0, 0xbc57ac / 16777216.0, 0x9b00db / 16777216.0];
        Tensor draw = Tensor.RandomUniform(Values.Indices(0, 0, 0, 0), 0, [1, 4]);
        Assert.Equal(expected, draw.Evaluate().ToDoubles());
        Assert.Equal(expected, Run(draw)[0]);
    }

    [Fact]
    public void RandomUniform_twoDropoutMasksInOneProgram_differ()
    {
        var context = new ForwardContext(Values.Indices(1, 2, 3, 0));
        Tensor first = (context.RandomUniform("layer 1", [64]) > 0.5).Cast(ElementType.Float32);
        Tensor second = (context.RandomUniform("layer 2", [64]) > 0.5).Cast(ElementType.Float32);
        double[][] masks = Run(first, second);
        Assert.NotEqual(masks[0], masks[1]);
    }

    [Fact]
    public void RandomUniform_sameNameTwice_differs()
    {
        var context = new ForwardContext(Values.Indices(1, 2, 3, 0));
        double[][] draws = Run([.. Enumerable.Range(0, 4).Select(_ => context.RandomUniform("noise", [32])), context.RandomNormal("noise", [32])]);
        for (int one = 0; one < draws.Length; one++)
        {
            for (int other = 0; other < one; other++)
                Assert.Empty(draws[one].Intersect(draws[other]));
        }
    }

    [Fact]
    public void RandomUniform_equalNodes_areEqual()
    {
        Tensor state = Values.Indices(5, 6, 7, 0);
        double[][] draws = Run(Tensor.RandomUniform(state, 9, [3, 5]), Tensor.RandomUniform(state, 9, [3, 5]));
        Assert.Equal(draws[0], draws[1]);
    }

    [Fact]
    public void RandomUniform_stateAdvancedByUpdate_differsBetweenStepsAndRepeatsForEqualState()
    {
        using var store = new ParameterStore();
        Parameter state = store.Create("random", NDArray.From([4], [11, 22, 0, 0]));
        var context = new ForwardContext(state.Value);
        Tensor draw = context.RandomNormal("noise", [8, 3]);
        Tensor advance = Tensor.Literal(NDArray.From([4], [0, 0, 1, 0]));
        context.Update(state, context.Read(state) + advance);
        using Program program = Program.Compile("draw", [draw], context.Updates);
        float[] first = Step();
        float[] second = Step();
        Assert.NotEqual(first, second);
        Assert.Equal([11, 22, 2, 0], state.AsSpan<int>().ToArray());

        state.AsSpan<int>()[2] = 0;
        Assert.Equal(first, Step());
        Assert.Equal(second, Step());

        state.AsSpan<int>()[0] = 12;
        state.AsSpan<int>()[2] = 0;
        Assert.NotEqual(first, Step());

        float[] Step()
        {
            program.Run();
            return program.Outputs[0].AsSpan<float>().ToArray();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    public void RandomNormal_firstRowsOfLargeDraw_areTheSmallDraw(int width)
    {
        Tensor state = Values.Indices(1, 2, 3, 0);
        double[][] draws = Run(Tensor.RandomNormal(state, 5, [100, width]), Tensor.RandomNormal(state, 5, [25, width]));
        Assert.Equal(draws[1], draws[0][..(25 * width)]);
    }

    [Fact]
    public void RandomUniform_firstRowInState_continuesTheDraw()
    {
        double[][] draws = Run(
            Tensor.RandomUniform(Values.Indices(1, 2, 3, 0), 5, [10, 6]),
            Tensor.RandomUniform(Values.Indices(1, 2, 3, 4), 5, [3, 6]));
        Assert.Equal(draws[0][24..42], draws[1]);
    }

    [Fact]
    public void RandomUniform_reshapedScalarAndHighRank_equalReference()
    {
        Tensor state = Values.Indices(-1, int.MinValue, int.MaxValue, -3);
        Tensor[] draws =
        [
            Tensor.RandomUniform(state, uint.MaxValue, []), Tensor.RandomUniform(state, 1, [5]), Tensor.RandomUniform(state, 1, [2, 3, 5, 7]),
            Tensor.RandomUniform(state, 2, [33, 17]), Tensor.RandomUniform(state, 3, [1, 1000]),
        ];
        double[][] values = Run(draws);
        for (int at = 0; at < draws.Length; at++)
            Assert.Equal(draws[at].Evaluate().ToDoubles(), values[at]);
    }

    [Fact]
    public void RandomUniform_manyNumbers_fillTheUnitIntervalEvenly()
    {
        double[] values = Run(Tensor.RandomUniform(Values.Indices(1, 2, 3, 0), 5, [400, 250]))[0];
        Assert.All(values, value => Assert.InRange(value, 0, 1 - Math.Pow(2, -24)));

        // 100,000 numbers: five standard errors of the mean are 0.0046, of a tenth's share 0.0047.
        Assert.Equal(0.5, values.Average(), 0.0046);
        for (int tenth = 0; tenth < 10; tenth++)
            Assert.Equal(0.1, values.Count(value => (int)(value * 10) == tenth) / 1e5, 0.0048);
    }

    [Fact]
    public void RandomNormal_manyNumbers_haveMeanZeroVarianceOneAndNoCorrelation()
    {
        double[] values = Run(Tensor.RandomNormal(Values.Indices(1, 2, 3, 0), 5, [400, 250]))[0];
        Assert.All(values, value => Assert.True(double.IsFinite(value)));

        // Five standard errors for 100,000 numbers: of the mean 0.016, of the variance 0.022, of the fourth moment 0.16.
        Assert.Equal(0, values.Average(), 0.016);
        Assert.Equal(1, values.Average(value => value * value), 0.023);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.16);
        Assert.Equal(0, values.Skip(1).Zip(values, (one, other) => one * other).Average(), 0.016);
    }

    [Fact]
    public void StreamOf_name_isTheSameEverywhere()
    {
        // Published FNV-1a vectors.
        Assert.Equal(0x811c9dc5u, ForwardContext.StreamOf(""));
        Assert.Equal(0xe40c292cu, ForwardContext.StreamOf("a"));
        Assert.Equal(0xbf9cf968u, ForwardContext.StreamOf("foobar"));
    }

    private static double[][] Run(params Tensor[] outputs)
    {
        using Program program = Program.Compile("draws", outputs);
        program.Run();
        return [.. program.Outputs.Select(output => output.ToArray().ToDoubles())];
    }
}
