using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// The memory that all plans of the process work in. Programs run one at a time, each thread waiting for its turn, and nothing in
/// it outlives a run, so it is as large as the largest plan that runs, not as all of them together.
/// </summary>
internal static class SharedArena
{
    private static readonly Lock Gate = new();

    /// <summary>What the plans that have run and are not disposed of ask for.</summary>
    private static readonly List<long> Wanted = [];

    private static NativeBuffer? _buffer;

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
            if (_buffer is null || Wanted.Any(other => other >= _buffer.ByteLength))
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

    /// <summary>The same, for one run: other threads wait for the arena until <see cref="Release"/>, which the same thread calls.</summary>
    /// <exception cref="InsufficientMemoryException">The system does not give so much; nothing was taken.</exception>
    public static nint Take(long bytes)
    {
        Gate.Enter();
        try
        {
            return Reserve(bytes);
        }
        catch
        {
            Gate.Exit();
            throw;
        }
    }

    /// <summary>Ends a run.</summary>
    public static void Release() => Gate.Exit();

    private static nint Reserve(long bytes)
    {
        if (_buffer is null || _buffer.ByteLength < bytes)
        {
            _buffer?.Dispose();
            _buffer = null;
            _buffer = new NativeBuffer(Wanted.Append(bytes).Max());
        }

        return _buffer.Address;
    }
}
