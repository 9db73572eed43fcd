using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy judge</c> and <c>belamy classify</c> were asked for.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Inputs">Files and folders.</param>
/// <param name="Function">The function that judges: <c>score</c> or <c>classify</c>.</param>
internal sealed record JudgementRequest(string Run, IReadOnlyList<string> Inputs, string Function)
{
    public string? Output { get; init; }

    public bool Best { get; init; }

    public int? Threads { get; init; }
}

/// <summary>Shows files to a discriminator or a classifier: a line for each, and for pictures a sheet with what is said under each.</summary>
internal static class JudgementAction
{
    /// <summary>Pictures on a sheet; more have their lines alone.</summary>
    private const int MostOnSheet = 100;

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(JudgementRequest request)
    {
        Threads.Use(request.Threads);
        using var interruption = new Interruption();
        using TrainedGenerator trained = RunArgument.OpenGenerator(request.Run, request.Best);
        Function function = trained.Game.Functions.FirstOrDefault(one => one.Name == request.Function)
            ?? throw new BelamyException($"{request.Run}: {trained.Folder.Description.Model} {(request.Function == "score" ? "has no discriminator that looks at an item by itself" : "learns to tell no classes")}; {Remedy(request.Function)}");
        if (function.Takes is not [{ Kind: { ReadEndings.Count: > 0 } from }])
        {
            throw new BelamyException($"{request.Run}: {function} is not of single files; {(function.Takes.Any(field => field.Kind.ReadEndings.Count > 0)
                ? $"`belamy apply {ShellWord.Quote(request.Run)} --function {function.Name}` says what it takes" : "apply it from C#")}");
        }

        if (request.Output is { } output && !output.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new BelamyException($"--out {output}: the sheet is a PNG file; let the name end in .png");
        var files = new InputFiles(request.Inputs, from);
        bool isProbability = request.Function == "score" && trained.Game.Parts.ScoresAreLogits;
        using var runner = new Runner(function, items: 1);
        List<(string Line, Image Picture)> sheet = [];
        int done = files.Each(function.Name, file => from.Read(file.Path), (item, file, status) =>
        {
            string said = Say(function, runner.Run([item], trained.Game.Recipe.Seed, cancellationToken: interruption.Token), isProbability);
            status.Clear();
            Console.Out.WriteLine($"{Printable.Text(file.Path)}  {said}");
            if (from is Pictures pictures && sheet.Count < MostOnSheet)
                sheet.Add((said, pictures.ToImage(item)));
        }, interruption.Token);
        if (sheet.Count > 0)
        {
            string path = request.Output ?? RunArgument.Unnamed(request.Run, $"{request.Function}.png");
            CaptionedGrid.Create([.. sheet.Select(one => one.Picture)], [.. sheet.Select(one => one.Line)]).SavePng(path);
            Console.Out.WriteLine($"{Quantity.Count(sheet.Count, "picture")} with what is said of each: {path}");
        }

        return done < files.Count ? ExitCode.Failure : ExitCode.Success;
    }

    private static string Remedy(string function) => function == "score"
        ? "choose a run of gan, dcgan or another model of a discriminator and a generator alone"
        : "choose a run of sgan, catgan, cc-gan or lsro";

    private static string Say(Function function, float[] made, bool isProbability) =>
        function.Name != "score" ? function.Gives.Kind.Tell(made)
        : isProbability ? $"{(100 / (1 + Math.Exp(-made[0]))).ToString("0", CultureInfo.InvariantCulture)} % real"
        : $"score {made[0].ToString("0.00", CultureInfo.InvariantCulture)}";
}
