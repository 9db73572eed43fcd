using Belamy.Games;
using Belamy.Runs;

namespace Belamy;

/// <summary>The generator of a run that was opened from its folder.</summary>
public sealed class TrainedGenerator : IDisposable
{
    private readonly AssembledGame _game;

    internal TrainedGenerator(AssembledGame game, TrainingState state, RunFolder folder)
    {
        _game = game;
        State = state;
        Folder = folder;
    }

    /// <summary>The generator.</summary>
    public Generator Generator => _game.RequireGenerator();

    /// <summary>The game with all its networks.</summary>
    public AssembledGame Game => _game;

    /// <summary>Where the run stood.</summary>
    public TrainingState State { get; }

    /// <summary>The folder of the run.</summary>
    public RunFolder Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();
}
