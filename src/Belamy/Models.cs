using System.Globalization;
using System.Reflection;
using Belamy.Data;
using Belamy.Games;
using Belamy.Tensors;

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

    /// <summary>The fields of data that it takes, with blanks between them: <c>input target</c>; empty for items of one sort and their classes.</summary>
    public string Takes { get; init; } = "";

    /// <summary>
    /// Where its fields <c>input</c> and <c>target</c> are one picture, once shrunk, the factor of that; 0 where they are not.
    /// Data of pictures alone will do then.
    /// </summary>
    public int Shrinks { get; init; }

    /// <summary>The names of the fields that it takes; none for items of one sort.</summary>
    public IReadOnlyList<string> Fields => Takes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The title of the publication.</summary>
    public string Title { get; init; } = "";

    /// <summary>The title as a sentence: with a stop, unless it ends with a question mark.</summary>
    public string Sentence => Title.EndsWith('?') ? Title : $"{Title}.";

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

    // Runs when all recipes are made, whichever of them is asked for first: each learns its name.
    static Models()
    {
        All = [.. typeof(Models).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (Property: property, Publication: property.GetCustomAttribute<ModelAttribute>()))
            .Where(found => found.Publication is not null)
            .Select(found => new Model(found.Publication!.Name, (Recipe)found.Property.GetValue(null)!, found.Publication))
            .OrderBy(model => model.Publication.Card[0])
            .ThenBy(model => int.Parse(model.Publication.Card[1..], CultureInfo.InvariantCulture))
            .ThenBy(model => model.Name, StringComparer.Ordinal)];
        foreach (Model model in All)
            model.Recipe.Model = model.Name;
    }

    /// <summary>All models, in the order of their cards.</summary>
    public static IReadOnlyList<Model> All { get; }

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

    /// <summary>The models that take some data, by their fields and by what their networks can be made for.</summary>
    /// <param name="data">The data.</param>
    public static IReadOnlyList<Model> Taking(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        string[] fields = [.. data.Columns.Select(column => column.Field.Name)];
        return [.. All.Where(model => (model.Publication.Fields.Count == 0 || model.Publication.Fields.All(fields.Contains)) && Takes(model, data))];
    }

    private static bool Takes(Model model, Dataset data)
    {
        try
        {
            AssembledGame.Plan(model.Recipe, new Shape(data.ItemShape), data.ClassNames.Count, data).Dispose();
            return true;
        }
        catch (Exception e) when (e is BelamyException or ArgumentException or SizeLimitException)
        {
            return false;
        }
    }

    /// <summary>
    /// The name of the model that a recipe is a variation of; <c>custom</c> for one with networks or players of its own, which
    /// its settings in text do not tell.
    /// </summary>
    public static string NameOf(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        // A system with a record of its own is known by it.
        Model? model = All.FirstOrDefault(model => recipe.Model.Length > 0 ? model.Name == recipe.Model : model.Recipe is not Adversarial && model.Recipe.GetType() == recipe.GetType());
        return model is not null && model.Recipe.GetType() == recipe.GetType() && Equals((model.Recipe as NetworkRecipe)?.Networks, (recipe as NetworkRecipe)?.Networks)
            ? model.Name
            : Custom;
    }
}
