using System.Text;
using Spectre.Console;

namespace Belamy.Cli.Tests.Terminal;

/// <summary>A terminal of 80 × 24 characters that writes into a string.</summary>
internal static class TestConsole
{
    public static IAnsiConsole Create(StringWriter writer, ColorSystemSupport colours) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = colours,
        Interactive = InteractionSupport.Yes,
        Out = new Output(writer),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    private sealed class Output(StringWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
