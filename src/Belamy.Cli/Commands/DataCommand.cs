using System.CommandLine;
using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Data.Contents;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy data</c>: what can be trained on, and what a path holds.</summary>
internal static class DataCommand
{
    private const int Told = 3, Drawn = 25;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var path = new Argument<string?>("path")
        {
            Description = "A folder or file, or the name of a data set: says what would be read of it.",
            HelpName = "PATH",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> output = OptionKinds.Text("--out", "Draw some of the items, as a picture.", "FILE.png");
        var reading = new DataChoices();
        var command = new CommandWithExamples("data", "List the data that can be trained on, or say what a folder or file holds.") { path, output };
        reading.AddTo(command);
        command.Notes =
        [
            "What a folder holds is seen from its files; --kind says it where they do not tell.",
            "mnist and fashion are looked for in --location, below the folder named by BELAMY_DATA, in the working folder",
            "and in a cache; what is found nowhere is downloaded once, and checked.",
        ];
        command.Examples =
        [
            ("belamy data", "what there is, under which licence, and how files of your own are laid out"),
            ("belamy data ./recordings", "what would be read, what was chosen and why, and what would be left out"),
            ("belamy data ./recordings --out recordings.png", "and some of it as a picture"),
            ("belamy train fashion", "train on one of them"),
            ("belamy train ./pictures", "train on your own pictures"),
        ];
        command.Add(CreateInspect());
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(path) is { } asked)
                return Look(asked, reading.Read(parsed), parsed.GetValue(output), inspects: false);
            if ((parsed.GetValue(output) is null ? reading.FirstGiven(parsed) : "--out") is { } lone)
                throw new BelamyException($"{lone}: says how a folder or file is looked at; give its path");
            return List(Console.Out);
        });
        return command;
    }

    private static CommandWithExamples CreateInspect()
    {
        var path = new Argument<string>("path") { Description = "A folder or file, or the name of a data set.", HelpName = "PATH" };
        Option<string?> output = OptionKinds.Text("--out", "Draw some of the items, as a picture.", "FILE.png");
        var reading = new DataChoices();
        var command = new CommandWithExamples("inspect", "Look at every item: where values lie, how classes are spread, what is there twice, which models take it, and what training on it takes.") { path, output };
        reading.AddTo(command);
        command.Notes =
        [
            "Pictures are alike where small grey versions of them hardly differ; so a picture saved again with another quality is found.",
            "What training on it takes in time is told by steps that are tried for two seconds, of which nothing is kept.",
        ];
        command.Examples =
        [
            ("belamy data inspect ./photos", "before an hour is spent on them"),
            ("belamy data inspect ./photos --out sheet.png", "and some of them as a picture"),
        ];
        command.SetAction(parsed =>
        {
            (string source, DataOptions options) = (parsed.GetRequiredValue(path), reading.Read(parsed));
            int code = Look(source, options, parsed.GetValue(output), inspects: true);
            return code == ExitCode.Success ? InspectAction.Plan(source, options, Console.Out) : code;
        });
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

        AlignedColumns.Write(output, rows);
        output.WriteLine();
        output.WriteLine("Your own, as folders and files (--kind NAME where the files do not tell):");
        foreach (ContentReader content in Datasets.Contents)
        {
            output.WriteLine();
            output.WriteLine($"{content.Name}: {content.Description}");
            AlignedColumns.Write(output, [.. content.Layout.Select(line => new[] { line.Path, line.Meaning })], "  ");
        }

        return ExitCode.Success;
    }

    private static int Look(string source, DataOptions options, string? picture, bool inspects)
    {
        if (picture is not null)
            PictureRun.RequirePng(picture);
        using var interruption = new Interruption();
        var status = new StatusLine(Console.Error);
        Dataset data;
        try
        {
            data = Datasets.Open(source, options with
            {
                Progress = progress => status.Show($"reading {source}: {progress.Stage}{(progress.Total > 0 ? $", {Quantity.Count(progress.Done)} of {Quantity.Count(progress.Total)}" : "")}"),
                CancellationToken = interruption.Token,
            });
        }
        finally
        {
            status.Clear();
        }

        string content = data is FieldedDataset { Content: { } found } ? $" ({found})" : "";
        Console.Out.WriteLine($"{source}{content}: {Quantity.Count(data.Count, "item")} of {Quantity.Extents(data.ItemShape)}{DataText.Classes(data)}");
        foreach (string line in DataText.Notes(data, source, withClasses: false))
            Console.Out.WriteLine(line);
        if (inspects)
            InspectAction.Write(data, source, InspectAction.Inspect(data, interruption.Token), Console.Out);
        (Kind kind, float[] items) = (data.Main.Field.Kind, data.ReadEvenly(data.Main.Field.Kind is TableRows or Points ? 40 * Drawn : Drawn));
        int length = data.ItemLength, count = items.Length / length;
        if (picture is not null)
        {
            Image drawn = kind.Draw(items) ?? throw new BelamyException($"--out {picture}: there is no picture of {kind.Name}");
            (kind is Pictures ? ImageGrid.Scale(drawn, 0) : drawn).SavePng(picture);
            Console.Out.WriteLine($"{Quantity.Count(count, "item")} drawn: {picture}");
        }
        else if (kind is not Pictures)
        {
            for (int at = 0; at < Math.Min(Told, count); at++)
                Console.Out.WriteLine($"  {Printable.Text(kind.Tell(items.AsSpan(at * length, length)))}");
        }

        return ExitCode.Success;
    }
}
