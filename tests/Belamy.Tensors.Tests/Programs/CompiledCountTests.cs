namespace Belamy.Tensors.Tests.Programs;

/// <summary>Counts compilations of the whole process; the tests of this assembly run one after another.</summary>
public sealed class CompiledCountTests
{
    [Fact]
    public void CompiledCount_thousandRunsOfTwoPrograms_risesByTwo()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", [4]);
        Parameter rate = store.Create("rate", NDArray.Scalar(0.5f));
        int before = Program.CompiledCount;
        Tensor x = Tensor.Input("x", [4]);
        using Program train = Program.Compile("train", [(weight.Value - x).Square().Sum()], new Dictionary<Parameter, Tensor>
        {
            [weight] = weight.Value - (rate.Value * (weight.Value - x).Square().Sum().Gradient(weight.Value)),
            [rate] = rate.Value * 0.99,
        });
        using Program show = Program.Compile("show", [weight.Value]);
        train.Input("x").AsSpan<float>().Fill(3);
        for (int step = 0; step < 1000; step++)
        {
            train.Run();
            if (step % 10 == 0)
                show.Run();
        }

        Assert.Equal(before + 2, Program.CompiledCount);
        Assert.All(show.Outputs[0].AsSpan<float>().ToArray(), value => Assert.Equal(3, value));
    }
}
