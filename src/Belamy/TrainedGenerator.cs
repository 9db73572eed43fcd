using Belamy.Games;
using Belamy.Runs;
using Belamy.Serialization;

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

    /// <summary>
    /// Writes what the networks compute with, under PyTorch's names: averages where samples are made with them, weights as
    /// transforms such as spectral norm make them. <c>generator.0.weight</c> is <c>0.weight</c> of the network <c>generator</c>.
    /// </summary>
    /// <param name="path">The file; its ending says the format: <c>.safetensors</c>, <c>.npz</c> of NumPy, <c>.pt</c> or <c>.pth</c> of PyTorch.</param>
    /// <returns>Names and shapes of what was written.</returns>
    /// <exception cref="BelamyException">The ending is another, the system has no networks, or the file cannot be written.</exception>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> SaveWeights(string path)
    {
        IReadOnlyList<NamedArray> arrays = NetworkState.Of(_game);
        if (arrays.Count == 0)
            throw new BelamyException($"{Folder.Path}: {Folder.Description.Model} has no networks, only counts");
        WeightFile.Write(path, arrays);
        return [.. arrays.Select(array => (array.Name, (IReadOnlyList<int>)array.Shape))];
    }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();
}
