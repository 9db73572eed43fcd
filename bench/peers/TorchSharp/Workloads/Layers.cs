using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Single layers, forward and backward.</summary>
internal static class Layers
{
    public static IEnumerable<Workload> All() =>
    [
        new("layer: depthwise conv 32x128x32x32, k3", () => Convolution(32, 128, 32, groups: 128)),
        new("layer: grouped conv 32x128x32x32, k3, 8 groups", () => Convolution(32, 128, 32, groups: 8)),
        new("layer: dilated conv 32x64x32x32, k3, dilation 4", () => Convolution(32, 64, 32, dilation: 4)),
        new("layer: instance norm 32x64x64x64", () => Gradients(x => functional.instance_norm(x[0]), [32, 64, 64, 64])),
        new("layer: pixel shuffle 32x256x32x32", () => Gradients(x => functional.pixel_shuffle(x[0], 2), [32, 256, 32, 32])),
        new("layer: nearest upsampling 32x64x32x32", () => Gradients(x => functional.interpolate(x[0], scale_factor: [2, 2], mode: InterpolationMode.Nearest), [32, 64, 32, 32])),
        new(
            "layer: bilinear upsampling 32x64x32x32",
            () => Gradients(x => functional.interpolate(x[0], scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false), [32, 64, 32, 32])),
        new("layer: embedding 4096 of 10000x256", Embedding),
        new("layer: batched products 256 of 256x16x256", () => Gradients(x => bmm(x[0], x[1].transpose(1, 2)), [256, 256, 16], [256, 256, 16])),
    ];

    /// <summary>What a function puts out, and the gradients of all that it takes.</summary>
    private static Prepared Gradients(Func<Tensor[], Tensor> function, params long[][] shapes)
    {
        Tensor[] values = [.. shapes.Select(shape => ((rand(shape) * 2) - 1).requires_grad_(true))];
        Tensor slope = rand_like(function(values).detach());
        return new Prepared(() => autograd.grad([function(values)], values, [slope]));
    }

    private static Prepared Convolution(long batch, long channels, long side, long groups = 1, long dilation = 1) => Gradients(
        x => functional.conv2d(x[0], x[1], strides: [1, 1], padding: [dilation, dilation], dilation: [dilation, dilation], groups: groups),
        [batch, channels, side, side],
        [channels, channels / groups, 3, 3]);

    private static Prepared Embedding()
    {
        Tensor words = arange(4096) * 7919 % 10_000, slope = rand(4096, 256);
        TorchSharp.Modules.Embedding rows = nn.Embedding(10_000, 256);
        return new Prepared(() => autograd.grad([rows.call(words)], [rows.weight!], [slope]));
    }
}
