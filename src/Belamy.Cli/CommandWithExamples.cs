using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Belamy.Cli;

/// <summary>A command whose help goes on where the list of options ends: with notes and with commands to try.</summary>
internal sealed class CommandWithExamples(string name, string description) : Command(name, description)
{
    /// <summary>What to type, and what it does.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; set; } = [];

    /// <summary>What is worth knowing beside the options; one line each.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];
}

/// <summary>Prints the usual help and then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<(string Line, string Meaning)> rootExamples, IReadOnlyList<string> rootNotes) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        // What the command above takes by itself would stand among the arguments of this one, under the same name.
        foreach (Argument argument in parseResult.CommandResult.Command.Parents.OfType<Command>().SelectMany(above => above.Arguments))
            argument.Hidden = true;
        int code = usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as CommandWithExamples;
        IReadOnlyList<string> notes = command?.Notes ?? rootNotes;
        if (notes.Count > 0)
        {
            output.WriteLine("Notes:");
            foreach (string note in notes)
                output.WriteLine($"  {note}");
            output.WriteLine();
        }

        IReadOnlyList<(string Line, string Meaning)> examples = command?.Examples ?? rootExamples;
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach ((string line, string meaning) in examples)
            {
                output.WriteLine($"  {line}");
                output.WriteLine($"      {meaning}");
            }
        }

        return code;
    }
}
