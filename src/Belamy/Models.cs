using System.Reflection;

namespace Belamy;

/// <summary>Marks a recipe of <see cref="Models"/> as a published system; the marked ones are found, nothing lists them.</summary>
/// <param name="name">The name to choose it by, in lower case.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelAttribute(string name) : Attribute
{
    /// <summary>The name to choose it by.</summary>
    public string Name { get; } = name;

    /// <summary>The number of its card in the catalogue of systems.</summary>
    public string Card { get; init; } = "";

    /// <summary>The title of the publication.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its authors.</summary>
    public string Authors { get; init; } = "";

    /// <summary>Its year.</summary>
    public int Year { get; init; }

    /// <summary>Its number at arXiv, or empty.</summary>
    public string Arxiv { get; init; } = "";
}

/// <summary>A model that can be chosen by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Recipe">Its parts and defaults.</param>
/// <param name="Publication">Where it comes from.</param>
public sealed record Model(string Name, Recipe Recipe, ModelAttribute Publication);

/// <summary>The published systems, one file each.</summary>
public static partial class Models
{
    internal const string Custom = "custom";

    private static readonly Lazy<IReadOnlyList<Model>> Found = new(() =>
        [.. typeof(Models).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (Property: property, Publication: property.GetCustomAttribute<ModelAttribute>()))
            .Where(found => found.Publication is not null)
            .Select(found => new Model(found.Publication!.Name, (Recipe)found.Property.GetValue(null)!, found.Publication))
            .OrderBy(model => model.Publication.Card, StringComparer.Ordinal)]);

    /// <summary>All models, in the order of their cards.</summary>
    public static IReadOnlyList<Model> All => Found.Value;

    /// <summary>The model of a name.</summary>
    /// <param name="name">Its name; case does not matter.</param>
    /// <exception cref="BelamyException">There is no such model.</exception>
    public static Model Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string[] names = [.. All.Select(model => model.Name)];
        return All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BelamyException($"{name}: no such model; there are {string.Join(", ", names)}{DidYouMean.Hint(name, names)}");
    }

    /// <summary>The name of the model that a recipe is a variation of, by its networks; <c>custom</c> for networks of one's own.</summary>
    public static string NameOf(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return All.FirstOrDefault(model => ReferenceEquals(model.Recipe.Networks, recipe.Networks))?.Name ?? Custom;
    }
}
