namespace Belamy.Cli;

/// <summary>The entry point of the <c>belamy</c> command.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => CommandLine.Run(arguments);
}
