using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

public class MatrixProductKernelTests
{
    private static readonly (int Rows, int Columns, int Depth)[] Sizes =
    [
        (1, 1, 1), (1, 7, 3), (5, 1, 9), (64, 1, 100), (1, 32, 64), (3, 5, 2), (12, 32, 16), (13, 33, 17), (32, 100, 256),
        (100, 48, 32), (7, 784, 20), (64, 10, 300), (150, 70, 33), (31, 257, 600), (8, 8, 2100), (12, 64, 40), (300, 130, 270),
        (32, 300, 420), (48, 96, 200), (29, 50, 64), (64, 131, 33),
    ];

    public static TheoryData<int, bool, bool> Cases
    {
        get
        {
            var data = new TheoryData<int, bool, bool>();
            foreach (var width in KernelRunner.Widths)
            {
                data.Add((int)width, false, false);
                data.Add((int)width, false, true);
                data.Add((int)width, true, false);
                data.Add((int)width, true, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_any_sizes_matches_reference(int width, bool transposeLeft, bool transposeRight)
    {
        using var team = new WorkerTeam(2);
        foreach (var (rows, columns, depth) in Sizes)
        {
            var shape = new MatrixProductShape(rows, columns, depth) { TransposeLeft = transposeLeft, TransposeRight = transposeRight };
            Check(shape, (SimdWidth)width, team);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_batch_and_strides_matches_reference(int width, bool transposeLeft, bool transposeRight)
    {
        using var team = new WorkerTeam(2);
        var shape = new MatrixProductShape(29, 45, 38)
        {
            TransposeLeft = transposeLeft,
            TransposeRight = transposeRight,
            LeftStride = 51,
            RightStride = 55,
            OutputStride = 49,
            Batch = 3,
            LeftBatchStride = 51 * 40,
            RightBatchStride = 0,
            OutputBatchStride = 49 * 29 + 5,
        };
        Check(shape, (SimdWidth)width, team);
        Check(shape with { LeftBatchStride = 0, RightBatchStride = 55 * 46 }, (SimdWidth)width, team);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_batch_of_few_columns_matches_reference(int width, bool transposeLeft, bool transposeRight)
    {
        using var team = new WorkerTeam(2);
        foreach (var (rows, columns, depth, batch) in new[] { (64, 16, 64, 16), (57, 5, 300, 9), (200, 8, 33, 8), (70, 31, 20, 11), (30, 2, 600, 24) })
        {
            var shape = new MatrixProductShape(rows, columns, depth) { TransposeLeft = transposeLeft, TransposeRight = transposeRight, Batch = batch };
            shape = shape with { LeftBatchStride = rows * depth, RightBatchStride = depth * columns, OutputBatchStride = rows * columns };
            Check(shape, (SimdWidth)width, team);
            Check(shape with { LeftStride = shape.LeftStride + 3, LeftBatchStride = (shape.LeftStride + 3) * 601, RightBatchStride = 0 }, (SimdWidth)width, team);
        }
    }

    [Fact]
    public void Run_any_number_of_threads_gives_the_same_bits()
    {
        foreach (var (rows, columns, depth) in Sizes)
        {
            var shape = new MatrixProductShape(rows, columns, depth);
            var left = KernelRunner.Random(rows * depth, 1);
            var right = KernelRunner.Random(depth * columns, 2);
            var one = KernelRunner.Run(MatrixProductKernel.For(shape), 1, rows * columns, left, right);
            Assert.Equal(one, KernelRunner.Run(MatrixProductKernel.For(shape), 2, rows * columns, left, right));
            Assert.Equal(one, KernelRunner.Run(MatrixProductKernel.For(shape), 3, rows * columns, left, right));
        }
    }

    [Fact]
    public void Run_epilogue_sees_every_row_once_a_run()
    {
        foreach (var (rows, columns, depth) in Sizes)
        {
            var epilogue = new CountingEpilogue(rows);
            var kernel = MatrixProductKernel.For(new(rows, columns, depth));
            kernel.Epilogue = epilogue;
            KernelRunner.Run(kernel, 3, rows * columns, new float[rows * depth], new float[depth * columns]);
            epilogue.AssertEveryRow(times: 2);
        }
    }

    private static void Check(MatrixProductShape shape, SimdWidth width, WorkerTeam team)
    {
        var left = KernelRunner.Random(Length(shape.TransposeLeft ? shape.Depth : shape.Rows, shape.LeftStride, shape.LeftBatchStride, shape.Batch), 1);
        var right = KernelRunner.Random(Length(shape.TransposeRight ? shape.Columns : shape.Depth, shape.RightStride, shape.RightBatchStride, shape.Batch), 2);
        var length = (int)Length(shape.Rows, shape.OutputStride, shape.OutputBatchStride, shape.Batch);
        var actual = KernelRunner.Run(MatrixProductKernel.For(shape, width), team, length, left, right);
        var expected = new double[shape.Batch * shape.Rows * shape.Columns];
        var found = new float[expected.Length];
        var index = 0;
        for (var batch = 0; batch < shape.Batch; batch++)
        {
            for (var i = 0; i < shape.Rows; i++)
            {
                for (var j = 0; j < shape.Columns; j++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < shape.Depth; k++)
                    {
                        sum += (double)left[batch * shape.LeftBatchStride + (shape.TransposeLeft ? k * shape.LeftStride + i : i * shape.LeftStride + k)]
                            * right[batch * shape.RightBatchStride + (shape.TransposeRight ? j * shape.RightStride + k : k * shape.RightStride + j)];
                    }

                    expected[index] = sum;
                    found[index++] = actual[batch * shape.OutputBatchStride + i * shape.OutputStride + j];
                }
            }
        }

        KernelRunner.AssertClose(expected, found, shape.Depth);
    }

    private static long Length(int rows, int stride, long batchStride, int batch) => (batch - 1) * batchStride + (long)rows * stride;
}
