using System.Collections.Concurrent;
using Belamy.Studio.Processes;

namespace Belamy.Studio.Runs;

/// <summary>A follower for each run that somebody looks at.</summary>
internal sealed class RunFollowers(RunShelf shelf, Trainings trainings)
{
    private readonly ConcurrentDictionary<string, RunFollower> _followers = new(StringComparer.Ordinal);

    /// <summary>The follower of a run, which may be about to begin.</summary>
    public RunFollower Of(string name) => _followers.GetOrAdd(name, _ => new RunFollower(name, Path.Combine(shelf.Home, name), trainings));

    /// <summary>Forgets a run, which has another name now or is gone.</summary>
    public void Forget(string name) => _followers.TryRemove(name, out _);
}
