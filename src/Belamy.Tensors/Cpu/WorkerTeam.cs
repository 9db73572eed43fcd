using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// A caller and N−1 background threads that run the tasks of kernels together. Between runs the threads spin
/// for some tens of microseconds, then park, so back-to-back kernels start at once and an idle process costs nothing.
/// </summary>
/// <remarks>
/// Whoever is free claims the next task, by one compare-and-swap on a word that holds the run's number and
/// its unclaimed tasks: the caller from the front, the others from the back. So with two threads each meets the same
/// part of the same data again at the next run, which counts where cores have no cache in common. A run ends when its
/// tasks are done, not when every thread has come by: a thread that is late (parked, or without a core) finds nothing to
/// claim and delays nobody.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>Name of the environment variable that sets the number of threads.</summary>
    public const string Variable = "BELAMY_THREADS";

    private const int MaximumWorkers = 256;
    private const int FrontShift = 24;
    private const int GenerationShift = 48;
    private const int TaskMask = (1 << FrontShift) - 1;
    private static readonly long SpinTicks = Stopwatch.Frequency * 40 / 1_000_000;
    private static readonly Lock SharedLock = new();
    private static WorkerTeam? _shared;

    private readonly Thread[] _threads;
    private readonly ParkingSpot[] _spots;
    private Counters _counters;
    private Kernel[] _kernels = new Kernel[1];
    private int[] _taskEnds = new int[1];
    private int _kernelCount;
    private int _stage;
    private int _taskCount;
    private uint _generation;
    private Exception? _failure;
    private int _inUse;
    private volatile bool _stopping;

    /// <summary>Starts a team.</summary>
    /// <param name="workers">Number of threads that work, the caller included: 1 to 256.</param>
    public WorkerTeam(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workers, MaximumWorkers);
        Workers = workers;
        _threads = new Thread[workers - 1];
        _spots = new ParkingSpot[workers - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _spots[i] = new ParkingSpot();
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Belamy worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>The team of this process, started on first use.</summary>
    public static WorkerTeam Shared
    {
        get
        {
            lock (SharedLock)
                return _shared ??= new WorkerTeam(ParseThreads(Environment.GetEnvironmentVariable(Variable)));
        }
    }

    /// <summary>Number of threads that work, the caller included.</summary>
    public int Workers { get; }

    /// <summary>Replaces the team of this process by one of <paramref name="workers"/> threads.</summary>
    public static void SetShared(int workers)
    {
        lock (SharedLock)
        {
            if (_shared?.Workers == workers)
                return;
            _shared?.Dispose();
            _shared = new WorkerTeam(workers);
        }
    }

    /// <summary>Reads a number of threads; null or empty means one for each processor.</summary>
    /// <exception cref="InvalidOperationException">The value is not a number from 1 to 256.</exception>
    public static int ParseThreads(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return Math.Clamp(Environment.ProcessorCount, 1, MaximumWorkers);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= MaximumWorkers
            ? threads
            : throw new InvalidOperationException($"{Variable}={value} is not a number of threads; use 1 to {MaximumWorkers}.");
    }

    /// <summary>Runs all stages of a kernel.</summary>
    public void Run(Kernel kernel) => Run(new ReadOnlySpan<Kernel>(in kernel));

    /// <summary>Runs one stage of a kernel.</summary>
    public void Run(Kernel kernel, int stage)
    {
        Enter();
        try
        {
            RunStage(new ReadOnlySpan<Kernel>(in kernel), stage);
        }
        finally
        {
            Volatile.Write(ref _inUse, 0);
        }
    }

    /// <summary>
    /// Runs a wave: kernels that do not depend on each other. Stage after stage, the tasks of all of them
    /// share one fork and join.
    /// </summary>
    public void Run(ReadOnlySpan<Kernel> wave)
    {
        Enter();
        try
        {
            var stages = 0;
            foreach (var kernel in wave)
                stages = Math.Max(stages, kernel.Stages);
            for (var stage = 0; stage < stages; stage++)
                RunStage(wave, stage);
        }
        finally
        {
            Volatile.Write(ref _inUse, 0);
        }
    }

    /// <summary>Ends the threads; a run in progress is not interrupted, so none may be.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        Interlocked.MemoryBarrier();
        foreach (var spot in _spots)
            spot.Wake();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var spot in _spots)
            spot.Dispose();
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (Interlocked.Exchange(ref _inUse, 1) != 0)
        {
            throw new InvalidOperationException(
                "The worker team is running another program; run programs one after another, or from one thread.");
        }
    }

    private void RunStage(ReadOnlySpan<Kernel> wave, int stage)
    {
        if (_kernels.Length < wave.Length)
        {
            _kernels = new Kernel[wave.Length];
            _taskEnds = new int[wave.Length];
        }

        _kernelCount = 0;
        _taskCount = 0;
        _stage = stage;
        foreach (var kernel in wave)
        {
            if (stage >= kernel.Stages)
                continue;
            var tasks = kernel.Tasks(stage);
            if (tasks == 0)
                continue;
            _taskCount += tasks;
            _kernels[_kernelCount] = kernel;
            _taskEnds[_kernelCount++] = _taskCount;
        }

        if (_taskCount == 0)
            return;
        if (_taskCount > TaskMask)
            throw new InvalidOperationException($"A wave of {_taskCount} tasks; {TaskMask} is the most.");
        if (_taskCount == 1 || _threads.Length == 0)
        {
            for (var task = 0; task < _taskCount; task++)
                RunTask(task, 0);
            return;
        }

        _failure = null;
        Volatile.Write(ref _counters.Done, 0);
        Interlocked.Exchange(ref _counters.Unclaimed, ((long)++_generation << GenerationShift) | (uint)_taskCount);
        var helpers = Math.Min(_spots.Length, _taskCount - 1);
        for (var i = 0; i < helpers; i++)
            _spots[i].Wake();
        ClaimTasks(0);
        WaitForOthers();
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    private void WaitForOthers()
    {
        if (Volatile.Read(ref _counters.Done) == _taskCount)
            return;
        var deadline = Stopwatch.GetTimestamp() + SpinTicks;
        var yielding = false;
        while (Volatile.Read(ref _counters.Done) != _taskCount)
        {
            if (yielding)
                Thread.Yield();
            else
            {
                Thread.SpinWait(2);
                yielding = Stopwatch.GetTimestamp() > deadline;
            }
        }
    }

    private static int TasksLeft(long word) => (int)word & TaskMask;

    private void ClaimTasks(int worker)
    {
        while (true)
        {
            var word = Volatile.Read(ref _counters.Unclaimed);
            var left = TasksLeft(word);
            if (left == 0)
                return;
            var next = (int)(word >> FrontShift) & TaskMask;
            var fromFront = worker == 0;
            if (Interlocked.CompareExchange(ref _counters.Unclaimed, word - 1 + (fromFront ? 1L << FrontShift : 0), word) != word)
                continue;
            // From here until Done is raised the run cannot end, so its description is stable.
            try
            {
                if (Volatile.Read(ref _failure) is null)
                    RunTask(fromFront ? next : next + left - 1, worker);
            }
#pragma warning disable CA1031 // Whatever a task throws surfaces on the caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }

            Interlocked.Increment(ref _counters.Done);
        }
    }

    private void RunTask(int task, int worker)
    {
        var index = 0;
        while (task >= _taskEnds[index])
            index++;
        _kernels[index].Run(_stage, index == 0 ? task : task - _taskEnds[index - 1], worker);
    }

    private void Work(int worker)
    {
        var spot = _spots[worker - 1];
        while (!_stopping)
        {
            if (TasksLeft(Volatile.Read(ref _counters.Unclaimed)) != 0)
            {
                ClaimTasks(worker);
                continue;
            }

            var deadline = Stopwatch.GetTimestamp() + SpinTicks;
            while (TasksLeft(Volatile.Read(ref _counters.Unclaimed)) == 0 && !_stopping)
            {
                Thread.SpinWait(4);
                if (Stopwatch.GetTimestamp() < deadline)
                    continue;
                if (spot.PrepareToPark())
                {
                    if (TasksLeft(Volatile.Read(ref _counters.Unclaimed)) == 0 && !_stopping)
                        spot.Park();
                    else
                        spot.CancelPark();
                }

                break;
            }
        }
    }

    /// <summary>The two words every thread contends for, each on lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        /// <summary>From the low end: tasks nobody has claimed yet (24 bits), the first of them (24 bits), number of the run (16 bits).</summary>
        [FieldOffset(128)]
        public long Unclaimed;

        /// <summary>Tasks of this run that are complete.</summary>
        [FieldOffset(256)]
        public int Done;
    }

    /// <summary>Where one thread sleeps. Nobody is woken who is not asleep, and no wake-up is lost.</summary>
    private sealed class ParkingSpot : IDisposable
    {
        private readonly SemaphoreSlim _wakeUp = new(0);
        private int _parked;

        public bool PrepareToPark() => Interlocked.Exchange(ref _parked, 1) == 0;

        public void Dispose() => _wakeUp.Dispose();

        public void Park() => _wakeUp.Wait();

        public void CancelPark()
        {
            // If a waker was faster, its signal is on the way and must be taken.
            if (Interlocked.CompareExchange(ref _parked, 0, 1) != 1)
                _wakeUp.Wait();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _parked) != 0 && Interlocked.CompareExchange(ref _parked, 0, 1) == 1)
                _wakeUp.Release();
        }
    }
}
