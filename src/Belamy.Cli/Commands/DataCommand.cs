using System.CommandLine;
using Belamy.Data;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy data</c>: the data sets that have a name.</summary>
internal static class DataCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new CommandWithExamples("data", "List the data sets that can be trained on by name.")
        {
            Notes =
            [
                "A folder of photographs or other pictures is a data set too; its sub-folders are classes. So is a folder of IDX files.",
                "mnist and fashion are looked for in --location, below the folder named by BELAMY_DATA, in the working folder",
                "and in a cache; what is found nowhere is downloaded once, and checked.",
            ],
            Examples =
            [
                ("belamy data", "what there is, and under which licence"),
                ("belamy train fashion", "train on one of them"),
                ("belamy train ./pictures", "train on your own pictures"),
            ],
        };
        command.SetAction(_ => List(Console.Out));
        return command;
    }

    private static int List(TextWriter output)
    {
        List<string[]> rows = [];
        // What shares its terms stands together above them: digits, clothes, points.
        foreach (IGrouping<string, DataSource> group in Datasets.Sources.GroupBy(source => source.License))
        {
            rows.AddRange(group.Select(source => (string[])[source.Name, source.Description]));
            rows.Add(["", $"({group.Key})"]);
        }

        rows.Add(["FOLDER", "JPEG, PNG, WebP, GIF, BMP and TIFF of any size; sub-folders are classes"]);
        AlignedColumns.Write(output, rows);
        return ExitCode.Success;
    }
}
