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

    /// <summary>A function of the trained networks, ready for use; the caller disposes it.</summary>
    /// <param name="function">Its name: <c>translate</c>.</param>
    /// <exception cref="BelamyException">The system has none of that name; the message lists its own.</exception>
    public TrainedFunction this[string function] => new(
        _game.Functions.FirstOrDefault(one => one.Name == function)
            ?? throw new BelamyException($"{Folder.Path}: {Folder.Description.Model} has no function {function}; {(_game.Functions.Count == 0 ? "it has none" : $"it has {string.Join(", ", _game.Functions.Select(one => one.Name))}")}{DidYouMean.Hint(function, [.. _game.Functions.Select(one => one.Name)])}"),
        _game.Recipe.Seed);

    /// <summary>Where the run stood.</summary>
    public TrainingState State { get; }

    /// <summary>The folder of the run.</summary>
    public RunFolder Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();
}
