using System.Runtime.CompilerServices;

namespace Belamy.Tensors.Cpu;

/// <summary>The micro-kernel without vectors and without dynamic code; one "vector" is one number.</summary>
internal sealed unsafe class ScalarMicroKernel(MicroKernelShape shape)
{
    /// <summary>Most columns of a scalar tile.</summary>
    public const int MaximumColumns = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nint address)
    {
        var call = (MicroKernelCall*)address;
        var columns = shape.Vectors;
        var sums = stackalloc float[MaximumColumns];
        var contiguous = shape.Addressing == RowAddressing.Contiguous;
        var rowStride = contiguous ? sizeof(float) : call->LeftRowStride;
        var depthStride = contiguous ? call->LeftDepthStride : sizeof(float);
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var row = 0; row < shape.RowsPerGroup; row++)
            {
                for (var j = 0; j < columns; j++)
                    sums[j] = 0;
                for (nint s = 0; s < call->SegmentCount; s++)
                {
                    var left = (byte*)call->Left + call->Segments[s].Left + group * call->LeftGroupStride + row * rowStride;
                    var right = (byte*)call->Right + call->Segments[s].Right;
                    for (nint k = 0; k < call->Depth; k++)
                    {
                        var factor = *(float*)(left + k * depthStride);
                        var vector = (float*)(right + k * call->RightDepthStride);
                        for (var j = 0; j < columns; j++)
                            sums[j] += factor * vector[j];
                    }
                }

                var output = (float*)(call->Output + group * call->OutputGroupStride + row * call->OutputRowStride);
                for (var j = 0; j < columns; j++)
                    output[j] = call->Accumulate == 0 ? sums[j] : output[j] + sums[j];
            }
        }
    }
}
