using Belamy.Cli.Output;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy sample</c> does: opens a run's generator and writes what it makes.</summary>
internal static class SampleAction
{
    private const long MostValues = 1 << 28;

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string run, int count, string? output, long? seed, int columns, int scale, string? label, string? caption, string? chords, double? truncation, bool best, int? threads)
    {
        // Mistakes in names come to light before anything is read.
        SampleFormat? asked = output is null ? null : SampleFormats.Of(output);
        Threads.Use(threads);
        using TrainedGenerator trained = RunArgument.OpenGenerator(run, best);
        Generator generator = trained.Generator;
        string path = output ?? RunArgument.Unnamed(run, $"samples{ExtensionFor(generator)}");
        SampleFormat format = asked ?? SampleFormats.Of(path);
        int? classNumber = ClassChoice.Resolve(trained, label);
        if (caption is not null)
            WritePictures(generator, CaptionSampling.Of(trained, caption, run, seed, truncation), count, path, (columns, scale), format, run);
        else if (chords is not null)
            WriteOthers(ChordSampling.Make(generator, chords, run, Bounded(generator, count), seed, truncation), path, (columns, scale));
        else if (PointSampleAction.Fits(generator))
            PointSampleAction.Write(trained, count, path, seed, classNumber, truncation, format);
        else if (generator.Kind is not (null or Pictures))
            WriteOthers(generator.Sample(Bounded(generator, count), seed, 0, classNumber, truncation), path, (columns, scale));
        else
            WritePictures(PictureRun.Require("belamy sample", generator, run), (first, number) => generator.Sample(number, seed, first, classNumber, truncation).Values.ToArray(), count, path, (columns, scale), format, run);
        Console.Out.WriteLine($"{Quantity.Count(count)} {(count == 1 ? "sample" : "samples")} of {run} at step {Quantity.Count(trained.State.Step)}: {path}");
        return ExitCode.Success;
    }

    /// <summary>What the name of samples ends in, unless said otherwise: there is no picture of single numbers and of texts, and rows are read as a table.</summary>
    public static string ExtensionFor(Generator generator) => generator.Kind switch
    {
        TableRows => ".csv",
        Tokens => ".txt",
        Arrays => ".npy",
        _ => generator.Item is { Rank: 1 } item && item[0] != 2 ? item[0] == 1 ? ".csv" : ".npy" : ".png",
    };

    /// <summary>The number of samples, if so many are made at a time.</summary>
    private static int Bounded(Generator generator, int count) => count <= MostValues / generator.Item.Count
        ? count
        : throw new BelamyException($"--count {count}: too many {generator.Kind?.Name ?? "samples"} at a time; ask for at most {MostValues / generator.Item.Count}, and for more by another --seed");

    private static void WriteOthers(Samples samples, string path, (int Columns, int Scale) layout)
    {
        try
        {
            samples.Save(path, layout.Columns, layout.Scale);
        }
        catch (BelamyException e) when (e.Message.StartsWith($"{path}: ", StringComparison.Ordinal))
        {
            throw new BelamyException($"--out {e.Message}", e);
        }
    }

    private static void WritePictures(Generator generator, Func<int, int, float[]> make, int count, string path, (int Columns, int Scale) layout, SampleFormat format, string run)
    {
        if (format is SampleFormat.Csv or SampleFormat.Kind)
            throw new BelamyException($"--out {path}: {(format == SampleFormat.Csv ? "lists are for points" : $"{run} makes pictures")}; end the name in .png, .npy or .idx, or in / for a folder of pictures");
        var writer = new SampleWriter(
            count,
            generator.Item[0],
            generator.Item[1],
            generator.Item[2],
            (first, destination) => PixelConversion.ToBytes(make(first, destination.Length / (int)generator.Item.Count), destination));
        writer.Write(path, format, layout.Columns, layout.Scale);
    }
}
