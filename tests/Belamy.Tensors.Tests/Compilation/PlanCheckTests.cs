using Belamy.Tensors.Compilation;
using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Compilation;

/// <summary>That <c>BELAMY_CHECK=1</c> finds what it is there to find: kernels that are made wrong on purpose.</summary>
public sealed class PlanCheckTests
{
    [Fact]
    public void Run_kernels_as_they_are_finds_nothing() => Check(kernel => kernel);

    [Fact]
    public void Run_kernel_that_computes_something_else_is_named_with_both_numbers()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Check(kernel => new Altered(kernel, () => { })));
        Assert.Equal("BELAMY_CHECK: program twice, wave 0, kernel 'altered' computed 0 where the reference has 2, element 0 of Copy Float32[16].", error.Message);
    }

    [Fact]
    public void Run_kernel_that_writes_behind_an_allocation_is_named()
    {
        using var arena = new NativeBuffer(128);
        var allocation = new Allocation("sums", 64, firstWave: 0) { Offset = 0 };
        var error = Assert.Throws<InvalidOperationException>(() => Check(
            kernel => new Altered(kernel, () => HostMemory.Fill(arena.Address, 65, 0)), arena, allocation));
        Assert.Contains("kernel 'altered' wrote behind 'sums'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Checks a program of one kernel that writes its output directly, with another kernel in its place.</summary>
    private static void Check(Func<Kernel, Kernel> alter, NativeBuffer? arena = null, params Allocation[] allocations)
    {
        using Program program = Program.Compile("twice", [Tensor.Input("x", [16]) * 2]);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        Plan plan = program.Plan!;
        BuiltKernel built = Assert.Single(Assert.Single(plan.Kernels));
        program.Input("x").AsSpan<float>().Fill(1);
        // The first run gives the kernels their places.
        program.Run();
        program.Outputs[0].AsSpan<float>().Clear();
        var altered = new BuiltKernel(built.Plan, alter(built.Kernel), built.Operands, []);
        using var none = new NativeBuffer(0);
        new PlanCheck("twice", [[altered]], allocations, plan.Views, plan.AddressOf).Run(WorkerTeam.Shared, (arena ?? none).Address, (arena ?? none).ByteLength);
        Assert.All(program.Outputs[0].AsSpan<float>().ToArray(), value => Assert.Equal(2, value));
    }

    private sealed class Altered(Kernel kernel, Action run) : Kernel
    {
        public override string Name => "altered";

        public override int Tasks(int stage) => kernel.Tasks(stage);

        public override void Run(int stage, int task, int worker) => run();
    }
}
