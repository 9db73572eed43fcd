using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Belamy.Studio.Games;
using Belamy.Studio.Generators;
using Belamy.Studio.NewRuns;
using Belamy.Studio.Pages;
using Belamy.Studio.Processes;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Belamy.Studio;

/// <summary>The web server of the studio.</summary>
internal static class StudioServer
{
    // Names, notes and settings are short; the route that takes files sets its own limit.
    private const long LargestRequest = 1 << 16;

    /// <summary>Serves until it is told to end.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="output">Receives the address, once it can be visited.</param>
    /// <exception cref="BelamyException">The port is taken, or the address is not one of this machine.</exception>
    public static async Task RunAsync(StudioOptions options, TextWriter output)
    {
        await using WebApplication application = Create(options);
        var shelf = application.Services.GetRequiredService<RunShelf>();
        Task<string[]> pages = Task.Run(() => PagesOf(shelf));
        string address = await StartAsync(application, options).ConfigureAwait(false);
        await output.WriteLineAsync($"The studio shows {Shown(options.Runs)} at:").ConfigureAwait(false);
        await output.WriteLineAsync($"  {address}{(options.Token is { } token ? $"?{Visitors.TokenQuery}={token}" : "")}").ConfigureAwait(false);
        await output.WriteLineAsync("Ctrl+C ends it; trainings that it has started go on.").ConfigureAwait(false);
        _ = Task.Run(async () => await OwnVisit.PayAsync(options.Listen, new Uri(address).Port, options.Token is { } shown ? Visitors.CookieOf(shown) : null, await pages.ConfigureAwait(false)).ConfigureAwait(false));
        if (options.EndsWithInput)
            _ = EndWithInputAsync(application);
        await application.WaitForShutdownAsync().ConfigureAwait(false);
    }

    /// <summary>Makes the server, not started.</summary>
    public static WebApplication Create(StudioOptions options)
    {
        // The working folder may hold anything, a wwwroot or settings of another program among them.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // That the port is taken is told in a line of ours.
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole().AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Limits.MaxConcurrentConnections = Crowd.MostConnections;
            if (options.Listen is { } listen)
                kestrel.Listen(listen, options.Port);
            else if (options.Port == 0)
                kestrel.Listen(IPAddress.Loopback, 0);
            else
                kestrel.ListenLocalhost(options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new RunShelf(options.Runs));
        builder.Services.AddSingleton<Trainings>();
        builder.Services.AddSingleton<RunFollowers>();
        builder.Services.AddSingleton<DataLook>();
        builder.Services.AddSingleton<ProgramGate>();
        builder.Services.AddSingleton<OpenGenerators>();
        builder.Services.AddSingleton<SlowGames>();
        builder.Services.AddSingleton<Projections>();
        builder.Services.AddSingleton(new Uploads(options.Runs));
        builder.Services.AddSingleton<Crowd>();
        // Viewers are connections that never end by themselves.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        WebApplication application = builder.Build();
        application.Use(new Visitors(options).Admit);
        application.Use(Failures.Explain);
        application.UseRouting();
        application.Use(application.Services.GetRequiredService<Crowd>().Admit);
        StaticAssets.Map(application);
        RunsPage.Map(application);
        RunPage.Map(application);
        NewRunPage.Map(application);
        GeneratorPage.Map(application);
        ComparePage.Map(application);
        GamePage.Map(application);
        RunActions.Map(application);
        application.MapFallback(context => Failures.NotFound(context));
        return application;
    }

    /// <summary>Starts the server.</summary>
    /// <returns>Its address, with a slash behind.</returns>
    public static async Task<string> StartAsync(WebApplication application, StudioOptions options)
    {
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            string place = options.Listen?.ToString() ?? "this machine";
            throw new BelamyException($"port {options.Port} of {place} cannot be listened at ({(e.InnerException ?? e).Message.TrimEnd('.')}); try another --port", e);
        }

        string bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        int port = new Uri(bound).Port;
        string host = options.Listen is not { } listen ? "localhost"
            : listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any) ? Dns.GetHostName()
            : listen.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{listen}]" : listen.ToString();
        return $"http://{host}:{port}/";
    }

    /// <summary>The pages that are visited first.</summary>
    private static string[] PagesOf(RunShelf shelf)
    {
        string[] others = ["/", "/assets/run.js", "/new"];
        return shelf.List().FirstOrDefault(run => run.Summary is not null) is { } latest ? [.. others, $"/runs/{Uri.EscapeDataString(latest.Name)}"] : others;
    }

    // A terminal would obey what a folder may be called.
    private static string Shown(string path) => string.Concat(path.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '\uFFFD' : letter));

    private static async Task EndWithInputAsync(WebApplication application)
    {
        Stream input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
        {
            // What is said does not matter, only that somebody is there.
        }

        application.Lifetime.StopApplication();
    }
}
