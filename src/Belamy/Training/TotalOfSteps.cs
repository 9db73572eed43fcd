using System.Globalization;
using Belamy.Games;

namespace Belamy.Training;

/// <summary>What of a run follows the number of its steps, and is another when that is changed.</summary>
internal static class TotalOfSteps
{
    /// <summary>Says what another total changes.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="game">Its game.</param>
    /// <param name="done">Steps played with the total before.</param>
    /// <param name="before">The total before; null where time alone limited the run.</param>
    /// <param name="now">The total from here on; null where time alone limits the session.</param>
    /// <returns>One line, or null where nothing changes.</returns>
    public static string? Describe(string run, AssembledGame game, long done, long? before, long? now)
    {
        if (before == now || done == 0)
            return null;
        var following = new List<string>();
        if (game.Recipe.LearningRateDecay > 0)
            following.Add("learning rates");
        if (game.Recipe is Adversarial { InstanceNoise: > 0, InstanceNoiseSteps: null })
            following.Add("instance noise");
        if (game.Game.Policy is Stages)
            following.Add("stages");
        if (following.Count == 0)
            return null;
        string end = now is null ? "a session that time alone limits has no end that they could follow" : $"the run will not end as one begun with {Name(now)} would";
        return $"{run}: its {string.Join(" and ", following)} follow the total of steps, from step {Number(done)} on {Name(now)} in place of {Name(before)}; {end}";
    }

    private static string Name(long? steps) => steps is { } total ? $"{Number(total)}" : "none";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
