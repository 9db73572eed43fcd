namespace Belamy.Studio;

/// <summary>The entry point of the studio's process, which <c>belamy studio</c> starts.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            await StudioServer.RunAsync(StudioOptions.Parse(arguments), Console.Out).ConfigureAwait(false);
            return 0;
        }
        catch (BelamyException e)
        {
            Console.Error.WriteLine($"belamy: {e.Message}");
            return 2;
        }
    }
}
