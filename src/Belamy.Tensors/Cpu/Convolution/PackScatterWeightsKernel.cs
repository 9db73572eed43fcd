namespace Belamy.Tensors.Cpu;

/// <summary>
/// Packs weights for <see cref="ScatterTapsKernel"/>: panel by panel of products, source channel by source channel.
/// Operands: weights, packed weights.
/// </summary>
internal sealed unsafe class PackScatterWeightsKernel(ConvolutionShape shape, bool backward, ScatterPlan plan) : PackWeightsKernel
{
    private const int ChannelsPerTask = 64;

    public override long PackedLength => plan.PackedLength;

    public override string Name => $"pack weights {(backward ? "backward" : "forward")} {shape}";

    public override int Tasks(int stage) => (plan.SourceChannels + ChannelsPerTask - 1) / ChannelsPerTask;

    public override void Run(int stage, int task, int worker)
    {
        var weights = (float*)Operand(0);
        var packed = (float*)Operand(1);
        var last = Math.Min(plan.SourceChannels, (task + 1) * ChannelsPerTask);
        for (var source = task * ChannelsPerTask; source < last; source++)
        {
            for (var panel = 0; panel < plan.Panels; panel++)
                new Span<float>(packed + Index(panel * plan.PanelWidth, source), plan.PanelWidth).Clear();
            for (var target = 0; target < plan.TargetChannels; target++)
            {
                var (output, input) = backward ? (source, target) : (target, source);
                var from = weights + ((nint)output * shape.InputChannels + input) * shape.Taps;
                for (var line = 0; line < plan.TapLines; line++)
                {
                    for (var kx = 0; kx < shape.X.Kernel; kx++)
                        packed[Index(plan.Column(line, kx, target), source)] = from[line * shape.X.Kernel + kx];
                }
            }
        }
    }

    private nint Index(int column, int source) =>
        ((nint)(column / plan.PanelWidth) * plan.SourceChannels + source) * plan.PanelWidth + column % plan.PanelWidth;
}
