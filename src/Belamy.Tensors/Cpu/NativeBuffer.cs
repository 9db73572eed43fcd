using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>Zeroed native memory on a 64-byte boundary: what vector loads and cache lines want and the managed heap does not give.</summary>
/// <remarks>
/// It is taken where its address is first asked for, so that a plan can be made, and its size be told, of what no machine
/// could hold. The system hands out large areas as pages that become memory, and zeros, where they are first touched.
/// Clearing them here would touch them all, which took longer than everything else that compiling does.
/// </remarks>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public const int Alignment = 64;

    private readonly Lock _taking = new();
    private nint _address;

    public NativeBuffer(long bytes)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ByteLength = bytes;
    }

    public long ByteLength { get; }

    /// <summary>Where it begins; the memory is taken by the first who asks.</summary>
    /// <exception cref="InsufficientMemoryException">The system does not give so much.</exception>
    public nint Address => _address != 0 ? _address : Take();

    public override bool IsInvalid => handle == 0;

    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new Span<T>((void*)Address, checked((int)(ByteLength / sizeof(T))));
    }

    private nint Take()
    {
        lock (_taking)
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            if (_address != 0)
                return _address;
            // Whole lines, so that a vector may be loaded from the last one, and room to start on a line.
            long rounded = Math.Max(Alignment, checked(ByteLength + Alignment - 1) / Alignment * Alignment);
            try
            {
                SetHandle((nint)NativeMemory.AllocZeroed(checked((nuint)(rounded + Alignment - 1))));
            }
            catch (OutOfMemoryException e)
            {
                throw new InsufficientMemoryException($"The system does not give {ByteLength:N0} bytes of memory.", e);
            }

            if (ByteLength > 0)
                GC.AddMemoryPressure(ByteLength);
            return _address = (handle + Alignment - 1) & -Alignment;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        if (ByteLength > 0)
            GC.RemoveMemoryPressure(ByteLength);
        return true;
    }
}
