using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>Single products and convolutions, each as a program of its own.</summary>
internal static class ContractionWorkloads
{
    private const int Batch = 64;
    private const int Channels = 64;
    private const int Maps = 128;
    private const int Pixels = 28;
    private const int Kernel = 4;

    public static IEnumerable<Workload> All()
    {
        yield return SquareProduct("gemm1024", 1024);
        yield return SquareProduct("gemm2048", 2048);

        var geometry = ConvolutionGeometry.Create([Pixels, Pixels], [Kernel], [2], [1]);
        Shape large = [Batch, Pixels, Pixels, Channels];
        Shape small = [Batch, Pixels / 2, Pixels / 2, Maps];
        Shape kernel = [Maps, Channels, Kernel, Kernel];
        var work = new Work(
            2 * Batch * LayerWork.Convolution(Channels, Maps, Kernel, Pixels / 2).MultiplyAdds,
            sizeof(float) * (double)(large.Count + small.Count + kernel.Count));
        yield return Contraction(
            "conv 64x64x28x28 -> 128, k4 s2", work, large, kernel, (x, w) => ChannelsLast(Tensor.Convolve(ChannelsFirst(x), w, geometry)));
        yield return Contraction(
            "conv transposed back", work, small, kernel, (y, w) => ChannelsLast(Tensor.ConvolveInput(ChannelsFirst(y), w, geometry)));
    }

    // Values lie in memory as they do between the layers of a network: channels last. These are views, not copies.
    private static Tensor ChannelsFirst(Tensor tensor) => tensor.Permute(0, 3, 1, 2);

    private static Tensor ChannelsLast(Tensor tensor) => tensor.Permute(0, 2, 3, 1);

    private static Workload SquareProduct(string name, int size) => Contraction(
        name,
        new Work(2.0 * size * size * size, 3.0 * size * size * sizeof(float)),
        [size, size],
        [size, size],
        (left, right) => Tensor.MatMul(left, right));

    private static Workload Contraction(string name, Work work, Shape left, Shape right, Func<Tensor, Tensor, Tensor> formula) =>
        new(name, work, () =>
        {
            Tensor result = formula(Tensor.Input("left", left), Tensor.Input("right", right));
            Tensors.Program program = Tensors.Program.Compile(name, [result]);
            var random = new Random(1);
            foreach (string input in program.InputNames)
                GameRepetition.Fill(program.Input(input), random);
            return new Repetition(program.Run, program) { Operations = program.Flops };
        });
}
