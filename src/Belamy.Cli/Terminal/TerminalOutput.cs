using System.Text;
using Spectre.Console;

namespace Belamy.Cli.Terminal;

/// <summary>What standard output leads to.</summary>
internal static class TerminalOutput
{
    /// <summary>Standard output as it is, for what draws in a terminal itself.</summary>
    public static TextWriter Raw { get; private set; } = Console.Out;

    /// <summary>Standard error as it is, for what draws in a terminal itself; silent where it is closed or full.</summary>
    public static TextWriter RawError { get; private set; } = Console.Error;

    /// <summary>Whether the person wants no colours; see no-color.org.</summary>
    public static bool IsPlain => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>From here on everything that is said passes through <see cref="PrintableWriter"/>.</summary>
    public static void Guard()
    {
        Raw = Console.Out;
        RawError = TextWriter.Synchronized(new ForgivingWriter(Console.Error));
        Console.SetOut(new PrintableWriter(Raw));
        Console.SetError(new PrintableWriter(RawError));
    }

    /// <summary>A console that draws on standard output.</summary>
    public static IAnsiConsole CreateConsole()
    {
        var settings = new AnsiConsoleSettings { Out = new RawOutput() };
        if (IsPlain)
            settings.ColorSystem = ColorSystemSupport.NoColors;
        return AnsiConsole.Create(settings);
    }

    /// <summary>Whether a person watches a terminal that can redraw: not a file, a pipe, a dumb terminal or a build server.</summary>
    public static bool IsLive =>
        !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "")
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    private sealed class RawOutput : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput _sizes = new(Console.Out);

        public TextWriter Writer => Raw;

        public bool IsTerminal => !Console.IsOutputRedirected;

        public int Width => _sizes.Width;

        public int Height => _sizes.Height;

        public void SetEncoding(Encoding encoding) => Console.OutputEncoding = encoding;
    }
}
