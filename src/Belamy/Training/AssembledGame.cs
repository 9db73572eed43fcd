using Belamy.Data;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>The game that a recipe describes, made to measure for one data set.</summary>
public sealed class AssembledGame : IDisposable
{
    /// <summary>Builds the networks and the game.</summary>
    /// <param name="recipe">The parts.</param>
    /// <param name="item">The shape of one item of the data.</param>
    /// <param name="classes">Number of classes of the data; 0 where they have none.</param>
    /// <param name="data">The data, or null for a game that only makes samples.</param>
    /// <param name="initialize">Whether parameters get their initial values; not needed before a checkpoint is loaded.</param>
    /// <exception cref="BelamyException">A setting is out of range, or the networks cannot be made for that shape.</exception>
    public AssembledGame(Recipe recipe, Shape item, int classes = 0, Dataset? data = null, bool initialize = true)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate();
        Recipe = recipe = recipe.Resolve(item);
        var setup = new GameSetup(recipe, item, classes, data);
        Parts = recipe.Game(setup);
        RecipeSettings.RequirePlaces(recipe, Parts.Places);
        Prior = setup.Prior;
        Networks = setup.Networks;
        Game = new Game(setup, Parts);
        if (Parts.Generator is { } function)
            Generator = new Generator(function, Prior, item, recipe.Seed, Parts.TakesClasses ? Parts.Classes ?? classes : 0, Parts.Average);
        if (initialize)
            setup.Initialize();
    }

    /// <summary>Builds the game of a recipe for a data set.</summary>
    /// <param name="recipe">The parts.</param>
    /// <param name="data">The data.</param>
    public AssembledGame(Recipe recipe, Dataset data)
        : this(recipe, new Shape(Required(data).ItemShape), data.ClassNames.Count, data)
    {
    }

    /// <summary>What the game was made from, with everything filled in that was left open.</summary>
    public Recipe Recipe { get; }

    /// <summary>The latent vectors' origin.</summary>
    public LatentPrior Prior { get; }

    /// <summary>The players, their state and their moves.</summary>
    public Game Game { get; }

    /// <summary>What the recipe's game consists of.</summary>
    public GameParts Parts { get; }

    /// <summary>The networks by name: <c>generator</c>, <c>discriminator</c>.</summary>
    public IReadOnlyDictionary<string, Module> Networks { get; }

    /// <summary>The generator in use, or null for a system that makes no samples.</summary>
    public Generator? Generator { get; }

    /// <summary>The generator of a system that must have one.</summary>
    /// <exception cref="BelamyException">The system makes no samples.</exception>
    public Generator RequireGenerator() => Generator ?? throw new BelamyException($"{Models.NameOf(Recipe)}: makes no samples");

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator?.Dispose();
        Game.Dispose();
    }

    private static Dataset Required(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }
}
