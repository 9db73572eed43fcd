using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>The game that a recipe describes: a discriminator and a generator, made to measure for one data set.</summary>
public sealed class AdversarialGame : IDisposable
{
    /// <summary>Builds the networks and the game.</summary>
    /// <param name="recipe">The parts.</param>
    /// <param name="item">The shape of one item of the data.</param>
    /// <param name="initialize">Whether parameters get their initial values; not needed before a checkpoint is loaded.</param>
    /// <exception cref="BelamyException">A setting is out of range, or the networks cannot be made for that shape.</exception>
    public AdversarialGame(Recipe recipe, Shape item, bool initialize = true)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate();
        Recipe = recipe = recipe.Resolve(item);
        var store = new ParameterStore();
        var scope = new ParameterScope(store, recipe.Seed);
        var sizes = new NetworkSizes(item, recipe.Latent!.Value, recipe.Width!.Value);
        Prior = new LatentPrior(sizes.Latent, recipe.LatentDistribution);
        GeneratorNetwork = recipe.Networks.Generator(sizes).Build(scope.Child("generator"), [sizes.Latent]);
        DiscriminatorNetwork = recipe.Networks.Discriminator(sizes).Build(scope.Child("discriminator"), item);
        RequireShape("generator", GeneratorNetwork.OutputShape, item);
        RequireShape("discriminator", DiscriminatorNetwork.OutputShape, [1]);
        if (recipe.Averaging > 0)
            Average = new MovingAverage(store, [.. GeneratorNetwork.Parameters, .. GeneratorNetwork.Statistics], recipe.Averaging);
        Player discriminator = new("discriminator", DiscriminatorNetwork.Parameters, recipe.Discriminator.Optimizer, recipe.Discriminator.LearningRate!.Value, DiscriminatorLoss);
        Player generator = new("generator", GeneratorNetwork.Parameters, recipe.Generator.Optimizer, recipe.Generator.LearningRate!.Value, GeneratorLoss)
        {
            Average = Average,
        };
        Game = new Game(store, [discriminator, generator], new Alternating(recipe.DiscriminatorMoves, recipe.Pretraining), item, recipe.Batch, recipe.Seed);
        Generator = new Generator(GeneratorNetwork, Prior, recipe.Seed, Average);
        if (initialize)
        {
            scope.Initialize();
            Average?.Start();
        }
    }

    /// <summary>What the game was made from, with everything filled in that was left open.</summary>
    public Recipe Recipe { get; }

    /// <summary>The latent vectors' origin.</summary>
    public LatentPrior Prior { get; }

    /// <summary>The players, their state and their moves.</summary>
    public Game Game { get; }

    /// <summary>The network from latent vectors to items.</summary>
    public Module GeneratorNetwork { get; }

    /// <summary>The network from items to a logit.</summary>
    public Module DiscriminatorNetwork { get; }

    /// <summary>The averages of the generator's weights and statistics, or null.</summary>
    public MovingAverage? Average { get; }

    /// <summary>The generator in use.</summary>
    public Generator Generator { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator.Dispose();
        Game.Dispose();
    }

    // Real and generated items pass the discriminator as batches of their own, each with its own statistics.
    private Tensor DiscriminatorLoss(Turn turn)
    {
        Tensor items = turn.ApplyFrozen(GeneratorNetwork, Prior.Draw(turn.Context, turn.Batch));
        Tensor real = turn.Apply(DiscriminatorNetwork, turn.Data);
        Tensor generated = turn.Apply(DiscriminatorNetwork, items);
        turn.Measure("accuracy-real", (real > 0).Cast(ElementType.Float32).Mean());
        turn.Measure("accuracy-generated", (generated < 0).Cast(ElementType.Float32).Mean());
        return Recipe.Objective.DiscriminatorLoss(real, generated);
    }

    private Tensor GeneratorLoss(Turn turn)
    {
        Tensor items = turn.Apply(GeneratorNetwork, Prior.Draw(turn.Context, turn.Batch));
        return Recipe.Objective.GeneratorLoss(turn.ApplyFrozen(DiscriminatorNetwork, items));
    }

    private static void RequireShape(string network, Shape shape, Shape wanted)
    {
        if (shape != wanted)
            throw new BelamyException($"The {network} network puts out items of {shape}; it must put out {wanted}.");
    }
}
