using System.Globalization;
using System.Reflection;

namespace Belamy.Data.Kinds;

/// <summary>Kinds in text, for run folders: the name of the kind and what it is made with, in the order of its constructor.</summary>
internal static class KindParts
{
    private static readonly Dictionary<string, ConstructorInfo> Constructors = typeof(Kind).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Kind)) && !type.IsAbstract)
        .ToDictionary(type => NameOf(type), type => type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!);

    /// <summary>The name of a kind: <c>latent-vectors</c>.</summary>
    public static string NameOf(Kind kind) => NameOf(kind.GetType());

    /// <summary>What a kind is made with.</summary>
    public static string[] Of(Kind kind) =>
    [
        .. Constructors[NameOf(kind)].GetParameters().SelectMany(parameter => kind.GetType().GetProperty(parameter.Name!)!.GetValue(kind) switch
        {
            IEnumerable<string> names => names,
            IEnumerable<int> sizes => sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)),
            var value => [Convert.ToString(value, CultureInfo.InvariantCulture)!],
        }),
    ];

    /// <summary>Makes a kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">What it is made with.</param>
    /// <returns>The kind, or null where there is none of that name or it cannot be made with such parts.</returns>
    public static Kind? Create(string name, IReadOnlyList<string> parts)
    {
        if (!Constructors.TryGetValue(name, out ConstructorInfo? constructor))
            return null;
        ParameterInfo[] parameters = constructor.GetParameters();
        bool takesList = parameters is [.., { ParameterType: var last }] && (last == typeof(IReadOnlyList<string>) || last == typeof(IReadOnlyList<int>));
        if (takesList ? parts.Count < parameters.Length - 1 : parts.Count != parameters.Length)
            return null;
        try
        {
            return (Kind)constructor.Invoke([.. parameters.Select((parameter, at) => Read(parameter.ParameterType, parts, at))]);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException or TargetInvocationException { InnerException: ArgumentException or OverflowException })
        {
            return null;
        }
    }

    private static object Read(Type type, IReadOnlyList<string> parts, int at) =>
        type == typeof(IReadOnlyList<string>) ? parts.Skip(at).ToArray()
        : type == typeof(IReadOnlyList<int>) ? parts.Skip(at).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray()
        : type.IsEnum ? Enum.Parse(type, parts[at])
        : Convert.ChangeType(parts[at], type, CultureInfo.InvariantCulture);

    private static string NameOf(Type type) =>
        string.Concat(type.Name.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
