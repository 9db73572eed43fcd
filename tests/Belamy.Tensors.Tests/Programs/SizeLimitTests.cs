using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Programs;

/// <summary>Sizes that overflow are refused where they are described; what is merely large is planned without taking memory.</summary>
public class SizeLimitTests
{
    [Fact]
    public void Shape_with_more_elements_than_64_bits_is_refused()
    {
        var error = Assert.Throws<SizeLimitException>(() => new Shape(2_000_000_000, 2_000_000_000, 2_000_000_000, 2_000_000_000));
        Assert.Contains("[2000000000, 2000000000, 2000000000, 2000000000]", error.Message, StringComparison.Ordinal);
        Assert.Throws<SizeLimitException>(() => new Shape(2_000_000_000, 2_000_000_000));
        // Strides would overflow though there is no element.
        Assert.Throws<SizeLimitException>(() => new Shape(0, 2_000_000_000, 2_000_000_000, 2_000_000_000));
    }

    [Fact]
    public void Shape_with_the_most_elements_counts_them()
    {
        Assert.Equal(Shape.MostElements, new Shape(1 << 30, 1 << 17).Count);
        Assert.Throws<SizeLimitException>(() => new Shape(1 << 30, (1 << 17) + 1));
        Assert.Equal(0, new Shape(5, 0, 7).Count);
    }

    [Fact]
    public void Broadcast_and_pad_to_such_a_shape_are_refused()
    {
        Tensor one = Tensor.Constant(1, [1, 1]);
        Assert.Throws<SizeLimitException>(() => one.BroadcastTo([2_000_000_000, 2_000_000_000]));
    }

    [Fact]
    public void Array_larger_than_the_host_holds_is_refused() =>
        Assert.Throws<SizeLimitException>(() => NDArray.Zeros([2_000_000_000, 2], ElementType.Float32));

    [Fact]
    public void Parameter_of_more_than_an_arrays_bytes_is_refused()
    {
        using var store = new ParameterStore();
        Assert.Throws<SizeLimitException>(() => store.Create("w", [2_000_000_000, 2_000_000_000]));
        var error = Assert.Throws<SizeLimitException>(() => store.Create("w", [1 << 15, 1 << 15]));
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
        Assert.Empty(store.Parameters);
    }

    [Fact]
    public void Compile_of_a_tensor_beyond_the_kernels_counters_is_refused()
    {
        using var store = new ParameterStore();
        Tensor column = store.Create("a", [1 << 16, 1]).Value;
        Tensor row = store.Create("b", [1, (1 << 15) + 1]).Value;
        var error = Assert.Throws<SizeLimitException>(() => Program.Compile("outer product", [Tensor.MatMul(column, row)]));
        Assert.Contains("outer product", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_tells_the_memory_without_taking_it()
    {
        using var store = new ParameterStore();
        Tensor column = store.Create("a", [1 << 15, 1]).Value;
        Tensor row = store.Create("b", [1, 1 << 15]).Value;
        long before = Environment.WorkingSet;
        // Sixty outputs of 4 GiB: more than the machines have that tests run on, and than some let a process ask for.
        using Program program = Program.Compile("large", [.. Enumerable.Range(0, 60).Select(power => Tensor.MatMul(column, row) + power)]);
        Assert.True(program.MemoryBytes >= 60L << 32, $"{program.MemoryBytes} bytes");
        Assert.True(Environment.WorkingSet - before < 1L << 30);
    }

    [Fact]
    public void NativeBuffer_the_system_does_not_give_is_said_so()
    {
        using var buffer = new NativeBuffer(1L << 60);
        var error = Assert.Throws<InsufficientMemoryException>(() => buffer.Address);
        Assert.Contains("1,152,921,504,606,846,976", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_tells_its_progress_and_ends_by_what_that_throws()
    {
        Tensor input = Tensor.Input("x", [4]);
        List<double> shares = [];
        using (Program.Compile("told", [input * 2], progress: shares.Add))
            Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares.Count, 2, 100);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Throws<OperationCanceledException>(() => Program.Compile("ended", [input * 2], progress: _ => throw new OperationCanceledException()));
    }
}
