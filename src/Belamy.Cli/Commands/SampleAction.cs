using Belamy.Cli.Output;
using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy sample</c> does: opens a run's generator and writes what it makes.</summary>
internal static class SampleAction
{
    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string run, int count, string path, long? seed, int columns, string? label, double? truncation, bool best, int? threads)
    {
        SampleFormat format = SampleFormats.Of(path);
        using TrainedGenerator trained = PictureRun.Open(run, threads, best);
        Generator generator = trained.Generator;
        int? classNumber = ClassChoice.Resolve(trained, label);
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
        writer.Write(path, format, columns);
        Console.Out.WriteLine($"{Quantity.Count(count)} {(count == 1 ? "sample" : "samples")} of {run} at step {Quantity.Count(trained.State.Step)}: {path}");
        return ExitCode.Success;
    }
}
