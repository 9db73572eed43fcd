using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Belamy.Imaging;

namespace Belamy.Cli;

/// <summary>The kinds of options that the commands share; each explains in one line what it takes when it is given something else.</summary>
internal static class OptionKinds
{
    /// <summary>A whole number within limits.</summary>
    public static Option<long?> WholeNumber(string name, string description, string helpName, long minimum, long maximum) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = Single(result);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out long value)
                && value >= minimum && value <= maximum)
            {
                return value;
            }

            result.AddError(maximum == long.MaxValue
                ? $"{name} {text}: give a whole number, {Quantity.Count(minimum)} or more"
                : $"{name} {text}: give a whole number from {Quantity.Count(minimum)} to {Quantity.Count(maximum)}");
            return null;
        },
    };

    /// <summary>Whole numbers from 0 on, with commas between them.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    /// <param name="helpName">What to type.</param>
    /// <param name="fewest">How many there must be.</param>
    /// <param name="most">How many there may be.</param>
    public static Option<long[]?> WholeNumbers(string name, string description, string helpName, int fewest, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = Single(result);
            string[] parts = text.Split(',');
            var values = new long[parts.Length];
            bool sound = parts.Length >= fewest && parts.Length <= most;
            for (int i = 0; i < parts.Length && sound; i++)
                sound = long.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out values[i]);
            if (sound)
                return values;
            string howMany = fewest == most ? $"{fewest}" : $"{fewest} or more";
            result.AddError($"{name} {text}: give {howMany} whole numbers with commas between them, such as {helpName}");
            return null;
        },
    };

    /// <summary>A size of pictures, with sides within limits.</summary>
    public static Option<PictureSize?> Size(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "PIXELS",
        CustomParser = result =>
        {
            string text = Single(result);
            if (PictureSize.Parse(text) is { } size && Math.Min(size.Width, size.Height) >= minimum && Math.Max(size.Width, size.Height) <= maximum)
                return size;
            result.AddError($"{name} {text}: give a whole number from {Quantity.Count(minimum)} to {Quantity.Count(maximum)}, or two such as 64x96: width x height");
            return null;
        },
    };

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public static Option<T?> Choice<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = string.Join('|', Enum.GetNames<T>().Select(one => one.ToLowerInvariant())),
            CustomParser = result =>
            {
                string text = Single(result);
                if (!text.AsSpan().ContainsAnyInRange('0', '9') && Enum.TryParse(text, ignoreCase: true, out T value))
                    return value;
                result.AddError($"{name} {text}: give one of {string.Join(", ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}");
                return null;
            },
        };

    /// <summary>A number above 0.</summary>
    public static Option<double?> PositiveNumber(string name, string description, string helpName, double maximum) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = Single(result);
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && value <= maximum)
                return value;
            result.AddError($"{name} {text}: give a number above 0, at most {maximum.ToString(CultureInfo.InvariantCulture)}");
            return null;
        },
    };

    /// <summary>A span of time.</summary>
    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "60s|5m|2h",
        CustomParser = result =>
        {
            string text = Single(result);
            if (Duration.TryParse(text, out TimeSpan value))
                return value;
            result.AddError($"{name} {text}: {Duration.Remedy}");
            return null;
        },
    };

    /// <summary>Any text but the empty one.</summary>
    public static Option<string?> Text(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = Single(result);
            if (string.IsNullOrWhiteSpace(text))
                result.AddError($"{name}: the value is empty; give {helpName}");
            return text;
        },
    };

    /// <summary>Something to switch on.</summary>
    public static Option<bool> Switch(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.Zero,
    };

    private static string Single(ArgumentResult result) => result.Tokens[^1].Value;
}
