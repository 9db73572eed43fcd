using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>Zeroed native memory on a 64-byte boundary: what vector loads and cache lines want and the managed heap does not give.</summary>
/// <remarks>
/// The system hands out large areas as pages that become memory, and zeros, where they are first touched. Clearing them here
/// would touch them all, which took longer than everything else that compiling does.
/// </remarks>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public const int Alignment = 64;

    public NativeBuffer(long bytes)
        : base(0, ownsHandle: true)
    {
        ByteLength = bytes;
        // Whole lines, so that a vector may be loaded from the last one, and room to start on a line.
        long rounded = Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)(rounded + Alignment - 1)));
        Address = (handle + Alignment - 1) & -Alignment;
        if (bytes > 0)
            GC.AddMemoryPressure(bytes);
    }

    public long ByteLength { get; }

    public nint Address { get; }

    public override bool IsInvalid => handle == 0;

    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new Span<T>((void*)Address, checked((int)(ByteLength / sizeof(T))));
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        if (ByteLength > 0)
            GC.RemoveMemoryPressure(ByteLength);
        return true;
    }
}
