using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Packs weights for <see cref="TapProductKernel"/>. Operands: weights, packed weights.
/// </summary>
internal sealed unsafe class PackTapWeightsKernel : PackWeightsKernel
{
    private readonly ConvolutionShape _shape;
    private readonly bool _backward;
    private readonly TapWeights _weights;
    private readonly long[] _tapTargets;
    private readonly long[] _tapPanelStrides;
    private readonly int _sourceChannels;
    private readonly int _sourceStride;

    /// <summary>Plans the packing.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="backward">For the input gradient instead of the convolution.</param>
    /// <param name="width">Vector width.</param>
    public PackTapWeightsKernel(ConvolutionShape shape, bool backward, SimdWidth width)
    {
        _shape = shape;
        _backward = backward;
        var plan = backward ? TapPlan.Backward(shape) : TapPlan.Forward(shape);
        _weights = new TapWeights(plan, width);
        _sourceChannels = plan.SourceChannels;
        _sourceStride = backward ? shape.GroupInputs * shape.Taps : shape.Taps;
        _tapTargets = new long[shape.Taps];
        _tapPanelStrides = new long[shape.Taps];
        Array.Fill(_tapTargets, -1);
        for (var i = 0; i < plan.Phases.Count; i++)
        {
            long depth = 0;
            foreach (var tap in plan.Phases[i].Rows.SelectMany(row => row.Taps))
            {
                _tapTargets[tap] = _weights.PanelOffset(i, 0) + depth * _weights.PanelWidth;
                _tapPanelStrides[tap] = (long)_weights.PhaseDepth(i) * _weights.PanelWidth;
                depth += plan.SourceChannels;
            }
        }
    }

    public override long PackedLength => _weights.Length;

    public override string Name => $"pack weights {(_backward ? "backward" : "forward")} {_shape}";

    private int SourceChannelsPerTask => Math.Max(1, 16384 / (_weights.PanelWidth * _shape.Taps));

    private int SourceTasks => (_sourceChannels + SourceChannelsPerTask - 1) / SourceChannelsPerTask;

    public override int Tasks(int stage) => _weights.Panels * SourceTasks;

    public override void Run(int stage, int task, int worker)
    {
        var panel = task / SourceTasks;
        var first = task % SourceTasks * SourceChannelsPerTask;
        var last = Math.Min(_sourceChannels, first + SourceChannelsPerTask);

        // The weights of one target channel: neighbours along the taps and, when the source is the input, along its channels too.
        nint targetStride = _backward ? _shape.Taps : _shape.GroupInputs * _shape.Taps;
        var weights = (float*)Operand(0) + FirstWeight(_weights.FirstChannel(panel));
        for (var source = first; source < last; source++)
        {
            if (_weights.LaneByLane)
                PackLaneByLane(panel, source);
            else
                PackSourceChannel(weights + source * _sourceStride, targetStride, panel, source);
        }
    }

    /// <summary>Where the weights of a target channel start, counted through all groups.</summary>
    private nint FirstWeight(int channel) => _backward
        ? ((nint)(channel / _shape.GroupInputs) * _shape.GroupOutputs * _shape.GroupInputs + channel % _shape.GroupInputs) * _shape.Taps
        : (nint)channel * _shape.GroupInputs * _shape.Taps;

    private void PackLaneByLane(int panel, int source)
    {
        var (first, channels, width) = (_weights.FirstChannel(panel), _weights.PanelChannels(panel), _weights.PanelWidth);
        var packed = (float*)Operand(1) + (nint)source * width;
        for (var lane = 0; lane < width; lane++)
        {
            var from = (float*)Operand(0) + FirstWeight(first + Math.Min(lane, channels - 1)) + source * _sourceStride;
            for (var tap = 0; tap < _shape.Taps; tap++)
            {
                var to = Target(packed, tap, panel);
                if (to != null)
                    to[lane] = lane < channels ? from[tap] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackSourceChannel(float* from, nint targetStride, int panel, int source)
    {
        var taps = _shape.Taps;
        var channels = _weights.PanelChannels(panel);
        var width = _weights.PanelWidth;
        var packed = (float*)Operand(1) + (nint)source * width;
        var tap = 0;
        for (; tap + 4 <= taps; tap += 4)
        {
            var to0 = Target(packed, tap, panel);
            var to1 = Target(packed, tap + 1, panel);
            var to2 = Target(packed, tap + 2, panel);
            var to3 = Target(packed, tap + 3, panel);
            var lane = 0;
            for (; lane + 4 <= channels && to0 != null && to1 != null && to2 != null && to3 != null; lane += 4)
            {
                var row = from + lane * targetStride + tap;
                var a = Vector128.Load(row);
                var b = Vector128.Load(row + targetStride);
                var c = Vector128.Load(row + 2 * targetStride);
                var d = Vector128.Load(row + 3 * targetStride);
                var lowAc = PanelPacking.InterleaveLow(a, c);
                var lowBd = PanelPacking.InterleaveLow(b, d);
                var highAc = PanelPacking.InterleaveHigh(a, c);
                var highBd = PanelPacking.InterleaveHigh(b, d);
                Vector128.Store(PanelPacking.InterleaveLow(lowAc, lowBd), to0 + lane);
                Vector128.Store(PanelPacking.InterleaveHigh(lowAc, lowBd), to1 + lane);
                Vector128.Store(PanelPacking.InterleaveLow(highAc, highBd), to2 + lane);
                Vector128.Store(PanelPacking.InterleaveHigh(highAc, highBd), to3 + lane);
            }

            PackTap(from + tap, targetStride, to0, lane, channels, width);
            PackTap(from + tap + 1, targetStride, to1, lane, channels, width);
            PackTap(from + tap + 2, targetStride, to2, lane, channels, width);
            PackTap(from + tap + 3, targetStride, to3, lane, channels, width);
        }

        for (; tap < taps; tap++)
            PackTap(from + tap, targetStride, Target(packed, tap, panel), 0, channels, width);
    }

    private float* Target(float* packed, int tap, int panel) =>
        _tapTargets[tap] < 0 ? null : packed + _tapTargets[tap] + panel * _tapPanelStrides[tap];

    private static void PackTap(float* from, nint stride, float* to, int lane, int channels, int width)
    {
        if (to == null)
            return;
        for (; lane < width; lane++)
            to[lane] = lane < channels ? from[lane * stride] : 0;
    }
}
