using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>
/// Single layers that no game above leans on, forward and backward. What convolutions take and give lies channels last in memory, as in a network;
/// all else as it is written.
/// </summary>
internal static class LayerWorkloads
{
    private const int Words = 10_000;

    public static IEnumerable<Workload> All()
    {
        yield return Convolution("layer: depthwise conv 32x128x32x32, k3", 32, 128, 32, groups: 128);
        yield return Convolution("layer: grouped conv 32x128x32x32, k3, 8 groups", 32, 128, 32, groups: 8);
        yield return Convolution("layer: dilated conv 32x64x32x32, k3, dilation 4", 32, 64, 32, dilation: 4);
        yield return Pictures("layer: instance norm 32x64x64x64", [32, 64, 64, 64], 1, x => Module(x, new InstanceNorm(affine: false)));
        yield return Pictures("layer: pixel shuffle 32x256x32x32", [32, 256, 32, 32], 1, x => Module(x, new PixelShuffle(2)));
        yield return Pictures("layer: nearest upsampling 32x64x32x32", [32, 64, 32, 32], 4, x => Module(x, new NearestUpsampling()));
        yield return Pictures("layer: bilinear upsampling 32x64x32x32", [32, 64, 32, 32], 4, x => Bilinear(Bilinear(x, 2), 3));
        yield return new Workload("layer: embedding 4096 of 10000x256", new Work(0, sizeof(float) * 256.0 * ((3 * 4096) + Words)), PrepareEmbedding);
        yield return new Workload(
            "layer: batched products 256 of 256x16x256",
            new Work(3 * 2.0 * 256 * 256 * 16 * 256, sizeof(float) * 2.0 * 256 * 256 * (16 + 16 + 256)),
            () => GradientRepetition.Prepare([[256, 256, 16], [256, 256, 16]], x => Tensor.MatMul(x[0], x[1], transposeRight: true)));
    }

    private static Workload Convolution(string name, int batch, int channels, int side, int groups = 1, int dilation = 1)
    {
        var geometry = ConvolutionGeometry.Create([side, side], [3], [1], [dilation], dilation: [dilation], groups: groups);
        LayerWork layer = LayerWork.Convolution(channels, channels, 3, side, groups: groups);
        Shape pictures = [batch, side, side, channels];
        return new Workload(
            name,
            new Work(3 * 2 * batch * layer.MultiplyAdds, sizeof(float) * ((4.0 * pictures.Count) + (2 * layer.Weights))),
            () => GradientRepetition.Prepare([pictures, [channels, channels / groups, 3, 3]], x => ChannelsLast(Tensor.Convolve(ChannelsFirst(x[0]), x[1], geometry))));
    }

    /// <param name="growth">How many values it puts out for each that it takes.</param>
    private static Workload Pictures(string name, Shape pictures, int growth, Func<Tensor, Tensor> layer) => new(
        name,
        new Work(0, sizeof(float) * 2.0 * (1 + growth) * pictures.Count),
        () => GradientRepetition.Prepare([pictures], x => layer(x[0])));

    private static Tensor Module(Tensor pictures, Module module)
    {
        using var store = new ParameterStore();
        return module.Build(new ParameterScope(store, 1), [.. pictures.Shape.Skip(1)]).Forward(new ForwardContext(), pictures);
    }

    /// <summary>Twice as long along an axis; new pixels lie at quarters between old ones, the outermost are continued.</summary>
    private static Tensor Bilinear(Tensor pictures, int axis)
    {
        int size = pictures.Shape[axis];
        Tensor before = Tensor.Concat(axis, pictures.Slice(axis, 0, 1), pictures.Slice(axis, 0, size - 1));
        Tensor behind = Tensor.Concat(axis, pictures.Slice(axis, 1, size - 1), pictures.Slice(axis, size - 1, 1));
        Shape apart = [.. pictures.Shape.Take(axis + 1), 1, .. pictures.Shape.Skip(axis + 1)];
        Tensor even = ((0.75 * pictures) + (0.25 * before)).Reshape(apart), odd = ((0.75 * pictures) + (0.25 * behind)).Reshape(apart);
        return Tensor.Concat(axis + 1, even, odd).Reshape(pictures.Shape.With(axis, 2 * size));
    }

    private static Repetition PrepareEmbedding()
    {
        Tensor words = Tensor.Literal(NDArray.From<int>([4096], [.. Enumerable.Range(0, 4096).Select(at => at * 7919 % Words)]));
        return GradientRepetition.Prepare([[Words, 256]], x => x[0].Gather(words));
    }

    private static Tensor ChannelsFirst(Tensor tensor) => tensor.Permute(0, 3, 1, 2);

    private static Tensor ChannelsLast(Tensor tensor) => tensor.Permute(0, 2, 3, 1);
}
