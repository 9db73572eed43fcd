using Belamy.Games;

namespace Belamy.Tests.Training;

/// <summary>A recipe with the settings of a discriminator and a generator, and a game of a test's own.</summary>
/// <param name="Play">Builds it.</param>
internal sealed record OwnGame(Func<OwnGame, GameSetup, GameParts> Play) : Adversarial
{
    public override GameParts Build(GameSetup setup) => Play(this, setup);
}

internal static class OpenSettings
{
    /// <summary>A recipe with a setting changed, where it has that setting.</summary>
    public static TRecipe WithAny<TRecipe>(this TRecipe recipe, string name, int value)
        where TRecipe : Recipe => RecipeSettings.HasPart(recipe, name) ? recipe.With(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture)) : recipe;
}
