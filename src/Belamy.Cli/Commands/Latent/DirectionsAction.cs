using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Metrics;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy directions</c> was asked for.</summary>
internal sealed record DirectionsRequest
{
    public required string Run { get; init; }

    public int? Count { get; init; }

    public string? Towards { get; init; }

    public string? AwayFrom { get; init; }

    public int From { get; init; }

    public int Steps { get; init; }

    public double Reach { get; init; }

    public int Scale { get; init; }

    public string? Class { get; init; }

    public required string Output { get; init; }

    public long? Seed { get; init; }

    public int? Threads { get; init; }

    public bool Best { get; init; }
}

/// <summary>What <c>belamy directions</c> does: finds directions in latent space and shows samples on their way along them.</summary>
internal static class DirectionsAction
{
    private const int UsualRows = 6;

    /// <summary>Samples that a classifier sorts to find a direction, and as many others to say what going along it does.</summary>
    private const int Sorted = 5000;

    private const int Judged = 1000;

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(DirectionsRequest request)
    {
        PictureRun.RequirePng(request.Output);
        if (request.AwayFrom is not null && request.Towards is null)
            throw new BelamyException("--away-from: names a class to leave; name the one to go to, with --towards");
        using TrainedGenerator trained = PictureRun.Open("belamy directions", request.Run, request.Threads, request.Best);
        if (request.Towards is null)
            ShowFirstLayer(trained, request);
        else
            ShowClass(trained, request);
        return ExitCode.Success;
    }

    private static void ShowFirstLayer(TrainedGenerator trained, DirectionsRequest request)
    {
        IReadOnlyList<Direction> all = Directions.OfFirstLayer(trained.Game);
        if (request.Count > all.Count)
            throw new BelamyException($"--count {request.Count}: there {(all.Count == 1 ? "is" : "are")} {Quantity.Count(all.Count, "direction")}, as many as a latent vector has values");
        Direction[] shown = [.. all.Take(request.Count ?? Math.Min(UsualRows, all.Count))];
        float[] start = trained.Generator.Latents(1, request.Seed, request.From);
        Save(trained, request, [.. shown.Select(direction => (start, direction))], [.. Enumerable.Range(1, shown.Length).Select(Text)], [.. shown.Select(_ => request.From)]);
        Console.Out.WriteLine(
            $"{Quantity.Count(shown.Length)} of {Quantity.Count(all.Count, "direction")} of {request.Run} at step {Quantity.Count(trained.State.Step)},"
            + $" with {Quantity.Percent(shown.Sum(direction => direction.Share))} of the first layer's variance: {request.Output}");
        List<string[]> rows = [.. shown.Select((direction, at) => new[] { Text(at + 1), Quantity.PrecisePercent(direction.Share) })];
        AlignedColumns.Write(Console.Out, rows, "  ");
    }

    private static void ShowClass(TrainedGenerator trained, DirectionsRequest request)
    {
        Generator generator = trained.Generator;
        if (generator.Classes > 0)
            throw new BelamyException($"--towards {request.Towards}: {trained.Folder.Description.Model} takes classes; ask for one with --class");
        using var interruption = new Interruption();
        var status = new StatusLine(Console.Error);
        try
        {
            Dataset data = ReadData(trained, status, interruption.Token);
            int towards = ClassChoice.NumberOf("--towards", request.Towards!, data.ClassNames);
            int? awayFrom = request.AwayFrom is { } away ? ClassChoice.NumberOf("--away-from", away, data.ClassNames) : null;
            if (towards == awayFrom)
                throw new BelamyException($"--away-from {request.AwayFrom}: is the class to go to; name another");
            using ImageClassifier classifier = ImageClassifier.Obtain(
                data, progress => status.Show($"training the classifier, once: step {progress.Step} of {progress.Steps}"), cancellationToken: interruption.Token);
            status.Show("sorting samples");
            float[] latents = generator.Latents(Sorted, request.Seed);
            int[] classes = classifier.Classify(generator.Generate(latents, seed: request.Seed).Values).Classes;
            RequireSamples(request.Run, classes, towards, data.ClassNames);
            if (awayFrom is { } left)
                RequireSamples(request.Run, classes, left, data.ClassNames);
            Direction direction = Directions.BetweenClasses(latents, classes, towards, awayFrom);
            status.Clear();
            ShowRows(trained, request, direction);
            double[] shares = [.. new[] { -request.Reach, 0, request.Reach }.Select(distance => ShareAt(generator, classifier, direction, distance, towards, request.Seed))];
            Console.Out.WriteLine(
                $"{(awayFrom is null ? "Towards" : $"From {data.ClassNames[awayFrom.Value]} towards")} {data.ClassNames[towards]} with {request.Run} at step {Quantity.Count(trained.State.Step)}: {request.Output}");
            Console.Out.WriteLine(
                $"Of {Quantity.Count(Judged)} other samples {Quantity.Percent(shares[1])} are taken for {data.ClassNames[towards]};"
                + $" {Text(request.Reach)} deviations along the direction {Quantity.Percent(shares[2])}, as far against it {Quantity.Percent(shares[0])}.");
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }
    }

    private static Dataset ReadData(TrainedGenerator trained, StatusLine status, CancellationToken cancellation)
    {
        status.Show($"reading {trained.Folder.Description.DataSource}");
        return ClassChoice.OpenData(trained.Folder.Description, cancellation);
    }

    private static void ShowRows(TrainedGenerator trained, DirectionsRequest request, Direction direction)
    {
        int[] numbers = [.. Enumerable.Range(request.From, request.Count ?? UsualRows)];
        Save(
            trained,
            request,
            [.. numbers.Select(number => (trained.Generator.Latents(1, request.Seed, number), direction))],
            [.. numbers.Select(number => $"sample {number}")],
            numbers);
    }

    private static void RequireSamples(string run, int[] classes, int wanted, IReadOnlyList<string> names)
    {
        if (!classes.Contains(wanted))
            throw new BelamyException($"{run}: none of {Quantity.Count(Sorted)} samples is taken for {names[wanted]}; train it further, or choose another class");
        if (classes.All(found => found == wanted))
            throw new BelamyException($"{run}: all {Quantity.Count(Sorted)} samples are taken for {names[wanted]}; train it further");
    }

    /// <summary>The share taken for a class among samples that the direction was not found with, moved along it.</summary>
    private static double ShareAt(Generator generator, ImageClassifier classifier, Direction direction, double distance, int wanted, long? seed)
    {
        int size = generator.Prior.Size;
        float[] latents = generator.Latents(Judged, seed, Sorted);
        float[] moved = [.. Enumerable.Range(0, Judged).SelectMany(at =>
            Directions.Along(latents.AsSpan(at * size, size), direction, distance, 2, generator.Prior.Distribution)[size..])];
        return classifier.Classify(generator.Generate(moved, seed: seed, first: Sorted).Values).Classes.Count(found => found == wanted) / (double)Judged;
    }

    private static void Save(TrainedGenerator trained, DirectionsRequest request, (float[] Start, Direction Direction)[] rows, string[] labels, int[] numbers)
    {
        Generator generator = trained.Generator;
        float[] latents = [.. rows.SelectMany(row => Directions.Along(row.Start, row.Direction, request.Reach, request.Steps, generator.Prior.Distribution))];
        int? chosen = ClassChoice.Resolve(trained, request.Class);
        int[] classes = generator.Classes == 0 ? [] : [.. numbers.SelectMany(number => Enumerable.Repeat(chosen ?? number % generator.Classes, request.Steps))];
        Image grid = Resampling.Enlarge(generator.Generate(latents, classes, request.Seed).ToGrid(request.Steps), request.Scale);
        // Narrow columns have no room for a number each.
        int every = (int)Math.Ceiling(36.0 * request.Steps / grid.Width);
        string[] columns = [.. Enumerable.Range(0, request.Steps).Select(step =>
            (request.Steps - 1 - step) % every == 0 ? Text(request.Reach * ((2.0 * step / (request.Steps - 1)) - 1)) : "")];
        LabelledGrid.Create(grid, labels, columns).SavePng(request.Output);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double distance) => distance.ToString("0.#", CultureInfo.InvariantCulture);
}
