using Belamy.Cli.Output;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy sample</c> does: opens a run's generator and writes what it makes.</summary>
internal static class SampleAction
{
    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string run, int count, string? output, long? seed, int columns, int scale, string? label, double? truncation, bool best, int? threads)
    {
        // Mistakes in names come to light before anything is read.
        SampleFormat? asked = output is null ? null : SampleFormats.Of(output);
        Threads.Use(threads);
        using TrainedGenerator trained = RunArgument.OpenGenerator(run, best);
        Generator generator = trained.Generator;
        string path = output ?? RunArgument.Unnamed(run, $"samples{ExtensionFor(generator.Item)}");
        SampleFormat format = asked ?? SampleFormats.Of(path);
        int? classNumber = ClassChoice.Resolve(trained, label);
        if (PointSampleAction.Fits(generator))
            PointSampleAction.Write(trained, count, path, seed, classNumber, truncation, format);
        else
            WritePictures(PictureRun.Require("belamy sample", generator, run), count, path, seed, (columns, scale), classNumber, truncation, format);
        Console.Out.WriteLine($"{Quantity.Count(count)} {(count == 1 ? "sample" : "samples")} of {run} at step {Quantity.Count(trained.State.Step)}: {path}");
        return ExitCode.Success;
    }

    /// <summary>What the name of samples ends in, unless said otherwise: there is no picture of single numbers.</summary>
    public static string ExtensionFor(Shape item) => item.Rank == 1 && item[0] == 1 ? ".csv" : ".png";

    private static void WritePictures(Generator generator, int count, string path, long? seed, (int Columns, int Scale) layout, int? classNumber, double? truncation, SampleFormat format)
    {
        if (format == SampleFormat.Csv)
            throw new BelamyException($"--out {path}: lists are for points; end the name in .png, .npy or .idx, or in / for a folder of pictures");
        var writer = new SampleWriter(
            count,
            generator.Item[0],
            generator.Item[1],
            generator.Item[2],
            (first, destination) =>
            {
                Samples samples = generator.Sample(destination.Length / (int)generator.Item.Count, seed, first, classNumber, truncation);
                PixelConversion.ToBytes(samples.Values, destination);
            });
        writer.Write(path, format, layout.Columns, layout.Scale);
    }
}
