using System.CommandLine;
using System.Globalization;
using Belamy.Data;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>The option that chooses the class of what is made, by its name or its number.</summary>
internal static class ClassChoice
{
    private const string Name = "--class";

    /// <summary>Creates the option.</summary>
    public static Option<string?> Create() =>
        OptionKinds.Text(Name, "The class to make, by name or number from 0, where the model takes classes.", "NAME|NUMBER");

    /// <summary>The number of the class that was asked for, or null when none was.</summary>
    /// <exception cref="BelamyException">The model takes no classes, or the data have no such class.</exception>
    public static int? Resolve(TrainedGenerator trained, string? asked)
    {
        if (asked is null)
            return null;
        int classes = trained.Generator.Classes;
        if (classes == 0)
        {
            throw new BelamyException(
                $"{Name} {asked}: {trained.Folder.Description.Model} takes no classes; leave the option out, or train a model that takes them");
        }

        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number < classes
                ? number
                : throw new BelamyException($"{Name} {asked}: there is no such class; give a number from 0 to {classes - 1}, or a name");
        }

        return NumberOf(Name, asked, OpenData(trained.Folder.Description).ClassNames);
    }

    /// <summary>The number of a class among the names of the data's classes, by name or number.</summary>
    /// <exception cref="BelamyException">There is no such class.</exception>
    public static int NumberOf(string option, string asked, IReadOnlyList<string> names)
    {
        for (int at = 0; at < names.Count; at++)
        {
            if (string.Equals(names[at], asked, StringComparison.OrdinalIgnoreCase))
                return at;
        }

        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Count
            ? number
            : throw new BelamyException($"{option} {asked}: there is no such class{DidYouMean.Hint(asked, names)}; there are {string.Join(", ", names)}");
    }

    /// <summary>Opens the data that a run was trained on.</summary>
    public static Dataset OpenData(RunDescription description, CancellationToken cancellation = default) => Datasets.Open(description.DataSource, new DataOptions
    {
        Location = description.DataLocation,
        Size = description.DataSize,
        CancellationToken = cancellation,
    });
}
