using System.Globalization;
using System.Reflection;
using Belamy.Data.Tables;

namespace Belamy.Data.Kinds;

/// <summary>Kinds in text, for run folders: the name of the kind and what it is made with, in the order of its constructor.</summary>
internal static class KindParts
{
    private const string Characters = "characters";

    private static readonly Dictionary<string, ConstructorInfo> Constructors = typeof(Kind).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Kind)) && !type.IsAbstract)
        .ToDictionary(type => NameOf(type), type => type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!);

    /// <summary>The name of a kind: <c>latent-vectors</c>.</summary>
    public static string NameOf(Kind kind) => NameOf(kind.GetType());

    /// <summary>What a kind is made with.</summary>
    public static string[] Of(Kind kind) => [.. Constructors[NameOf(kind)].GetParameters().SelectMany(parameter => Texts(kind.GetType().GetProperty(parameter.Name!)!.GetValue(kind)))];

    /// <summary>What a kind has beside that, by the names of its settings: those that are not as they usually are.</summary>
    public static IReadOnlyDictionary<string, string> SettingsOf(Kind kind)
    {
        string name = NameOf(kind);
        Kind? usual = Create(name, Of(kind));
        return Settings(kind.GetType())
            .Where(property => usual is not null && !Equals(property.GetValue(kind), property.GetValue(usual)))
            .ToDictionary(property => Dashed(property.Name), property => Text(property.GetValue(kind)), StringComparer.Ordinal);
    }

    /// <summary>Makes a kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">What it is made with.</param>
    /// <param name="settings">What it has beside that; null for nothing.</param>
    /// <returns>The kind, or null where there is none of that name or it cannot be made with such parts.</returns>
    public static Kind? Create(string name, IReadOnlyList<string> parts, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (!Constructors.TryGetValue(name, out ConstructorInfo? constructor))
            return null;
        ParameterInfo[] parameters = constructor.GetParameters();
        bool takesList = parameters is [.., { ParameterType: var last }] && IsList(last);
        if (takesList ? parts.Count < parameters.Length - 1 : parts.Count != parameters.Length)
            return null;
        try
        {
            var kind = (Kind)constructor.Invoke([.. parameters.Select((parameter, at) => Read(parameter.ParameterType, parts, at))]);
            foreach ((string setting, string value) in settings ?? new Dictionary<string, string>())
            {
                if (Settings(kind.GetType()).FirstOrDefault(property => Dashed(property.Name) == setting) is not { } property)
                    return null;
                property.SetValue(kind, Read(property.PropertyType, [value], 0));
            }

            return kind;
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException or TargetInvocationException { InnerException: ArgumentException or OverflowException })
        {
            return null;
        }
    }

    private static bool IsList(Type type) =>
        type == typeof(IReadOnlyList<string>) || type == typeof(IReadOnlyList<int>) || type == typeof(IReadOnlyList<TableColumn>) || type == typeof(Vocabulary);

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        IEnumerable<string> names => names,
        IEnumerable<int> sizes => sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)),
        IEnumerable<TableColumn> columns => columns.SelectMany(ColumnParts.Of),
        Vocabulary vocabulary => [vocabulary.IsOfCharacters ? Characters : "words", .. vocabulary.Words],
        _ => [Text(value)],
    };

    private static string Text(object? value) => value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static object Read(Type type, IReadOnlyList<string> parts, int at) =>
        type == typeof(IReadOnlyList<string>) ? parts.Skip(at).ToArray()
        : type == typeof(IReadOnlyList<int>) ? parts.Skip(at).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray()
        : type == typeof(IReadOnlyList<TableColumn>) ? ColumnParts.Read(parts.Skip(at))
        : type == typeof(Vocabulary) ? parts.Count > at ? new Vocabulary([.. parts.Skip(at + 1)]) { IsOfCharacters = parts[at] == Characters } : throw new FormatException("There is no vocabulary.")
        : type.IsEnum ? Enum.Parse(type, parts[at]) is var named && Enum.IsDefined(type, named) ? named : throw new FormatException($"{parts[at]} is none of {type.Name}.")
        : Convert.ChangeType(parts[at], type, CultureInfo.InvariantCulture);

    /// <summary>Plain values that a kind may have beside what it is made with.</summary>
    private static IEnumerable<PropertyInfo> Settings(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.SetMethod is not null && (property.PropertyType.IsPrimitive || property.PropertyType.IsEnum)
            && Constructors[NameOf(type)].GetParameters().All(parameter => parameter.Name != property.Name));

    private static string NameOf(Type type) => Dashed(type.Name);

    private static string Dashed(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
