using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>Copies pixels that lie side by side.</summary>
internal interface IPixelCopy
{
    /// <summary>Bytes from one pixel of the source to the next.</summary>
    nint SourcePixel { get; }

    /// <summary>Bytes from one pixel of the copy to the next.</summary>
    nint TargetPixel { get; }

    /// <summary>Copies.</summary>
    void Copy(nint source, nint target, nint pixels);
}

/// <summary>Copies images into a frame of zeros, so that taps beyond the border read zero.</summary>
internal static unsafe class BorderedCopy
{
    /// <summary>Copies images that follow one another, each to <paramref name="imageStride"/> bytes after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TCopy>(TCopy copy, in ImageFrame frame, nint source, nint target, int images, nint imageStride)
        where TCopy : struct, IPixelCopy
    {
        nint lineStride = frame.LineLength * copy.TargetPixel, planeStride = frame.PlaneLength * copy.TargetPixel;
        nint left = frame.Left * copy.TargetPixel, right = frame.Right * copy.TargetPixel;
        for (var image = 0; image < images; image++)
        {
            var to = target + image * imageStride;
            Clear(to, frame.Front * planeStride);
            to += frame.Front * planeStride;
            for (var plane = 0; plane < frame.Planes; plane++)
            {
                Clear(to, frame.Top * lineStride);
                to += frame.Top * lineStride;
                var (stretches, pixels) = left + right == 0 ? (1, (nint)frame.Lines * frame.Pixels) : (frame.Lines, frame.Pixels);
                for (var stretch = 0; stretch < stretches; stretch++)
                {
                    Clear(to, left);
                    to += left;
                    copy.Copy(source, to, pixels);
                    source += pixels * copy.SourcePixel;
                    to += pixels * copy.TargetPixel;
                    Clear(to, right);
                    to += right;
                }

                Clear(to, frame.Bottom * lineStride);
                to += frame.Bottom * lineStride;
            }

            Clear(to, frame.Back * planeStride);
        }
    }

    private static void Clear(nint address, nint bytes)
    {
        if (bytes > 0)
            NativeMemory.Clear((void*)address, (nuint)bytes);
    }
}

/// <summary>Pixels as they are.</summary>
internal readonly unsafe struct WholePixels(nint bytes) : IPixelCopy
{
    public nint SourcePixel => bytes;

    public nint TargetPixel => bytes;

    public void Copy(nint source, nint target, nint pixels) => NativeMemory.Copy((void*)source, (void*)target, (nuint)(pixels * bytes));
}
