using System.Diagnostics;
using Belamy.Data;
using Belamy.Games;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>How fast a game goes on this machine, by a few steps of it, of which nothing is kept.</summary>
/// <param name="Steps">Steps that were played after the first, which is slow.</param>
/// <param name="Elapsed">What they took.</param>
internal sealed record StepTrial(long Steps, TimeSpan Elapsed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // Some ten seconds of a slow machine: a program cannot be stopped within.
    private const double MostOperations = 2e11;

    /// <summary>Plays the game for two seconds.</summary>
    /// <param name="game">The game, untrained and not played before.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where a step takes too long to be tried, or cannot be played.</returns>
    public static StepTrial? Run(AssembledGame game, Dataset data, CancellationToken cancellation)
    {
        if (game.Game.Players.Sum(player => game.Game.MoveOf(player).Program.Flops) > MostOperations)
            return null;
        game.Initialize();
        var clock = new Stopwatch();
        (long first, long last, TimeSpan elapsed) = (0, 0, default);
        var options = new TrainingOptions
        {
            Time = Limit,
            ProgressSpacing = TimeSpan.Zero,
            Progress = progress =>
            {
                if (progress.Stage != TrainingStage.Training || progress.Step == last)
                    return;
                if (!clock.IsRunning)
                {
                    first = progress.Step;
                    clock.Start();
                }

                (last, elapsed) = (progress.Step, clock.Elapsed);
            },
        };
        try
        {
            new Trainer(game.Game, data, options).Run(cancellation);
        }
        catch (BelamyException)
        {
            // It diverges at once; the training will say so, and what to do.
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        return new StepTrial(last - first, elapsed);
    }

    /// <summary>How long so many steps take, or how many a time has room for.</summary>
    public string Describe(long? steps, TimeSpan? time)
    {
        string source = $"by {Quantity.Count(Steps, "step")} just tried on this machine";
        if (Steps == 0)
            return $"one step alone takes longer than {Limit.TotalSeconds:0} s";
        TimeSpan one = Elapsed / Steps;
        return steps is { } count ? $"about {Quantity.Clock(one * count)}, {source}"
            : time is { } span ? $"about {Quantity.Count(Rounded(span / one), "step")}, {source}"
            : $"about {Quantity.Clock(one * 1000)} for 1,000 steps, {source}";
    }

    // Two digits are all that a trial of two seconds knows.
    private static long Rounded(double steps)
    {
        double scale = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, steps))) - 1));
        return (long)(Math.Round(steps / scale) * scale);
    }
}
