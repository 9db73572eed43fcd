using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Belamy.Cli.Tests.House;

/// <summary>Writes down what an assembly offers: a line for each type and member, sorted, each line complete in itself.</summary>
internal static class PublicInterface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (Type type in assembly.GetExportedTypes())
        {
            string name = NameOf(type, qualified: true);
            lines.Add($"{name}: {KindOf(type)}{Bases(type)}");
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                if (Describe(member) is { } text)
                    lines.Add($"{name}: {text}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        // What the compiler makes for every record is the record's kind, not news.
        _ when member.Name is "EqualityContract" or "PrintMembers" or "<Clone>$" or "Deconstruct" => null,
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) => null,
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !IsOverride(method) =>
            $"{Modifiers(method)}{NameOf(method.ReturnType)} {method.Name}{TypeParameters(method)}({Parameters(method)})",
        PropertyInfo property when Accessor(property) is { } accessor && !IsOverride(accessor) =>
            $"{Modifiers(accessor)}{NameOf(property.PropertyType)} {property.Name}{Indices(property)} {{ {Accessors(property)} }}",
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}{Value(field)}",
        EventInfo { AddMethod: { } add } one when IsVisible(add) => $"event {NameOf(one.EventHandlerType!)} {one.Name}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.IsVirtual && method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static MethodInfo? Accessor(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.FirstOrDefault(method => method is not null && IsVisible(method));

    private static string Accessors(PropertyInfo property)
    {
        var parts = new List<string>();
        if (property.GetMethod is { } get && IsVisible(get))
            parts.Add("get;");
        if (property.SetMethod is { } set && IsVisible(set))
            parts.Add(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;");
        return string.Join(' ', parts);
    }

    private static string Modifiers(MethodInfo method) =>
        (method.IsPublic ? "" : "protected ")
        + (method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");

    private static string Indices(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(Describe))}]" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Describe));

    private static string Describe(ParameterInfo parameter)
    {
        string text = $"{NameOf(parameter.ParameterType)} {parameter.Name}";
        if (parameter.IsDefined(typeof(ParamArrayAttribute)))
            text = $"params {text}";
        return parameter.HasDefaultValue ? $"{text} = {Literal(parameter.RawDefaultValue)}" : text;
    }

    private static string Value(FieldInfo field) => field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string KindOf(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) ? $"delegate {Describe(type.GetMethod("Invoke")!)}"
        : type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed && !type.IsValueType ? "sealed " : "")
            + (type.GetMethod("<Clone>$") is not null ? "record" : type.IsValueType ? "struct" : "class");

    private static string Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            return "";
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Add(NameOf(parent));
        // Interfaces that come with an inherited one, or with every record, say nothing new.
        Type[] interfaces = type.GetInterfaces();
        bases.AddRange(interfaces
            .Where(one => one.IsPublic && !interfaces.Any(other => other != one && other.GetInterfaces().Contains(one)))
            .Where(one => type.BaseType?.GetInterfaces().Contains(one) != true)
            .Select(one => NameOf(one))
            .Order(StringComparer.Ordinal));
        return bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static string TypeParameters(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string NameOf(Type type, bool qualified = false)
    {
        if (type.IsByRef)
            return $"ref {NameOf(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsPointer)
            return $"{NameOf(type.GetElementType()!)}*";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{NameOf(value)}?";
        if (type.IsGenericParameter)
            return type.Name;
        var text = new StringBuilder();
        if (qualified)
            text.Append(type.Namespace).Append('.');
        if (type.DeclaringType is { } outer)
            text.Append(NameOf(outer)).Append('.');
        text.Append(type.Name.Split('`')[0]);
        if (type.IsGenericType)
            text.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(argument => NameOf(argument))).Append('>');
        return text.ToString();
    }
}
