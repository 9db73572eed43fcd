using System.Globalization;
using Belamy.Files;

namespace Belamy.Runs;

/// <summary>Who trains a run.</summary>
/// <param name="Process">The number of the process; 0 where it cannot be told.</param>
/// <param name="Since">Since when, in UTC.</param>
public sealed record RunOwner(int Process, DateTime Since);

/// <summary>The right to change a run's folder: one file of it that is held open for one holder alone.</summary>
/// <remarks>
/// The system lets go of <c>run.lock</c> however a process ends, so that its being there means nothing; it stays, for one
/// who deletes a lock may delete another's. While it is held nobody can read it: <c>run.pid</c> says who holds it.
/// </remarks>
internal sealed class RunLock(string folder)
{
    private const string LockFile = "run.lock";
    private const string OwnerFile = "run.pid";

    // Someone who only looks whether the lock is held holds it for an instant.
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private FileStream? _file;
    private int _holds;
    private bool _isTraining;

    /// <summary>Who holds a folder's lock at this moment; null where nobody does.</summary>
    public static RunOwner? FindOwner(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LockFile)))
            return null;
        try
        {
            // As a reader, so that two who look do not meet.
            using var file = new FileStream(Path.Combine(folder, LockFile), FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return ReadOwner(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the lock, or takes it once more; to be disposed as often.</summary>
    /// <exception cref="BelamyException">Another holds it, or it cannot be written.</exception>
    public IDisposable Hold() => Hold(isTraining: false);

    /// <summary>Takes the lock for a training, which no other training of the same object may share.</summary>
    /// <exception cref="BelamyException">Another holds it, or it cannot be written.</exception>
    public IDisposable HoldForTraining() => Hold(isTraining: true);

    /// <summary>Takes the lock of a folder that is to become a run, and creates it where it is missing; null where another holds it.</summary>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public IDisposable? TryBegin()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(folder, e);
        }

        try
        {
            return Hold();
        }
        catch (RunHeldException)
        {
            return null;
        }
    }

    /// <summary>Leaves nothing of a run that could not be begun.</summary>
    public void Withdraw()
    {
        DeleteQuietly(Path.Combine(folder, OwnerFile));
        DeleteQuietly(Path.Combine(folder, LockFile));
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something else is in there.
        }
    }

    private Held Hold(bool isTraining)
    {
        lock (_gate)
        {
            if (_holds == 0)
                _file = Open();
            else if (isTraining && _isTraining)
                throw Refuse();
            _holds++;
            _isTraining |= isTraining;
            return new Held(this, isTraining);
        }
    }

    private void Release(bool wasTraining)
    {
        lock (_gate)
        {
            if (wasTraining)
                _isTraining = false;
            if (--_holds > 0)
                return;
            DeleteQuietly(Path.Combine(folder, OwnerFile));
            _file?.Dispose();
            _file = null;
        }
    }

    private FileStream Open()
    {
        string path = Path.Combine(folder, LockFile);
        for (int left = Tries; ; left--)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                WriteOwner();
                return file;
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (left == 0)
                    throw Refuse(e);
            }
            catch (Exception e) when (AtomicFile.IsRefusal(e))
            {
                throw AtomicFile.Explain(path, e);
            }

            Thread.Sleep(Pause);
        }
    }

    private void WriteOwner()
    {
        try
        {
            AtomicFile.WriteAllText(
                Path.Combine(folder, OwnerFile), string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}\n"));
        }
        catch (BelamyException)
        {
            // It only tells others whom to wait for.
        }
    }

    private RunHeldException Refuse(Exception? cause = null)
    {
        string who = ReadOwner(folder) is { Process: > 0 } owner
            ? string.Create(CultureInfo.InvariantCulture, $"process {owner.Process} since {owner.Since:yyyy-MM-dd HH:mm:ss} UTC")
            : "another process";
        return new RunHeldException($"{folder}: is being trained by {who}; wait for its end, or stop it first", cause);
    }

    private static RunOwner ReadOwner(string folder)
    {
        try
        {
            string[] lines = File.ReadAllText(Path.Combine(folder, OwnerFile)).Split('\n');
            return new RunOwner(
                int.Parse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture),
                DateTime.Parse(lines[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // Taken this very instant.
            return new RunOwner(0, DateTime.UtcNow);
        }
    }

    /// <summary>Whether a file could not be opened because another holds it: EWOULDBLOCK, which is 11 on Linux and 35 on BSD and macOS, or a sharing violation.</summary>
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? 0x20 : OperatingSystem.IsLinux() ? 11 : 35);

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It says nothing once the lock is free.
        }
    }

    private sealed class Held(RunLock owner, bool isTraining) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
                owner.Release(isTraining);
        }
    }

    private sealed class RunHeldException(string message, Exception? cause) : BelamyException(message, cause);
}
