using System.Diagnostics;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>Memory for one kernel, and its time beside the peak measured in the same moments.</summary>
internal sealed class KernelTiming : IDisposable
{
    private readonly Kernel _kernel;
    private readonly WorkerTeam _team;
    private readonly List<NativeBuffer> _buffers = [];

    public KernelTiming(Kernel kernel, WorkerTeam team, params ReadOnlySpan<long> operandLengths)
    {
        _kernel = kernel;
        _team = team;
        var operands = new nint[operandLengths.Length];
        for (var i = 0; i < operands.Length; i++)
            operands[i] = Allocate(operandLengths[i] * sizeof(float));
        var scratchStride = (nint)((kernel.ScratchBytesPerWorker + 4095) & ~4095L) + 128;
        kernel.Bind(operands, Allocate(kernel.WorkspaceBytes), Allocate(scratchStride * team.Workers), scratchStride);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    /// <summary>Prints a line: median milliseconds, GFLOP/s and share of the peak measured in between.</summary>
    public double Report(double seconds = 0.4, string? name = null)
    {
        var peak = new PeakKernel(_team.Workers);
        _team.Run(_kernel);
        _team.Run(peak);
        List<double> times = [];
        List<double> peaks = [];
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds || times.Count < 5)
        {
            peaks.Add(Time(peak));
            for (var i = 0; i < 5; i++)
                times.Add(Time(_kernel));
        }

        times.Sort();
        peaks.Sort();
        // Neighbours on a shared machine come and go: the best of each says what the code can do, the medians what it got.
        var median = times[times.Count / 2];
        var best = _kernel.Flops / times[0] / 1e9;
        var bestPeak = peak.Flops / peaks[0] / 1e9;
        var medianShare = _kernel.Flops / median / (peak.Flops / peaks[peaks.Count / 2]);
        Console.WriteLine(
            $"{name ?? _kernel.Name,-50} best {times[0] * 1e3,8:F3} ms {best,6:F1} GFLOP/s {best / bestPeak,4:P0} of {bestPeak:F0}; median {median * 1e3,8:F3} ms {medianShare,4:P0}");
        return median;
    }

    private double Time(Kernel kernel)
    {
        var start = Stopwatch.GetTimestamp();
        _team.Run(kernel);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private nint Allocate(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        _buffers.Add(buffer);
        return buffer.Address;
    }
}
