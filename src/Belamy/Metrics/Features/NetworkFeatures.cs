using Belamy.Games;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>What a network of a trained run makes of items: the last hidden layer of its discriminator, the code of its encoder.</summary>
/// <remarks>Of more than 2,048 features that lie in places, each map is averaged over its places.</remarks>
public sealed class NetworkFeatures : FeatureExtractor, IDisposable
{
    /// <summary>Changes with how features are computed.</summary>
    private const string Version = "network-features-1";

    private const int Most = 2048;
    private const int Chunk = 250;

    private readonly AssembledGame _game;
    private readonly ItemProgram _program;

    private NetworkFeatures(AssembledGame game, ItemFeatures features, RunFolder folder, long step)
    {
        _game = game;
        Network = features.Network;
        Item = folder.Description.Item;
        bool isAveraged = false;
        _program = new ItemProgram("see", Item, See, Chunk);
        Name = $"{Network} of {folder.Path}, step {step:N0}, {Counted.Of(Dimension, "feature")}{(isAveraged ? " averaged over places" : "")}";
        Key = $"{Version} {folder.Description.Model} {Network} {Item} {Checkpoint.Hash(game.Game.Store)}";

        Tensor See(ForwardContext context, Tensor items)
        {
            Tensor values = features.Function(context, items);
            isAveraged = values.Rank > 2 && values.Shape.Count > (long)Most * Chunk;
            return isAveraged ? values.Reshape(Chunk, values.Shape[1], -1).Mean(2) : values.Reshape(Chunk, -1);
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>What the network is called in its system: <c>discriminator</c>.</summary>
    public string Network { get; }

    /// <inheritdoc/>
    public override int Dimension => _program.Size;

    /// <inheritdoc/>
    public override Shape Item { get; }

    /// <inheritdoc/>
    public override string Key { get; }

    /// <summary>Opens a run as its newest sound checkpoint left it.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="warning">Is told in one line of each damaged checkpoint passed over.</param>
    /// <param name="recipe">The recipe it was made with, needed for networks of one's own; found by the model's name when null.</param>
    /// <exception cref="BelamyException">The folder is that of no run, has no sound checkpoint, or no network of the run sees an item by itself.</exception>
    public static NetworkFeatures Open(string folder, Action<string>? warning = null, Recipe? recipe = null)
    {
        RunFolder run = RunFolder.Open(folder, recipe);
        if (run.LatestCheckpoint is null)
            throw new BelamyException($"{folder}: has no checkpoint yet; train it first, with --resume {ShellWord.Quote(folder)}");
        (AssembledGame game, TrainingState state) = run.LoadGame(warning);
        try
        {
            ItemFeatures features = game.Parts.Features
                ?? throw new BelamyException($"{folder}: {run.Description.Model} has no network that looks at an item by itself; take the run of another model, labelled data, or pixels");
            return new NetworkFeatures(game, features, run, state.Step);
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Extract(ReadOnlySpan<float> items, Span<float> features) => _program.Run(items, features);

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _game.Dispose();
    }
}
