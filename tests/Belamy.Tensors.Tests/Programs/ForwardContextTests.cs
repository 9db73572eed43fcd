namespace Belamy.Tensors.Tests.Programs;

/// <summary>Versioned reads and updates of parameters within one pass.</summary>
public sealed class ForwardContextTests
{
    [Fact]
    public void Read_afterUpdate_seesItAndBeforeDoesNot()
    {
        using var store = new ParameterStore();
        Parameter mean = store.Create("mean", NDArray.From([2], [1f, 2f]));
        var context = new ForwardContext();
        Tensor before = context.Read(mean) * 100;
        context.Update(mean, context.Read(mean) + 1);
        Tensor between = context.Read(mean) * 100;
        context.Update(mean, context.Read(mean) + 1);
        Tensor after = context.Read(mean) * 100;
        using Program program = Program.Compile("reads", [before, between, after], context.Updates);
        program.Run();
        Assert.Equal([100, 200], program.Outputs[0].AsSpan<float>().ToArray());
        Assert.Equal([200, 300], program.Outputs[1].AsSpan<float>().ToArray());
        Assert.Equal([300, 400], program.Outputs[2].AsSpan<float>().ToArray());
        Assert.Equal([3, 4], mean.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Update_whileNotCollecting_leavesNoTrace()
    {
        using var store = new ParameterStore();
        Parameter mean = store.Create("mean", [2]);
        var context = new ForwardContext { CollectsUpdates = false };
        context.Update(mean, Tensor.Ones([2]));
        Assert.Same(mean.Value, context.Read(mean));
        Assert.Empty(context.Updates);
    }

    [Fact]
    public void Update_ofAnotherShapeOrType_isRefused()
    {
        using var store = new ParameterStore();
        Parameter mean = store.Create("mean", [2]);
        var context = new ForwardContext { CollectsUpdates = false };
        Assert.Contains("mean Float32[2]", Assert.Throws<ArgumentException>(() => context.Update(mean, Tensor.Ones([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("Int32[2]", Assert.Throws<ArgumentException>(() => context.Update(mean, Tensor.Ones([2], ElementType.Int32))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomUniform_withoutState_namesTheDraw()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new ForwardContext().RandomUniform("dropout", [2]));
        Assert.Contains("'dropout'", error.Message, StringComparison.Ordinal);
    }
}
