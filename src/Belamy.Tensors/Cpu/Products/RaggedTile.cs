using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>Runs a micro-kernel whose last vector reaches beyond the output, through a buffer.</summary>
internal static unsafe class RaggedTile
{
    private const int BufferLength = 32 * Simd.MaximumLanes * 2;

    /// <summary>Computes the tile and writes its first <paramref name="columns"/> columns.</summary>
    [SkipLocalsInit]
    public static void Run(MicroKernel kernel, MicroKernelCall* call, int columns)
    {
        var shape = kernel.Shape;
        var buffer = stackalloc float[BufferLength];
        var through = *call;
        through.Output = (nint)buffer;
        through.OutputRowStride = shape.Columns * sizeof(float);
        through.OutputGroupStride = shape.RowsPerGroup * shape.Columns * sizeof(float);
        through.Accumulate = 0;
        kernel.Run(&through);
        var from = buffer;
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var row = 0; row < shape.RowsPerGroup; row++)
            {
                var to = (float*)(call->Output + group * call->OutputGroupStride + row * call->OutputRowStride);
                var j = 0;
                for (; j + 4 <= columns; j += 4)
                {
                    var four = Vector128.Load(from + j);
                    Vector128.Store(call->Accumulate == 0 ? four : Vector128.Load(to + j) + four, to + j);
                }

                for (; j < columns; j++)
                    to[j] = call->Accumulate == 0 ? from[j] : to[j] + from[j];
                from += shape.Columns;
            }
        }
    }
}
