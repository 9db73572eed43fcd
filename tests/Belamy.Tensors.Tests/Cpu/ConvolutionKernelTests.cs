using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

public class ConvolutionKernelTests
{
    public static TheoryData<int> Widths
    {
        get
        {
            var data = new TheoryData<int>();
            foreach (var width in KernelRunner.Widths)
                data.Add((int)width);
            return data;
        }
    }

    /// <summary>All ways to fill rows and lanes, narrow and wide channels, one axis to three, every parameter of the geometry.</summary>
    private static IEnumerable<ConvolutionShape> Shapes()
    {
        foreach (var batch in new[] { 2, 9 })
        {
            foreach (var (inputs, outputs) in new[] { (1, 1), (3, 5), (16, 1), (1, 16), (20, 33), (32, 32) })
            {
                yield return Shape(batch, inputs, outputs, [8, 8], [4, 4], [2], [1]);
                yield return Shape(batch, inputs, outputs, [7, 5], [3, 3], [1], [1]);
                yield return Shape(batch, inputs, outputs, [6, 9], [3, 2], [3, 2], [0, 1], [2, 0], [1, 2]);
            }

            yield return Shape(batch, 5, 18, [17, 31], [4, 4], [2], [1]);
            yield return Shape(batch, 18, 4, [1, 1], [1, 1], [1], [0]);
            yield return Shape(batch, 6, 7, [4, 4], [4, 4], [1], [0]);
            yield return Shape(batch, 6, 17, [9, 9], [3, 3], [1], [-1], [-2]);
            yield return Shape(batch, 4, 3, [5, 6], [2, 2], [3], [0]);
            yield return Shape(batch, 3, 17, [11], [5], [2], [2]);
            yield return Shape(batch, 2, 1, [12, 10], [7, 7], [1], [3]);
            yield return Shape(batch, 17, 2, [10, 6], [3, 3], [1], [2], [2], [2]);
        }

        foreach (var batch in new[] { 1, 9 })
        {
            // Three axes.
            foreach (var (inputs, outputs) in new[] { (1, 18), (5, 2), (20, 33) })
            {
                yield return Shape(batch, inputs, outputs, [4, 4, 4], [4, 4, 4], [2], [1]);
                yield return Shape(batch, inputs, outputs, [3, 5, 4], [3, 3, 3], [1], [1]);
            }

            yield return Shape(batch, 3, 17, [7, 5, 6], [2, 3, 2], [3, 2, 1], [0, 1, -1], [2, 0, 1], [1, 2, 2]);
            yield return Shape(batch, 17, 3, [5, 4, 4], [2, 1, 3], [1], [1, 0, 2], [0, 1, 1], [2, 1, 1]);
            yield return Shape(batch, 2, 16, [1, 1, 1], [3, 3, 3], [2], [2]);

            // Groups of a lane, of some and of all lanes, and such as lanes do not divide into; depthwise with one output a channel and with more.
            foreach (var (inputs, outputs, groups) in new[] { (8, 8, 2), (32, 32, 2), (64, 32, 2), (20, 30, 5), (48, 16, 4), (6, 12, 3), (40, 80, 2), (24, 6, 3), (36, 36, 9) })
            {
                yield return Shape(batch, inputs, outputs, [5, 6], [3, 3], [1], [1], groups: groups);
                yield return Shape(batch, inputs, outputs, [6, 7], [4, 2], [2, 3], [1, 0], [0, 2], [1, 2], groups);
            }

            foreach (var (inputs, outputs) in new[] { (3, 3), (16, 16), (19, 19), (35, 35), (6, 18), (20, 40), (5, 80) })
            {
                yield return Shape(batch, inputs, outputs, [6, 5], [3, 3], [1], [1], groups: inputs);
                yield return Shape(batch, inputs, outputs, [8, 8], [4, 4], [2], [1], groups: inputs);
                yield return Shape(batch, inputs, outputs, [1, 13], [1, 5], [1, 4], [0, 2], groups: inputs);
            }

            yield return Shape(batch, 12, 12, [9], [7], [1], [3], groups: 3);
            yield return Shape(batch, 40, 40, [7, 7], [3, 3], [1], [2], [2], [2], 40);
            yield return Shape(batch, 8, 8, [4, 5, 4], [3, 3, 3], [1], [1], groups: 8);
            yield return Shape(batch, 12, 36, [4, 4, 4], [4, 4, 4], [2], [1], groups: 2);
            yield return Shape(batch, 16, 16, [2, 2], [5, 5], [1], [2], groups: 4);
            yield return Shape(batch, 70, 70, [3, 3], [1, 1], [2], [0], groups: 10);
        }

        // Groups of large images, and so wide that panels part them.
        yield return Shape(2, 36, 140, [30, 33], [3, 3], [1], [1], groups: 2);
        yield return Shape(3, 32, 32, [40, 9], [3, 3], [1], [1], groups: 32);
        yield return Shape(2, 160, 64, [7, 7], [3, 3], [1], [1], groups: 2);

        // Depths beyond a block, images too large for rows of images, lines longer than a tile.
        yield return Shape(9, 70, 40, [5, 5], [4, 4], [2], [1]);
        yield return Shape(8, 96, 18, [16, 16], [4, 4], [2], [1]);
        yield return Shape(2, 80, 33, [6, 60], [3, 3], [1], [1]);
        yield return Shape(2, 32, 1, [20, 20], [7, 7], [1], [3]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_any_geometry_matches_reference(int width)
    {
        using var team = new WorkerTeam(2);
        foreach (var shape in Shapes())
        {
            var input = KernelRunner.Random(shape.InputLength, 1);
            var weights = KernelRunner.Random(shape.WeightsLength, 2);
            var output = Forward(shape, (SimdWidth)width, team, input, weights);
            KernelRunner.AssertClose(ConvolutionReference.Forward(shape, input, weights), output, shape.GroupInputs * shape.Taps, shape);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Input_any_geometry_matches_reference(int width)
    {
        using var team = new WorkerTeam(2);
        foreach (var shape in Shapes())
        {
            var output = KernelRunner.Random(shape.OutputLength, 3);
            var weights = KernelRunner.Random(shape.WeightsLength, 4);
            var input = Input(shape, (SimdWidth)width, team, output, weights);
            KernelRunner.AssertClose(ConvolutionReference.Input(shape, output, weights), input, shape.GroupOutputs * shape.Taps, shape);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void WeightGradient_any_geometry_matches_reference(int width)
    {
        using var team = new WorkerTeam(2);
        foreach (var shape in Shapes())
        {
            var input = KernelRunner.Random(shape.InputLength, 5);
            var output = KernelRunner.Random(shape.OutputLength, 6);
            var weights = WeightGradient(shape, (SimdWidth)width, team, input, output);
            var depth = shape.Batch * shape.OutputPixels;
            KernelRunner.AssertClose(ConvolutionReference.Weights(shape, input, output), weights, depth, shape);
        }
    }

    [Fact]
    public void Kernels_any_number_of_threads_give_the_same_bits()
    {
        using var one = new WorkerTeam(1);
        using var two = new WorkerTeam(2);
        using var three = new WorkerTeam(3);
        foreach (var shape in Shapes())
        {
            var input = KernelRunner.Random(shape.InputLength, 1);
            var weights = KernelRunner.Random(shape.WeightsLength, 2);
            var output = Forward(shape, Simd.Current, one, input, weights);
            Assert.Equal(output, Forward(shape, Simd.Current, two, input, weights));
            Assert.Equal(output, Forward(shape, Simd.Current, three, input, weights));
            var back = Input(shape, Simd.Current, one, output, weights);
            Assert.Equal(back, Input(shape, Simd.Current, two, output, weights));
            Assert.Equal(back, Input(shape, Simd.Current, three, output, weights));
            var gradient = WeightGradient(shape, Simd.Current, one, input, output);
            Assert.Equal(gradient, WeightGradient(shape, Simd.Current, two, input, output));
            Assert.Equal(gradient, WeightGradient(shape, Simd.Current, three, input, output));
        }
    }

    private static ConvolutionShape Shape(
        int batch, int inputs, int outputs, int[] size, int[] kernel, int[] stride, int[] low, int[]? high = null, int[]? dilation = null, int groups = 1) =>
        ConvolutionShape.From(ConvolutionGeometry.Create(size, kernel, stride, low, high, dilation, groups), batch, inputs, outputs);

    private static float[] Forward(ConvolutionShape shape, SimdWidth width, WorkerTeam team, float[] input, float[] weights)
    {
        var pack = ConvolutionKernels.PackWeights(shape, backward: false, width);
        var packed = KernelRunner.Run(pack, team, (int)pack.PackedLength, weights);
        var epilogue = new CountingEpilogue((int)(shape.OutputLength / shape.OutputChannels));
        var kernel = ConvolutionKernels.Forward(shape, width);
        kernel.Epilogue = epilogue;
        var output = KernelRunner.Run(kernel, team, (int)shape.OutputLength, input, packed);
        epilogue.AssertEveryRow(times: 2);
        return output;
    }

    private static float[] Input(ConvolutionShape shape, SimdWidth width, WorkerTeam team, float[] output, float[] weights)
    {
        var pack = ConvolutionKernels.PackWeights(shape, backward: true, width);
        var packed = KernelRunner.Run(pack, team, (int)pack.PackedLength, weights);
        var epilogue = new CountingEpilogue((int)(shape.InputLength / shape.InputChannels));
        var kernel = ConvolutionKernels.Input(shape, width);
        kernel.Epilogue = epilogue;
        var input = KernelRunner.Run(kernel, team, (int)shape.InputLength, output, packed);
        epilogue.AssertEveryRow(times: 2);
        return input;
    }

    private static float[] WeightGradient(ConvolutionShape shape, SimdWidth width, WorkerTeam team, float[] input, float[] output)
    {
        var epilogue = new CountingEpilogue(shape.OutputChannels);
        var kernel = ConvolutionKernels.Weights(shape, width);
        kernel.Epilogue = epilogue;
        var weights = KernelRunner.Run(kernel, team, (int)shape.WeightsLength, input, output);
        epilogue.AssertEveryRow(times: 2);
        return weights;
    }
}
