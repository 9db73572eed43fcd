namespace Belamy.Studio;

/// <summary>The entry point of the studio's process, which <c>belamy studio</c> starts.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // Trainings have the processors; what pages compute is small.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BELAMY_THREADS")))
            Tensors.Program.Threads = 1;
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
