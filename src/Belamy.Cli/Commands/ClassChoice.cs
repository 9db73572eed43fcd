using System.CommandLine;
using System.Globalization;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Runs;

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

        int? number = Number(asked, classes);
        // Classes that a model finds by itself are not those of the data, and have no names.
        IReadOnlyList<string> names = trained.Game.Parts.Classes is null ? Names(trained.Folder.Description, number is not null) : [];
        return names.Count == classes
            ? NumberOf(Name, asked, names)
            : number ?? throw new BelamyException($"{Name} {asked}: there is no such class; give a number from 0 to {classes - 1}");
    }

    /// <summary>The number of a class among the names of the data's classes, by name or number.</summary>
    /// <exception cref="BelamyException">There is no such class.</exception>
    public static int NumberOf(string option, string asked, IReadOnlyList<string> names) => names.Count > 0
        ? (int)FieldOption.Parse(option, asked, new Classes(names))[0]
        : throw new BelamyException($"{option} {asked}: the data have no classes; leave the option out");

    /// <summary>Opens the data that a run was trained on.</summary>
    public static Dataset OpenData(RunDescription description, CancellationToken cancellation = default) =>
        Datasets.Open(description.DataSource, description.ToDataOptions() with { CancellationToken = cancellation });

    private static int? Number(string asked, int classes) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < classes ? number : null;

    /// <summary>The names of the classes of a run's data, as the run has them or, where an earlier version began it, the data; none where a number was asked for and they do not matter, or the data are no longer there.</summary>
    private static IReadOnlyList<string> Names(RunDescription description, bool isNumber)
    {
        if (description.ClassNames.Count == description.Classes)
            return description.ClassNames;
        // Named data call their classes by words, or by the numbers that they have.
        if (isNumber && Datasets.FindSource(description.DataSource) is not null)
            return [];
        try
        {
            return OpenData(description).ClassNames;
        }
        catch (BelamyException) when (isNumber)
        {
            return [];
        }
    }
}
