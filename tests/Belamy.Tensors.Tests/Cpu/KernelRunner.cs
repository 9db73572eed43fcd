using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

/// <summary>Memory and teams for kernels under test.</summary>
internal static class KernelRunner
{
    private const float Guard = 12345.678f;

    /// <summary>Widths this machine can run.</summary>
    public static IEnumerable<SimdWidth> Widths => Enum.GetValues<SimdWidth>().Where(w => w <= Simd.Widest);

    /// <summary>Pseudo-random numbers in [-1, 1).</summary>
    public static float[] Random(long count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }

    /// <summary>
    /// Runs a kernel with a team of its own and returns its last operand, the output. Every buffer ends in guards that must survive;
    /// output, workspace and scratch start as NaN, so that nothing may be read before it is written.
    /// </summary>
    public static float[] Run(Kernel kernel, int workers, int outputLength, params float[][] inputs)
    {
        using var team = new WorkerTeam(workers);
        return Run(kernel, team, outputLength, inputs);
    }

    public static float[] Run(Kernel kernel, WorkerTeam team, int outputLength, params float[][] inputs)
    {
        List<NativeBuffer> buffers = [];
        NativeBuffer Allocate(long floats, float[]? content)
        {
            var buffer = new NativeBuffer((floats + 16) * sizeof(float));
            buffers.Add(buffer);
            buffer.AsSpan<float>().Fill(float.NaN);
            content?.CopyTo(buffer.AsSpan<float>());
            buffer.AsSpan<float>()[^16..].Fill(Guard);
            return buffer;
        }

        var operands = inputs.Select(input => Allocate(input.Length, input).Address).ToList();
        var output = Allocate(outputLength, null);
        operands.Add(output.Address);
        var workspace = Allocate((kernel.WorkspaceBytes + 3) / 4, null);
        var stride = (kernel.ScratchBytesPerWorker + 63) / 64 * 16;
        var scratch = Allocate(stride * team.Workers, null);
        kernel.Bind(operands.ToArray(), workspace.Address, scratch.Address, (nint)(stride * sizeof(float)));
        try
        {
            team.Run(kernel);
            team.Run(kernel);
            foreach (var buffer in buffers)
                Assert.All(buffer.AsSpan<float>()[^16..].ToArray(), value => Assert.Equal(Guard, value));
            for (var i = 0; i < inputs.Length; i++)
                Assert.Equal(inputs[i], buffers[i].AsSpan<float>()[..inputs[i].Length].ToArray());
            return output.AsSpan<float>()[..outputLength].ToArray();
        }
        finally
        {
            foreach (var buffer in buffers)
                buffer.Dispose();
        }
    }

    /// <summary>
    /// Compares with a reference computed in double. Partial sums of k products of numbers in [-1, 1) are about √k / 3, each
    /// rounds by at most 2⁻²⁵ of itself or so, and a depth of such roundings adds up like a random walk to 2⁻²⁵ · depth / 4:
    /// the tolerance is sixteen times that.
    /// </summary>
    public static void AssertClose(double[] expected, float[] actual, int depth, object? subject = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = Math.ScaleB(16 + 2 * depth, -24);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{subject} index {i}: expected {expected[i]}, found {actual[i]}, tolerance {tolerance}");
    }
}

/// <summary>Counts how often every row was finished.</summary>
internal sealed class CountingEpilogue(int rows) : Epilogue
{
    private readonly int[] _visits = new int[rows];

    public override void Run(long firstRow, long rowCount)
    {
        for (var row = firstRow; row < firstRow + rowCount; row++)
            Interlocked.Increment(ref _visits[row]);
    }

    public void AssertEveryRow(int times) => Assert.All(_visits, visits => Assert.Equal(times, visits));
}
