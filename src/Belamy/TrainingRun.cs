using Belamy.Games;
using Belamy.Runs;
using Belamy.Training;

namespace Belamy;

/// <summary>A run that has been played: its generator is ready for use.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly AssembledGame _game;

    internal TrainingRun(AssembledGame game, TrainingResult result, RunFolder? folder)
    {
        _game = game;
        Result = result;
        Folder = folder;
    }

    /// <summary>The recipe as it was played.</summary>
    public Recipe Recipe => _game.Recipe;

    /// <summary>The trained generator.</summary>
    /// <exception cref="BelamyException">The system makes no samples.</exception>
    public Generator Generator => _game.RequireGenerator();

    /// <summary>The game with all its parameters.</summary>
    public AssembledGame Game => _game;

    /// <summary>How the run ended.</summary>
    public TrainingResult Result { get; }

    /// <summary>The folder with everything the run left, or null.</summary>
    public RunFolder? Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();
}
