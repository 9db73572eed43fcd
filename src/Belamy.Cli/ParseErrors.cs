using System.CommandLine;

namespace Belamy.Cli;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class ParseErrors
{
    /// <summary>The most telling error, or null when there is none.</summary>
    public static string? FirstOf(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string typed = command.Subcommands.Count > 0 ? "belamy" : $"belamy {command.Name}";

        // A name that does not exist explains every error that follows from it; the parser may have taken it for an argument.
        IEnumerable<string> taken = command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []).Select(token => token.Value);
        foreach (string token in taken.Concat(parsed.UnmatchedTokens))
        {
            if (token.StartsWith('-'))
                return UnknownOption(token, command, typed);
        }

        foreach (Argument argument in command.Arguments)
        {
            if (parsed.GetResult(argument) is { Tokens: var tokens } && tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                return $"{argument.Name}: the value is empty; give {argument.HelpName ?? "one"}";
        }

        if (parsed.Errors.Count == 0)
            return null;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string token = parsed.UnmatchedTokens[0];
            return command.Subcommands.Count > 0
                ? UnknownCommand(token, command)
                : $"{token}: {typed} has no place for it; {(IsSetting(token, command) ? $"settings follow --set: --set {token}" : $"`{typed} --help` shows what it takes")}";
        }

        string message = parsed.Errors[0].Message.TrimEnd('.');
        return message.Contains(": ", StringComparison.Ordinal) && !message.EndsWith('\'')
            ? message
            : $"{message}; `{typed} --help` shows what it takes";
    }

    private static bool IsSetting(string token, Command command) => token.Contains('=') && command.Options.Any(option => option.Name == "--set");

    private static string UnknownCommand(string token, Command command)
    {
        string[] names = [.. command.Subcommands.Select(subcommand => subcommand.Name)];
        return $"{token}: there is no such command{DidYouMean.Hint(token, names)}; the commands are {string.Join(", ", names)}";
    }

    private static string UnknownOption(string token, Command command, string typed)
    {
        string name = token.Split('=', ':')[0];
        if (ForeignOptions.Remedy(name, command) is { } remedy)
            return $"{name}: {typed} has no such option; {remedy}";
        IEnumerable<string> names = command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Append("--debug");
        return $"{name}: {typed} has no such option{DidYouMean.Hint(name, names)}; `{typed} --help` lists them";
    }
}
