using System.Collections.Concurrent;
using System.Diagnostics;
using Belamy.Runs;

namespace Belamy.Studio.Processes;

/// <summary>A training that this studio has started, in a process of its own that outlives it.</summary>
/// <param name="Process">The process.</param>
/// <param name="Output">The file that what it says goes to; null where it says it nowhere.</param>
/// <param name="StepAtStart">The last step of the run's log before; null for a new run.</param>
internal sealed record TrainingProcess(Process Process, string? Output, long? StepAtStart)
{
    private const int Interrupted = 130;
    private const int LongestSaid = 4096;

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool HasEnded => Process.HasExited;

    /// <summary>Whether it has ended by an error.</summary>
    public bool HasFailed => HasEnded && Process.ExitCode is not (0 or Interrupted);

    /// <summary>The last line that it said; empty while it said nothing.</summary>
    public string Said
    {
        get
        {
            if (Output is null || !File.Exists(Output))
                return "";
            using var file = new FileStream(Output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(0, file.Length - LongestSaid);
            using var reader = new StreamReader(file);
            string line = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
            const string Speaker = "belamy: ";
            return line.StartsWith(Speaker, StringComparison.Ordinal) ? line[Speaker.Length..] : line;
        }
    }
}

/// <summary>Starts trainings by the command itself, so that a run of the studio is a run of the terminal.</summary>
internal sealed class Trainings(StudioOptions options)
{
    private readonly ConcurrentDictionary<string, TrainingProcess> _trainings = new(StringComparer.Ordinal);
    private readonly Lazy<string> _outputs = new(() => Directory.CreateTempSubdirectory("belamy-studio-").FullName);
    private int _count;

    /// <summary>The last training of a run that this studio has started; null where it started none.</summary>
    public TrainingProcess? Find(string name) => _trainings.GetValueOrDefault(name);

    /// <summary>Forgets what this studio started for a run.</summary>
    public void Forget(string name) => _trainings.TryRemove(name, out _);

    /// <summary>Starts <c>belamy train</c>.</summary>
    /// <param name="name">The name of the run.</param>
    /// <param name="stepAtStart">The last step of its log; null for a new run.</param>
    /// <param name="arguments">What follows <c>train</c>.</param>
    public TrainingProcess Start(string name, long? stepAtStart, params string[] arguments)
    {
        string output = Path.Combine(_outputs.Value, $"{Interlocked.Increment(ref _count)}.log");
        ProcessStartInfo start = BelamyCommand.Detached(options.Command, output, ["train", .. arguments]);
        start.WorkingDirectory = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(options.Runs)) ?? options.Runs;
        Process process = Process.Start(start) ?? throw new BelamyException("the training could not be started");
        if (start.RedirectStandardOutput)
        {
            // What is said must be taken away, or the process would wait for room.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        var training = new TrainingProcess(process, output, stepAtStart);
        _trainings[name] = training;
        return training;
    }

    /// <summary>Asks whoever trains a run to save and stop, or ends a training that has not begun.</summary>
    /// <exception cref="BelamyException">Nobody trains it.</exception>
    public void Stop(string name, string path)
    {
        if (RunFolder.Exists(path) && RunFolder.Open(path) is { Owner: not null } run)
            run.Requests.Stop();
        else if (Find(name) is { HasEnded: false } training)
            BelamyCommand.Terminate(training.Process);
        else
            throw new BelamyException($"{name}: nobody trains it at this moment");
    }
}
