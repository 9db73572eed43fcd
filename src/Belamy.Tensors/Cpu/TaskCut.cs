namespace Belamy.Tensors.Cpu;

/// <summary>Cuts the elements of a dense output into tasks, as sizes alone demand.</summary>
internal static class TaskCut
{
    private const long WorkPerTask = 16384;
    private const int MaximumTasks = 64;

    /// <summary>Tasks start on a cache line, so that no two of them write to the same one.</summary>
    private const int Alignment = 16;

    /// <summary>How many tasks <paramref name="elements"/> elements are cut into whose making moves <paramref name="work"/> elements.</summary>
    public static int Count(long elements, long work) =>
        elements == 0 ? 0 : (int)Math.Clamp(Math.Min(work / WorkPerTask, elements / Alignment), 1, MaximumTasks);

    /// <summary>The elements of one task.</summary>
    public static (long Begin, long End) Range(long elements, int task, int tasks)
    {
        long begin = elements * task / tasks / Alignment * Alignment;
        long end = task == tasks - 1 ? elements : elements * (task + 1) / tasks / Alignment * Alignment;
        return (begin, end);
    }
}
