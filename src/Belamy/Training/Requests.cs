using System.Diagnostics;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Training;

/// <summary>The trainer's side of <see cref="RunRequests"/>: looks for them now and then, and makes changes of learning rates at their steps.</summary>
internal sealed class Requests(Game game)
{
    /// <summary>The least time between two looks into the folder.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(200);

    private readonly List<LearningRateChange> _changes = [];
    private readonly Stopwatch _clock = new();
    private RunFolder? _folder;

    /// <summary>Goes on from what a folder's log holds.</summary>
    public void TakeUp(RunFolder? folder)
    {
        _folder = folder;
        _changes.Clear();
        _changes.AddRange(folder?.Log.ReadChanges() ?? []);
    }

    /// <summary>Looks for requests, where that is due, and writes changes down.</summary>
    /// <param name="step">Whole steps completed.</param>
    /// <returns>Whether this process is asked to stop.</returns>
    public bool IsStopAsked(long step)
    {
        if (_folder is null || (_clock.IsRunning && _clock.Elapsed < Spacing))
            return false;
        _clock.Restart();
        if (_folder.Requests.Take() is not { } request)
            return false;
        foreach ((string player, double rate) in request.LearningRates ?? [])
        {
            if (!RunRequests.IsRate(rate) || !game.Players.Any(one => one.Name == player))
                continue;
            var change = new LearningRateChange(step, player, rate);
            // What is not in the log would not be done again.
            _folder.WriteIfThere(() => _folder.Log.AppendChange(change));
            _changes.Add(change);
        }

        return request.Stop == Environment.ProcessId;
    }

    /// <summary>Gives players the rates that they have from a step on: of those asked for at it or before, the one asked for last.</summary>
    /// <param name="step">Whole steps completed.</param>
    public void ChangeRates(long step)
    {
        if (_changes.Count == 0)
            return;
        game.ChangedRates.Clear();
        foreach (LearningRateChange change in _changes)
        {
            if (change.Step <= step)
                game.ChangedRates[change.Player] = change.Rate;
        }
    }
}
