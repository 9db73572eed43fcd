using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Belamy.Cli.Commands;
using Belamy.Cli.Terminal;

namespace Belamy.Cli;

/// <summary>Puts the commands together, reads what was typed and runs it.</summary>
internal static class CommandLine
{
    private const string Introduction = """
        Belamy trains generative adversarial networks: two networks that play against each other
        until one of them makes pictures that were never taken.
        """;

    private static readonly (string, string)[] Examples =
    [
        ("belamy train digits", "train on handwritten digits for about two minutes"),
        ("belamy sample digits --count 64 --out grid.png", "make 64 new ones with what was learned"),
        ("belamy train --help", "every option, with examples"),
    ];

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments)
    {
        Option<bool> debug = OptionKinds.Switch("--debug", "Show where in the code an error arose.");
        debug.Recursive = true;
        TerminalOutput.Guard();
        try
        {
            ParseResult parsed = Build(debug).Parse(AsHelp(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (ParseErrors.FirstOf(parsed) is { } error)
                throw new BelamyException(error);
            // Ctrl+C is the training's own business, and so are errors.
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = TerminalOutput.Raw });
        }
        catch (Exception e)
        {
            return ErrorReport.Write(e, Console.Error, details: arguments.Contains(debug.Name));
        }
    }

    // `belamy help train` is what other programs taught people to type.
    private static string[] AsHelp(string[] arguments) => arguments is ["help", .. var rest] ? [.. rest, "--help"] : arguments;

    private static Command Build(Option<bool> debug)
    {
        var help = new HelpOption { Description = "Explain the command, with examples." };
        var action = new HelpWithExamples((HelpAction)help.Action!, Examples, []);
        help.Action = action;
        // A plain command, not a RootCommand, for that names itself after the assembly.
        var root = new Command("belamy", Introduction)
        {
            TrainCommand.Create(),
            SweepCommand.Create(),
            SampleCommand.Create(),
            ApplyCommand.Create(),
            JudgementCommands.CreateJudge(),
            JudgementCommands.CreateClassify(),
            InterpolateCommand.Create(),
            DirectionsCommand.Create(),
            ProjectCommand.Create(),
            EvaluateCommand.Create(),
            ReproduceCommand.Create(),
            ExportCommand.Create(),
            DoctorCommand.Create(),
            ExplainCommand.Create(),
            ReportCommand.Create(),
            FilmCommand.Create(),
            LogCommand.Create(),
            RunsCommand.Create(),
            StudioCommand.Create(),
            ModelsCommand.Create(),
            DataCommand.Create(),
            debug,
            new VersionOption { Description = "Print the version.", Action = new VersionAction() },
            help,
        };
        root.SetAction(action.Invoke);
        return root;
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            string version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            parseResult.InvocationConfiguration.Output.WriteLine(
                $"belamy {version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
            return ExitCode.Success;
        }
    }
}
