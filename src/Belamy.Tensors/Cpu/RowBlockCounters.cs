namespace Belamy.Tensors.Cpu;

/// <summary>Counts, for every block of output rows, the tasks still to finish it; the last one runs the epilogue.</summary>
internal sealed class RowBlockCounters
{
    private readonly int[] _left;
    private readonly int _tasks;

    public RowBlockCounters(int blocks, int tasks)
    {
        _left = new int[blocks];
        _tasks = tasks;
        Array.Fill(_left, tasks);
    }

    /// <summary>Reports one task of a block; true for the block's last, which also readies the count for the next run.</summary>
    public bool Finish(int block)
    {
        if (_tasks > 1 && Interlocked.Decrement(ref _left[block]) > 0)
            return false;
        Volatile.Write(ref _left[block], _tasks);
        return true;
    }
}
