using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>What a network of a trained run makes of items: the last hidden layer of its discriminator, the code of its encoder.</summary>
/// <remarks>Of more than 2,048 features that lie in places, each map is averaged over its places.</remarks>
public sealed class NetworkFeatures : FeatureExtractor, IDisposable
{
    /// <summary>Changes with how features are computed.</summary>
    private const string Version = "network-features-1";

    private const int Most = 2048;
    private const int Chunk = 250;
    private const string ItemsInput = "items";

    private readonly AssembledGame _game;
    private readonly Program _program;

    private NetworkFeatures(AssembledGame game, ItemFeatures features, RunFolder folder, long step)
    {
        _game = game;
        Network = features.Network;
        Item = folder.Description.Item;
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor values = features.Function(context, Tensor.Input(ItemsInput, [Chunk, .. Item]));
        bool averaged = values.Rank > 2 && values.Shape.Count > (long)Most * Chunk;
        values = averaged ? values.Reshape(Chunk, values.Shape[1], -1).Mean(2) : values.Reshape(Chunk, -1);
        Dimension = values.Shape[1];
        _program = Program.Compile("see", [values]);
        Name = $"{Network} of {folder.Path}, step {step:N0}, {Dimension} features{(averaged ? " averaged over places" : "")}";
        Key = $"{Version} {folder.Description.Model} {Network} {Item} {Checkpoint.Hash(game.Game.Store)}";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>What the network is called in its system: <c>discriminator</c>.</summary>
    public string Network { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

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
            throw new BelamyException($"{folder}: has no checkpoint yet; train it first, with --resume {folder}");
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
    public override void Extract(ReadOnlySpan<float> items, Span<float> features)
    {
        int length = checked((int)Item.Count);
        int count = items.Length / length;
        for (int done = 0; done < count; done += Chunk)
        {
            int here = Math.Min(Chunk, count - done);
            items.Slice(done * length, here * length).CopyTo(_program.Input(ItemsInput).AsSpan<float>());
            _program.Run();
            _program.Outputs[0].AsSpan<float>()[..(here * Dimension)].CopyTo(features[(done * Dimension)..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _game.Dispose();
    }
}
