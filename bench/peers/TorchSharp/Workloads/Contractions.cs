using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Single products and convolutions.</summary>
internal static class Contractions
{
    public static IEnumerable<Workload> All() =>
    [
        new("gemm1024", () => Product(1024)),
        new("gemm2048", () => Product(2048)),
        new("conv 64x64x28x28 -> 128, k4 s2", () => Convolution(transposed: false)),
        new("conv transposed back", () => Convolution(transposed: true)),
    ];

    private static Prepared Product(long size)
    {
        Tensor left = (rand(size, size) * 2) - 1, right = (rand(size, size) * 2) - 1;
        return new Prepared(() => mm(left, right));
    }

    private static Prepared Convolution(bool transposed)
    {
        Tensor large = (rand(64, 64, 28, 28) * 2) - 1, small = (rand(64, 128, 14, 14) * 2) - 1;
        Tensor kernel = (rand(128, 64, 4, 4) * 2) - 1;
        return new Prepared(() =>
        {
            using (no_grad())
            {
                if (transposed)
                    functional.conv_transpose2d(small, kernel, strides: [2, 2], padding: [1, 1]);
                else
                    functional.conv2d(large, kernel, strides: [2, 2], padding: [1, 1]);
            }
        });
    }
}
