using System.Globalization;
using System.Reflection;
using System.Text;
using Belamy.Augmentation;
using Belamy.Games;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>A part of a recipe that has a name and a value in text.</summary>
/// <param name="Name">Its name: <c>generator.learning-rate</c>.</param>
/// <param name="Value">Its present value.</param>
/// <param name="Values">The values it can take, in words: <c>a number, at least 0</c>, <c>minimax | non-saturating</c>.</param>
public sealed record RecipeSetting(string Name, string Value, string Values)
{
    /// <summary>Where the XML documentation explains it: <c>P:Belamy.Recipe.Batch</c>.</summary>
    public string Documentation { get; init; } = "";
}

/// <summary>
/// Reads and changes the parts of a recipe by name. Names follow the properties: <see cref="PlayerSettings.LearningRate"/>
/// of <see cref="TwoPlayerRecipe.Generator"/> is <c>generator.learning-rate</c>; nothing lists them by hand.
/// </summary>
public static class RecipeSettings
{
    /// <summary>The text of a setting that is left to the networks and the data.</summary>
    private const string Automatic = "automatic";

    /// <summary>All settings of a recipe, in the order of its properties.</summary>
    public static IReadOnlyList<RecipeSetting> List(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var settings = new List<RecipeSetting>();
        foreach ((string name, PropertyInfo property, object? value) in Walk("", recipe))
            settings.Add(new RecipeSetting(name, Format(value), Describe(property.PropertyType, SettingRange.Describe(property))) { Documentation = $"P:{property.DeclaringType!.FullName}.{property.Name}" });
        return settings;
    }

    /// <summary>Whether a recipe has a setting, or a part with settings.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">The first word of a setting: <c>penalty</c>, <c>generator</c>.</param>
    internal static bool HasPart(Recipe recipe, string name) =>
        Walk("", recipe).Any(setting => setting.Name == name || setting.Name.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>The value of a whole number among the settings of a recipe; null where it has none of the name, or leaves it open.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">The setting, as <see cref="List"/> has it.</param>
    internal static int? WholeNumber(Recipe recipe, string name) => Walk("", recipe).FirstOrDefault(setting => setting.Name == name).Value as int?;

    /// <summary>Fails if a number is out of the range that its property is marked with.</summary>
    /// <exception cref="BelamyException">One line that names the setting and its range.</exception>
    internal static void RequireRanges(Recipe recipe)
    {
        foreach ((string name, PropertyInfo property, object? value) in Walk("", recipe))
        {
            if (!SettingRange.Holds(property, value))
                throw new BelamyException($"{name}={Format(value)}: must be {SettingRange.Describe(property)}");
        }
    }

    /// <summary>A recipe with one setting changed.</summary>
    /// <typeparam name="TRecipe">The system.</typeparam>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">The setting, as <see cref="List"/> has it; <c>learning-rate</c> and <c>optimizer</c> alone set both players'.</param>
    /// <param name="value">The value in text, numbers with a decimal point.</param>
    /// <exception cref="BelamyException">There is no such setting, or it cannot take that value.</exception>
    public static TRecipe With<TRecipe>(this TRecipe recipe, string name, string value)
        where TRecipe : Recipe
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        string key = name.Trim().ToLowerInvariant();
        string[] names = [.. List(recipe).Select(setting => setting.Name)];
        string[] matches = names.Contains(key) ? [key]
            : [.. names.Where(candidate => candidate == "generator." + key || candidate == "discriminator." + key)];
        if (matches.Length == 0)
        {
            string model = Models.NameOf(recipe);
            string hint = DidYouMean.Hint(key, [.. names, "learning-rate", "optimizer"]);
            throw new BelamyException(AnyHas(key) && !HasPart(recipe, key.Split('.')[0])
                ? $"{name}={value}: has no place in {(model == Models.Custom ? "this recipe" : model)}; leave it out, or choose a model that has it, see belamy models"
                : $"{name}: no such setting{(hint.Length > 0 ? hint : $"; there are {string.Join(", ", names)}")}");
        }

        object changed = recipe;
        foreach (string match in matches)
            changed = Change(changed, match.Split('.'), match, value.Trim());
        return (TRecipe)changed;
    }

    /// <summary>A recipe with one setting changed, as the command line writes it.</summary>
    /// <typeparam name="TRecipe">The system.</typeparam>
    /// <param name="recipe">The recipe.</param>
    /// <param name="assignment"><c>name=value</c>.</param>
    /// <exception cref="BelamyException">It is no assignment, or see <see cref="With{TRecipe}(TRecipe, string, string)"/>.</exception>
    public static TRecipe With<TRecipe>(this TRecipe recipe, string assignment)
        where TRecipe : Recipe
    {
        ArgumentNullException.ThrowIfNull(assignment);
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? recipe.With(assignment[..equals], assignment[(equals + 1)..])
            : throw new BelamyException($"{assignment}: settings are written name=value, for example batch=32");
    }

    private static bool AnyHas(string key) =>
        Models.All.Any(model => Walk("", model.Recipe).Any(setting => setting.Name == key || setting.Name == "generator." + key || setting.Name == "discriminator." + key));

    private static IEnumerable<(string Name, PropertyInfo Property, object? Value)> Walk(string prefix, object owner)
    {
        foreach (PropertyInfo property in Settable(owner.GetType()))
        {
            string name = prefix + Kebab(property.Name);
            object? value = property.GetValue(owner);
            Type type = property.PropertyType;
            if (type != typeof(PlayerSettings))
                yield return (name, property, value);
            if (type != typeof(PlayerSettings) && Variants(type) is null)
                continue;
            foreach ((string Name, PropertyInfo Property, object? Value) inner in Walk(name + ".", value!))
                yield return inner;
        }
    }

    private static object Change(object owner, ReadOnlySpan<string> path, string name, string value)
    {
        string head = path[0];
        PropertyInfo property = Settable(owner.GetType()).First(candidate => Kebab(candidate.Name) == head);
        object? part = path.Length > 1
            ? Change(property.GetValue(owner)!, path[1..], name, value)
            : Parse(property.PropertyType, name, value);
        // Every record has a method that copies it; setting an init property of the copy is what 'with' compiles to.
        object copy = owner.GetType().GetMethod("<Clone>$")!.Invoke(owner, null)!;
        property.SetValue(copy, part);
        return copy;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && (Underlying(property.PropertyType).IsPrimitive || property.PropertyType.IsEnum
            || property.PropertyType == typeof(PlayerSettings) || Variants(property.PropertyType) is not null))
        .OrderByDescending(property => Depth(property.DeclaringType!));

    // What a system alone has comes first, what all have last.
    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    private static Dictionary<string, object>? Variants(Type type) =>
        type == typeof(Objective) ? Objective.All.ToDictionary(objective => objective.Name, object (objective) => objective)
        : type == typeof(Optimizer) ? Optimizer.All.ToDictionary(optimizer => optimizer.Name, object (optimizer) => optimizer)
        : type == typeof(Penalty) ? Penalty.All.ToDictionary(penalty => penalty.Name, object (penalty) => penalty)
        : type == typeof(PictureAugmentation) ? PictureAugmentation.All.ToDictionary(one => one.Name, object (one) => one)
        : type.IsEnum ? Enum.GetValues(type).Cast<object>().ToDictionary(value => Kebab(value.ToString()!), value => value)
        : null;

    private static object? Parse(Type type, string name, string value)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (Variants(type) is { } variants)
        {
            return variants.TryGetValue(value.ToLowerInvariant(), out object? variant)
                ? variant
                : throw new BelamyException($"{name}={value}: must be one of {string.Join(", ", variants.Keys)}{DidYouMean.Hint(value, variants.Keys)}");
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return value.Equals(Automatic, StringComparison.OrdinalIgnoreCase) ? null : Parse(underlying, name, value);
        if (type == typeof(bool) && bool.TryParse(value, out bool flag))
            return flag;
        if (type == typeof(int) && int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out int small))
            return small;
        if (type == typeof(long) && long.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out long large))
            return large;
        if (type == typeof(double) && double.TryParse(value, NumberStyles.Float, invariant, out double real) && double.IsFinite(real))
            return real;
        throw new BelamyException($"{name}={value}: must be {Describe(type)}");
    }

    private static string Format(object? value) => value switch
    {
        null => Automatic,
        Objective objective => objective.Name,
        Optimizer optimizer => optimizer.Name,
        Penalty penalty => penalty.Name,
        PictureAugmentation augmentation => augmentation.Name,
        Enum constant => Kebab(constant.ToString()),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Describe(Type type, string range = "") =>
        Nullable.GetUnderlyingType(type) is { } underlying ? $"{Describe(underlying, range)} | {Automatic}"
        : Variants(type) is { } variants ? string.Join(" | ", variants.Keys)
        : type == typeof(bool) ? "true | false"
        : $"{(type == typeof(double) ? "a number" : "a whole number")}{(range.Length > 0 ? ", " + range : "")}";

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (int at = 0; at < name.Length; at++)
        {
            if (char.IsUpper(name[at]) && at > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[at]));
        }

        return text.ToString();
    }
}
