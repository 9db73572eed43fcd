using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>Copies images into a frame of zeros, so that taps beyond the border read zero.</summary>
internal static unsafe class BorderedCopy
{
    /// <summary>Sizes along x, and the stride of the copies, are in bytes; along y in lines.</summary>
    public static void Run(
        nint source, nint target, int images, int lines, nint lineBytes, int top, int bottom, nint left, nint right, nint imageStride)
    {
        var lineStride = left + lineBytes + right;
        for (var image = 0; image < images; image++)
        {
            var to = target + image * imageStride;
            Clear(to, top * lineStride);
            to += top * lineStride;
            if (left + right == 0)
            {
                NativeMemory.Copy((void*)source, (void*)to, (nuint)(lines * lineBytes));
                source += lines * lineBytes;
                to += lines * lineStride;
            }
            else
            {
                for (var y = 0; y < lines; y++)
                {
                    Clear(to, left);
                    NativeMemory.Copy((void*)source, (void*)(to + left), (nuint)lineBytes);
                    Clear(to + left + lineBytes, right);
                    source += lineBytes;
                    to += lineStride;
                }
            }

            Clear(to, bottom * lineStride);
        }
    }

    private static void Clear(nint address, nint bytes) => NativeMemory.Clear((void*)address, (nuint)bytes);
}
