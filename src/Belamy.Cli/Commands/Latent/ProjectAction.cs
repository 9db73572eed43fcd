using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Imaging;
using Belamy.Latent;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy project</c> was asked for.</summary>
internal sealed record ProjectRequest
{
    public required string Image { get; init; }

    public required string Run { get; init; }

    public required string Output { get; init; }

    public int Steps { get; init; }

    public int Restarts { get; init; }

    public int Scale { get; init; }

    public string? Class { get; init; }

    public LatentSpace? Space { get; init; }

    public long? Seed { get; init; }

    public int? Threads { get; init; }

    public bool Best { get; init; }
}

/// <summary>What <c>belamy project</c> does: finds the latent vector of a picture and shows both.</summary>
internal static class ProjectAction
{
    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(ProjectRequest request)
    {
        PictureRun.RequirePng(request.Output);
        Image image = Image.Load(request.Image);
        using var interruption = new Interruption();
        using TrainedGenerator trained = PictureRun.Open("belamy project", request.Run, request.Threads, request.Best);
        Generator generator = trained.Generator;
        float[] item = Projector.Fit(image, generator.Item);
        var status = new StatusLine(Console.Error);
        Projection found;
        try
        {
            status.Show("looking for a place to begin");
            using var projector = new Projector(trained.Game, new ProjectionOptions
            {
                Steps = request.Steps,
                Restarts = request.Restarts,
                Seed = request.Seed,
                Space = request.Space,
                Label = ClassChoice.Resolve(trained, request.Class),
            });
            found = projector.Find(item, (step, error) => status.Show($"step {step} of {request.Steps}: error {Error(error)}"), interruption.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }

        Image pair = new Samples(generator.Item, [.. item, .. found.Item.Values]).ToGrid(columns: 2);
        Resampling.Enlarge(pair, request.Scale).SavePng(request.Output);
        Console.Out.WriteLine($"{request.Image} and what {request.Run} at step {Quantity.Count(trained.State.Step)} makes of it: {request.Output}");
        Console.Out.WriteLine($"Mean squared error {Error(found.Error)} of values from -1 to 1; the nearest of 1,024 samples has {Error(found.Beginning)}.");
        return ExitCode.Success;
    }

    private static string Error(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
