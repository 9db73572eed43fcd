using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// The memory that all plans of the process work in. Programs run one at a time and nothing in it outlives a run, so it is as
/// large as the largest plan that runs, not as all of them together.
/// </summary>
internal static class SharedArena
{
    private static readonly Lock Gate = new();

    /// <summary>What the plans that have run and are not disposed of ask for.</summary>
    private static readonly List<long> Wanted = [];

    private static NativeBuffer? _buffer;
    private static bool _inUse;

    /// <summary>Counts a plan among those that the arena is kept for.</summary>
    public static void Join(long bytes)
    {
        lock (Gate)
            Wanted.Add(bytes);
    }

    /// <summary>Gives the memory back that no remaining plan asks for.</summary>
    public static void Leave(long bytes)
    {
        lock (Gate)
        {
            Wanted.Remove(bytes);
            if (_inUse || _buffer is null || Wanted.Any(other => other >= _buffer.ByteLength))
                return;
            _buffer.Dispose();
            _buffer = null;
        }
    }

    /// <summary>Where the arena lies, at least so large. It may lie elsewhere after a plan that asks for more has come, or one has gone.</summary>
    /// <exception cref="InsufficientMemoryException">The system does not give so much.</exception>
    public static nint Address(long bytes)
    {
        lock (Gate)
            return Reserve(bytes);
    }

    /// <summary>The same, for one run: nobody else can take the arena before <see cref="Release"/>.</summary>
    /// <exception cref="InvalidOperationException">Another program is running.</exception>
    /// <exception cref="InsufficientMemoryException">The system does not give so much.</exception>
    public static nint Take(long bytes)
    {
        lock (Gate)
        {
            RefuseWhileInUse();
            nint address = Reserve(bytes);
            _inUse = true;
            return address;
        }
    }

    /// <summary>Ends a run.</summary>
    public static void Release()
    {
        lock (Gate)
            _inUse = false;
    }

    private static nint Reserve(long bytes)
    {
        if (_buffer is null || _buffer.ByteLength < bytes)
        {
            RefuseWhileInUse();
            _buffer?.Dispose();
            _buffer = null;
            _buffer = new NativeBuffer(Wanted.Append(bytes).Max());
        }

        return _buffer.Address;
    }

    private static void RefuseWhileInUse()
    {
        if (_inUse)
            throw new InvalidOperationException("Another program is running; run programs one after another, or from one thread.");
    }
}
