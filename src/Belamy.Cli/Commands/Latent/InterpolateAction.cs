using Belamy.Imaging;
using Belamy.Latent;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy interpolate</c> was asked for.</summary>
internal sealed record InterpolateRequest
{
    public required string Run { get; init; }

    public long? From { get; init; }

    public long? To { get; init; }

    public long[]? Seeds { get; init; }

    public long[]? Corners { get; init; }

    public long[]? Analogy { get; init; }

    public int? Neighbours { get; init; }

    public int? Steps { get; init; }

    public bool IsFilm { get; init; }

    public int? Rate { get; init; }

    public int? Scale { get; init; }

    public bool Linear { get; init; }

    public string? Class { get; init; }

    public required string Output { get; init; }

    public long? Seed { get; init; }

    public int? Threads { get; init; }

    public bool Best { get; init; }
}

/// <summary>What <c>belamy interpolate</c> does: makes pictures of latent vectors between those of samples.</summary>
internal static class InterpolateAction
{
    private const int MostPictures = 20_000;

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(InterpolateRequest request)
    {
        PictureRun.RequirePng(request.Output, [.. Animation.Endings]);
        bool isFilm = request.IsFilm || Animation.Endings.Contains(Path.GetExtension(request.Output).ToLowerInvariant());
        RequireOneWay(request, isFilm);
        using TrainedGenerator trained = PictureRun.Open(CommandOf(request), request.Run, request.Threads, request.Best);
        string what = request.Corners is { } corners ? Grid(trained, request, corners)
            : request.Analogy is { } analogy ? Analogy(trained, request, analogy)
            : request.Neighbours is { } side ? Neighbours(trained, request, side)
            : isFilm ? Film(trained, request)
            : Strip(trained, request);
        Console.Out.WriteLine($"{what} of {request.Run} at step {Quantity.Count(trained.State.Step)}: {request.Output}");
        return ExitCode.Success;
    }

    private static string CommandOf(InterpolateRequest request) => "belamy interpolate" + request switch
    {
        { Corners: not null } => " --corners",
        { Analogy: not null } => " --analogy",
        { Neighbours: not null } => " --neighbours",
        _ => "",
    };

    private static void RequireOneWay(InterpolateRequest request, bool isFilm)
    {
        string[] ways =
        [
            .. request.From is null && request.To is null ? (string[])[] : ["--from and --to"],
            .. request.Seeds is null ? (string[])[] : ["--seeds"],
            .. request.Corners is null ? (string[])[] : ["--corners"],
            .. request.Analogy is null ? (string[])[] : ["--analogy"],
            .. request.Neighbours is null ? (string[])[] : ["--neighbours"],
        ];
        if (ways.Length > 1)
            throw new BelamyException($"{ways[0]}, {ways[1]}: give one of them");
        if (isFilm && (request.Corners is not null || request.Analogy is not null || request.Neighbours is not null))
            throw new BelamyException($"{ways[0]}: makes one picture, not a film; leave out --frames and name a .png file");
        if (!isFilm && request.Rate is not null)
            throw new BelamyException("--rate: is of a film; add --frames");
        if (request.Analogy is not null && request.Steps is not null)
            throw new BelamyException("--steps: an analogy has none; use --corners for what lies between");
    }

    private static string Strip(TrainedGenerator trained, InterpolateRequest request)
    {
        IReadOnlyList<float[]> through = Through(trained.Generator, request);
        int steps = Steps(request, through.Count - 1, 8);
        Samples samples = Make(trained, request, Interpolation.Walk(through, steps, request.Linear));
        Save(samples, request, steps);
        return $"{Quantity.Count(samples.Count, "picture")} between samples";
    }

    private static string Film(TrainedGenerator trained, InterpolateRequest request)
    {
        IReadOnlyList<float[]> through = Through(trained.Generator, request);
        Samples samples = Make(trained, request, Interpolation.Loop(through, Steps(request, through.Count, 24), request.Linear));
        int scale = request.Scale ?? 4;
        Animation.Save(
            request.Output, [.. Enumerable.Range(0, samples.Count).Select(at => Resampling.Enlarge(samples.ToImage(at), scale))], request.Rate ?? 12);
        return $"a film of {Quantity.Count(samples.Count, "picture")}";
    }

    private static string Grid(TrainedGenerator trained, InterpolateRequest request, long[] corners)
    {
        float[][] latents = Numbered(trained.Generator, request, corners);
        int side = request.Steps ?? 8;
        if (side * side > MostPictures)
            throw TooMany(request, (int)Math.Sqrt(MostPictures));
        Save(Make(trained, request, JDiagram.Grid(latents[0], latents[1], latents[2], side, request.Linear)), request, side);
        return $"{Quantity.Count(side, "row")} of {Quantity.Count(side, "picture")} between samples {string.Join(", ", corners)} and their analogy";
    }

    private static string Neighbours(TrainedGenerator trained, InterpolateRequest request, int side)
    {
        int steps = request.Steps ?? 3;
        int pictures = ((side - 1) * (steps - 1)) + 1;
        if (pictures * pictures > MostPictures)
            throw TooMany(request, (((int)Math.Sqrt(MostPictures) - 1) / (side - 1)) + 1);
        float[] latents = trained.Generator.Latents(side * side, request.Seed);
        int size = trained.Generator.Prior.Size;
        int[] cells = MineGrid.Arrange(Make(trained, request, latents).Values, side, side);
        float[] sorted = [.. cells.SelectMany(at => latents.AsSpan(at * size, size).ToArray())];
        Save(Make(trained, request, MineGrid.Fill(sorted, side, side, steps, request.Linear)), request, pictures);
        return $"{Quantity.Count(cells.Length, "sample")} beside those they are like, and {Quantity.Count((pictures * pictures) - cells.Length, "picture")} between them,";
    }

    private static string Analogy(TrainedGenerator trained, InterpolateRequest request, long[] samples)
    {
        float[][] latents = Numbered(trained.Generator, request, samples);
        Save(Make(trained, request, [.. latents.SelectMany(one => one), .. JDiagram.Analogy(latents[0], latents[1], latents[2])]), request, columns: 2);
        return $"sample {samples[0]} is to {samples[1]} as {samples[2]} is to the last,";
    }

    private static IReadOnlyList<float[]> Through(Generator generator, InterpolateRequest request)
    {
        if (request.Seeds is { } seeds)
            return [.. seeds.Select(seed => generator.Latents(1, seed))];
        long from = request.From ?? 0;
        return Numbered(generator, request, [from, request.To ?? (from < int.MaxValue ? from + 1 : 0)]);
    }

    private static float[][] Numbered(Generator generator, InterpolateRequest request, long[] numbers) =>
        [.. numbers.Select(number => number <= int.MaxValue
            ? generator.Latents(1, request.Seed, (int)number)
            : throw new BelamyException($"{number}: there is no sample of that number; the last is {Quantity.Count(int.MaxValue)}"))];

    private static int Steps(InterpolateRequest request, int legs, int usual)
    {
        int steps = request.Steps ?? usual;
        return legs * steps <= MostPictures ? steps : throw TooMany(request, MostPictures / legs);
    }

    private static BelamyException TooMany(InterpolateRequest request, int most) =>
        new($"--steps {request.Steps}: too many pictures for one file; ask for at most {most}");

    /// <summary>All of one class, where there are classes: a walk that changed it on the way would jump.</summary>
    private static Samples Make(TrainedGenerator trained, InterpolateRequest request, float[] latents)
    {
        Generator generator = trained.Generator;
        int? label = ClassChoice.Resolve(trained, request.Class);
        int[] labels = [];
        if (generator.Classes > 0)
        {
            labels = new int[latents.Length / generator.Prior.Size];
            Array.Fill(labels, label ?? (int)((request.From ?? 0) % generator.Classes));
        }

        return generator.Generate(latents, labels, request.Seed);
    }

    private static void Save(Samples samples, InterpolateRequest request, int columns) =>
        Resampling.Enlarge(samples.ToGrid(columns), request.Scale ?? 1).SavePng(request.Output);
}
