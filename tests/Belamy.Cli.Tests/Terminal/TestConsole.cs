using System.Text;
using Spectre.Console;

namespace Belamy.Cli.Tests.Terminal;

/// <summary>A terminal, of 80 × 24 characters unless said otherwise, that writes into a string.</summary>
internal static class TestConsole
{
    public static IAnsiConsole Create(StringWriter writer, ColorSystemSupport colours, int width = 80, int height = 24) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = colours,
        Interactive = InteractionSupport.Yes,
        Out = new Output(writer, width, height),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    private sealed class Output(StringWriter writer, int width, int height) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => height;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
