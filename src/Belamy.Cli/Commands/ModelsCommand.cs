using System.CommandLine;
using System.Globalization;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy models</c>: the models there are.</summary>
internal static class ModelsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new CommandWithExamples("models", "List the models, with their publications.")
        {
            Notes = ["`belamy train --model NAME --dry-run` prints a model's settings and networks."],
            Examples =
            [
                ("belamy models", "what there is"),
                ("belamy train digits --model gan --dry-run", "one of them in detail"),
            ],
        };
        command.SetAction(_ => List(Console.Out));
        return command;
    }

    private static int List(TextWriter output)
    {
        List<string[]> rows = [];
        foreach (Model model in Models.All)
        {
            ModelAttribute publication = model.Publication;
            string year = publication.Year > 0 ? $" {publication.Year.ToString(CultureInfo.InvariantCulture)}" : "";
            rows.Add([model.Name, publication.Title]);
            rows.Add(["", publication.Authors + year + (publication.Arxiv.Length > 0 ? $", arXiv:{publication.Arxiv}" : "")]);
        }

        AlignedColumns.Write(output, rows);
        return ExitCode.Success;
    }
}
