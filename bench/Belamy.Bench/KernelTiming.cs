using System.Diagnostics;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>Memory for one kernel, and its time beside the peak measured in the same moments.</summary>
internal sealed class KernelTiming : IDisposable
{
    private readonly Kernel _kernel;
    private readonly WorkerTeam _team;
    private readonly List<NativeBuffer> _buffers = [];
    private readonly List<NativeBuffer> _operands = [];

    public KernelTiming(Kernel kernel, WorkerTeam team, params ReadOnlySpan<long> operandLengths)
    {
        _kernel = kernel;
        _team = team;
        var operands = new nint[operandLengths.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = Allocate(operandLengths[i] * sizeof(float));
            _operands.Add(_buffers[^1]);
        }

        var scratchStride = (nint)((kernel.ScratchBytesPerWorker + 4095) & ~4095L) + 128;
        kernel.Bind(operands, Allocate(kernel.WorkspaceBytes), Allocate(scratchStride * team.Workers), scratchStride);
    }

    /// <summary>Times kernels in turn, so that what the machine does meanwhile meets them all alike, and prints a line each.</summary>
    public static void Compare(string title, WorkerTeam team, params (string Name, Kernel Kernel)[] rivals)
    {
        var peak = new PeakKernel(team.Workers);
        var times = rivals.Select(_ => new List<double>()).ToArray();
        List<double> peaks = [];
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < 0.6 || peaks.Count < 7)
        {
            peaks.Add(Time(team, peak));
            for (var i = 0; i < rivals.Length; i++)
                times[i].Add(Time(team, rivals[i].Kernel));
        }

        peaks.Sort();
        var peakRate = peak.Flops / peaks[peaks.Count / 2] / 1e9;
        for (var i = 0; i < rivals.Length; i++)
        {
            times[i].Sort();
            var median = times[i][times[i].Count / 2];
            var rate = rivals[i].Kernel.Flops / median / 1e9;
            Console.WriteLine($"  {title,-16} {rivals[i].Name,-16} {median * 1e3,8:F2} ms {rate,6:F0} GFLOP/s {rate / peakRate,4:P0} of {peakRate:F0} (best {times[i][0] * 1e3:F2} ms)");
        }
    }

    /// <summary>Writes an operand.</summary>
    public void Set(int operand, float[] values) => values.CopyTo(_operands[operand].AsSpan<float>());

    /// <summary>Reads an operand.</summary>
    public float[] Get(int operand) => _operands[operand].AsSpan<float>().ToArray();

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
            peaks.Add(Time(_team, peak));
            for (var i = 0; i < 5; i++)
                times.Add(Time(_team, _kernel));
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

    private static double Time(WorkerTeam team, Kernel kernel)
    {
        var start = Stopwatch.GetTimestamp();
        team.Run(kernel);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private nint Allocate(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        _buffers.Add(buffer);
        return buffer.Address;
    }
}
