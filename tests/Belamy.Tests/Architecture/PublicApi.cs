using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Belamy.Tests.Architecture;

/// <summary>Writes an assembly's public and protected surface, one line a type or member, in an order that depends on names alone.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static string[] Describe(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)];

    private static IEnumerable<string> Describe(Type type)
    {
        yield return Header(type);
        IEnumerable<string> members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
            // Models come with their file alone, and their check tests them.
            : typeof(Delegate).IsAssignableFrom(type)
                ? [Signature(type.GetMethod("Invoke")!)]
                : type.GetMembers(Declared).Where(member => !member.IsDefined(typeof(ModelAttribute))).Select(Describe).OfType<string>().Order(StringComparer.Ordinal);
        foreach (string member in members)
            yield return $"    {member}";
    }

    private static string Header(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        IEnumerable<Type> bases = type.IsEnum || kind == "delegate" ? [] : type.GetInterfaces().Where(one => one.IsPublic);
        if (type.BaseType is { } parent && type.IsClass && kind != "delegate" && parent != typeof(object))
            bases = bases.Except(parent.GetInterfaces()).Prepend(parent);
        string[] names = [.. bases.Select(Name).Order(StringComparer.Ordinal)];
        return $"{kind} {type.Namespace}.{Name(type)}{(names.Length == 0 ? "" : $" : {string.Join(", ", names)}")}";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => $"{Access(field.IsFamily || field.IsFamilyOrAssembly)}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)}{Mark(field.FieldType, Nullability.Create(field))} {field.Name}{(field.IsLiteral ? $" = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : "")}",
        PropertyInfo property => Describe(property),
        EventInfo one when IsVisible(one.AddMethod) => $"{Modifiers(one.AddMethod!)}event {Name(one.EventHandlerType!)} {one.Name}",
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"{Modifiers(constructor)}{Name(constructor.DeclaringType!)}({Parameters(constructor)})",

        // Accessors are part of their property; what the compiler writes for records says nothing.
        MethodInfo method when IsVisible(method)
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) => Signature(method),
        _ => null,
    };

    private static string? Describe(PropertyInfo property)
    {
        MethodInfo? getter = IsVisible(property.GetMethod) ? property.GetMethod : null;
        MethodInfo? setter = IsVisible(property.SetMethod) ? property.SetMethod : null;
        if ((getter ?? setter) is not { } accessor || accessor.IsDefined(typeof(CompilerGeneratedAttribute)) && property.Name == "EqualityContract")
            return null;
        bool isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Modifiers(accessor)}{required}{Name(property.PropertyType)}{Mark(property.PropertyType, Nullability.Create(property))} {name} {{ {(getter is null ? "" : "get; ")}{(setter is null ? "" : isInit ? "init; " : "set; ")}}}";
    }

    private static string Signature(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Modifiers(method)}{Name(method.ReturnType)}{Mark(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var text = new StringBuilder();
        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)))
            text.Append("params ");
        text.Append(parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "");
        text.Append(Name(parameter.ParameterType)).Append(Mark(parameter.ParameterType, Nullability.Create(parameter))).Append(' ').Append(parameter.Name);
        if (parameter.HasDefaultValue)
        {
            text.Append(" = ").Append(parameter.RawDefaultValue switch
            {
                null => "default",
                string value => $"\"{value}\"",
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                var value => value,
            });
        }

        return text.ToString();
    }

    private static string Modifiers(MethodBase method)
    {
        string access = Access(method.IsFamily || method.IsFamilyOrAssembly);
        bool overrides = method is MethodInfo info && info.GetBaseDefinition() != info;
        return access + (method.IsStatic ? "static "
            : overrides ? "override "
            : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract "
            : method.IsVirtual && !method.IsFinal && !method.IsAbstract ? "virtual "
            : "");
    }

    /// <summary>A question mark behind a reference that may be null.</summary>
    private static string Mark(Type type, NullabilityInfo info) =>
        !type.IsValueType && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";

    private static string Access(bool isProtected) => isProtected ? "protected " : "";

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
        && (attributes & FieldAttributes.SpecialName) == 0;

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        string nesting = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}." : "";
        string name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{nesting}{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : nesting + name;
    }
}
