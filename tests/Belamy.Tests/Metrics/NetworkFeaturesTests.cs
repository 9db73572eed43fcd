using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Metrics;

public sealed class NetworkFeaturesTests
{
    private static readonly ArrayDataset Points = new("points", [2], NormalSamples.Create(60, 2, 1).Values.ToArray());

    public static TheoryData<string> Names => [.. Models.All.Select(model => model.Name)];

    [Fact]
    public void Extract_gives_what_the_last_layer_takes()
    {
        using var folder = new TemporaryFolder();
        Play(folder["run"], 6);
        using NetworkFeatures features = NetworkFeatures.Open(folder["run"], recipe: TinyRecipes.Dense);
        Assert.Equal($"discriminator of {folder["run"]}, step 6, 5 features", features.Name);
        // More than one run of the program, the last a partial one.
        float[] items = NormalSamples.Create(300, 2, 4).Values.ToArray();
        float[] seen = See(features, items);

        (AssembledGame game, _) = RunFolder.Open(folder["run"], TinyRecipes.Dense).LoadGame();
        using (game)
        {
            // Behind the last dense layer stands nothing: its logits follow from the features alone.
            Module head = game.Networks["discriminator"].Children[^1];
            float[] logits = ItemFunction.Apply("head", seen, [5], (context, hidden) => head.Forward(context, hidden));
            float[] expected = ItemFunction.Apply("critic", items, [2], game.Parts.Critic!);
            // Two programs of the same sums in float32, of values about 1.
            Assert.All(logits.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        }

        Assert.Equal(seen, See(features, items));
    }

    [Fact]
    public void Extract_averages_many_features_over_their_places()
    {
        using var folder = new TemporaryFolder();
        Adversarial recipe = TinyRecipes.Dense with
        {
            Networks = TinyRecipes.Dense.Networks with { Discriminator = _ => new Sequential(new Convolution(12, kernel: 3), new ReLU(), new Flatten(), new Dense(1)) },
        };
        var pictures = new ArrayDataset("pictures", [1, 14, 14], NormalSamples.Create(20, 196, 1).Values.ToArray());
        Gan.Train(recipe, pictures, steps: 2, folder: folder["run"], cancellationToken: TestContext.Current.CancellationToken).Dispose();
        using NetworkFeatures features = NetworkFeatures.Open(folder["run"], recipe: recipe);
        Assert.EndsWith("12 features averaged over places", features.Name, StringComparison.Ordinal);
        float[] items = ItemFunction.Read(pictures);
        (AssembledGame game, _) = RunFolder.Open(folder["run"], recipe).LoadGame();
        using (game)
        {
            float[] maps = ItemFunction.Apply("maps", items, features.Item, game.Parts.Features!.Function);
            Assert.Equal(20 * 12 * 196, maps.Length);
            // Sums of 196 values of about 1 in float32.
            Assert.All(maps.Chunk(196).Zip(See(features, items)), pair => Assert.Equal(pair.First.Average(), pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Statistics_are_kept_under_the_weights()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Play(folder["run"], 6);
        double first = Distance();
        Assert.Single(Directory.GetFiles(folder["cache"]));
        Assert.Equal(first, Distance());
        Assert.Single(Directory.GetFiles(folder["cache"]));
        run.Extend(8);
        Gan.Play(run, Points, new TrainingOptions { Steps = 8 }, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        Assert.NotEqual(first, Distance());
        Assert.Equal(2, Directory.GetFiles(folder["cache"]).Length);

        double Distance()
        {
            using NetworkFeatures features = NetworkFeatures.Open(folder["run"], recipe: TinyRecipes.Dense);
            var samples = new ArrayDataset("samples", [2], NormalSamples.Create(60, 2, 3).Values.ToArray());
            return Metric.Find("fid").Compute(new MetricInput(samples, Points) { Features = features, CacheFolder = folder["cache"] })[0].Value;
        }
    }

    [Fact]
    public void Open_a_run_without_a_checkpoint_says_to_train_it()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, Points, steps: 8));
        var error = Assert.Throws<BelamyException>(() => NetworkFeatures.Open(folder["run"], recipe: TinyRecipes.Dense));
        Assert.Contains("has no checkpoint yet; train it first", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Of every model: either it sees an item by itself, the same whatever lies beside it in the batch, or it says that it does not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Features_of_a_model_are_those_of_the_item_alone(string name)
    {
        Recipe recipe = Models.Find(name).Recipe;
        using AssembledGame? game = Assemble(recipe, DataOfModels.Item(name, [1, 28, 28])) ?? Assemble(recipe, [2]) ?? Assemble(recipe, [1]);
        Assert.NotNull(game);
        if (game.Parts.Features is not { } features)
        {
            Assert.True(
                game.Parts.TakesClasses || RecipeSettings.WholeNumber(recipe, "packing") > 1 || game.Networks.Count == 0 || game.Functions.Count > 0,
                "it sees a picture with its class alone, several at once, a pair or one of two sets, or has no network");
            return;
        }

        Shape item = game.Game.Item;
        int length = (int)item.Count;
        float[] items = NormalSamples.Create(8, length, 5).Values.ToArray();
        float[] all = ItemFunction.Apply("all", items, item, features.Function, chunk: 8);
        Assert.All(all, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(all, value => value != all[0]);
        // Four items lie in other company than before, and nothing else has changed.
        float[] other = [.. items[..(4 * length)], .. NormalSamples.Create(4, length, 6).Values.ToArray()];
        float[] accompanied = ItemFunction.Apply("accompanied", other, item, features.Function, chunk: 8);
        Assert.Equal(all[..(all.Length / 2)], accompanied[..(all.Length / 2)]);
    }

    [Fact]
    public void Hidden_leaves_out_the_layer_that_compares_the_items_of_a_batch()
    {
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        Module network = new Sequential(
            new Convolution(3, kernel: 3), new ReLU(), new Flatten(), new MinibatchDiscrimination(2, 2), new Dense(1)).Build(scope.Child("critic"), [1, 4, 4]);
        Module labelled = new Sequential(new LabelMaps(2), new Flatten(), new Dense(4), new ReLU(), new Dense(1)).Build(scope.Child("labelled"), [1, 4, 4]);
        scope.Initialize();
        ItemFeatures features = ItemFeatures.Hidden(network)!;
        Assert.Equal("critic", features.Network);
        // The maps keep their places: what is averaged later is averaged over these.
        Assert.Equal([7, 3, 4, 4], features.Function(new ForwardContext { IsTraining = false }, Tensor.Input("items", [7, 1, 4, 4])).Shape.ToArray());
        Assert.Null(ItemFeatures.Hidden(labelled));
    }

    private static AssembledGame? Assemble(Recipe recipe, Shape item)
    {
        try
        {
            return new AssembledGame(recipe.WithAny("width", 4), item, classes: 3, fields: DataOfModels.Fields(recipe.Model, item));
        }
        catch (Exception e) when (e is BelamyException or ArgumentException)
        {
            return null;
        }
    }

    private static float[] See(NetworkFeatures features, float[] items)
    {
        var seen = new float[items.Length / (int)features.Item.Count * features.Dimension];
        features.Extract(items, seen);
        return seen;
    }

    private static RunFolder Play(string path, int steps)
    {
        RunFolder folder = RunFolder.Create(path, RunDescription.Create(TinyRecipes.Dense, Points, steps: steps));
        using TrainingRun run = Gan.Play(folder, Points, new TrainingOptions { Steps = steps }, cancellationToken: TestContext.Current.CancellationToken);
        return folder;
    }
}
