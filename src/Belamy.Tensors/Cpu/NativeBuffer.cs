using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>Zeroed native memory on a 64-byte boundary: what vector loads and cache lines want and the managed heap does not give.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public const int Alignment = 64;

    public NativeBuffer(long bytes)
        : base(0, ownsHandle: true)
    {
        ByteLength = bytes;
        nuint rounded = (nuint)Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);
        SetHandle((nint)NativeMemory.AlignedAlloc(rounded, Alignment));
        NativeMemory.Clear((void*)handle, rounded);
        if (bytes > 0)
            GC.AddMemoryPressure(bytes);
    }

    public long ByteLength { get; }

    public nint Address => handle;

    public override bool IsInvalid => handle == 0;

    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new Span<T>((void*)handle, checked((int)(ByteLength / sizeof(T))));
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        if (ByteLength > 0)
            GC.RemoveMemoryPressure(ByteLength);
        return true;
    }
}
