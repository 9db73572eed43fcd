using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// A system and how it is trained: a record of its own settings, which builds its game. A setting exists if and only if the
/// record has the property, so a variation is a <c>with</c> expression, and what a system does not have cannot be set.
/// <see cref="RecipeSettings"/> reads and changes settings by name.
/// </summary>
/// <remarks>
/// The game of a discriminator and a generator is <see cref="Adversarial"/>. A system with other players derives from
/// <see cref="TwoPlayerRecipe"/>, <see cref="LatentRecipe"/> or <see cref="OnePlayerRecipe"/>, adds what its paper adds, and
/// builds them.
/// </remarks>
public abstract record Recipe
{
    /// <summary>The most items per batch.</summary>
    public const int LargestBatch = 65_536;

    /// <summary>
    /// The name of the model that it is, or that it is a variation of; empty for a recipe of one's own. Models get theirs
    /// from their attribute.
    /// </summary>
    public string Model { get; internal set; } = "";

    /// <summary>Items per batch, at least 1.</summary>
    [Range(1, LargestBatch)]
    public int Batch { get; init; } = 64;

    /// <summary>Steps of a run when neither steps nor time are asked for.</summary>
    [Range(1, double.PositiveInfinity)]
    public long Steps { get; init; } = 2000;

    /// <summary>
    /// The share of a run, at its end, over which learning rates fall linearly to 0; in [0, 1]. Without effect on a run
    /// that is limited by time alone.
    /// </summary>
    [Range(0.0, 1.0)]
    public double LearningRateDecay { get; init; }

    /// <summary>Decides all random numbers: initial values, order of the data, latent vectors, dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where latent vectors come from, once the recipe is resolved; null for a system that takes none.</summary>
    public virtual LatentPrior? Prior => null;

    /// <summary>Moves of the first player in a step.</summary>
    public virtual int MovesOfFirst => 1;

    /// <summary>Builds the networks and the players.</summary>
    /// <param name="setup">Builds networks under their names, makes players, keeps state; its recipe is this one, resolved.</param>
    /// <exception cref="BelamyException">A setting is out of range, or the data are not what the system takes.</exception>
    public abstract GameParts Build(GameSetup setup);

    /// <summary>The recipe with every setting that it leaves open filled in for a kind of data.</summary>
    /// <param name="item">The shape of one item of the data.</param>
    public virtual Recipe Resolve(Shape item) => this;

    /// <summary>What networks are made to measure for, once the recipe is resolved.</summary>
    /// <param name="item">The shape of one item of the data.</param>
    public virtual NetworkSizes SizesFor(Shape item) => new(item, Prior?.Size ?? 0, 0);

    /// <summary>Fails if a setting is out of its range.</summary>
    /// <exception cref="BelamyException">One line that names the setting and its range.</exception>
    public virtual void Validate() => RecipeSettings.RequireRanges(this);

    /// <summary>Fails unless a setting is as it must be.</summary>
    /// <param name="holds">Whether it is.</param>
    /// <param name="setting">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="range">What it must be, in words.</param>
    /// <exception cref="BelamyException">It is not.</exception>
    protected static void Require(bool holds, string setting, object? value, string range)
    {
        if (!holds)
            throw new BelamyException(FormattableString.Invariant($"{setting}={value}: must be {range}"));
    }
}
