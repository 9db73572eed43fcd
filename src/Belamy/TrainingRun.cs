using Belamy.Training;

namespace Belamy;

/// <summary>A run that has been played: its generator is ready for use.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly AdversarialGame _game;

    internal TrainingRun(AdversarialGame game, TrainingResult result, RunFolder? folder)
    {
        _game = game;
        Result = result;
        Folder = folder;
    }

    /// <summary>The recipe as it was played.</summary>
    public Recipe Recipe => _game.Recipe;

    /// <summary>The trained generator.</summary>
    public Generator Generator => _game.Generator;

    /// <summary>The game with all its parameters.</summary>
    public AdversarialGame Game => _game;

    /// <summary>How the run ended.</summary>
    public TrainingResult Result { get; }

    /// <summary>The folder with everything the run left, or null.</summary>
    public RunFolder? Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();
}
