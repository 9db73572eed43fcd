using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>An option that fills a field of a function: <c>--caption</c> a caption, in words, <c>--mask</c> a mask, by a file.</summary>
/// <param name="Name">Its name: two dashes and one item of the field's kind, or several.</param>
/// <param name="HelpName">What to type behind it.</param>
/// <param name="Value">What was typed, or null.</param>
internal sealed record FieldOption(string Name, string HelpName, string? Value)
{
    /// <summary>Whether it is for fields of this kind.</summary>
    public bool Fits(Field field) => Name[2..] == field.Kind.Noun || Name[2..] == field.Kind.Name;

    /// <summary>How it is written: <c>--caption TEXT</c>.</summary>
    public override string ToString() => $"{Name} {HelpName}";

    /// <summary>An item of the words behind an option.</summary>
    /// <exception cref="BelamyException">They are none of such an item; the message begins with the option.</exception>
    public static float[] Parse(string option, string words, Kind kind)
    {
        try
        {
            return kind.Parse(words);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"{option} {e.Message}", e);
        }
    }
}
