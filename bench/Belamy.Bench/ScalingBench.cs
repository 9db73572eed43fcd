using System.Globalization;
using System.Text.Json;
using Belamy.Bench.Workloads;
using Belamy.Games;
using Belamy.Networks;

namespace Belamy.Bench;

/// <summary>What a training step of a convolutional game costs as its batch, the sides of its pictures and the width of its networks grow.</summary>
internal static class ScalingBench
{
    public const string Option = "--scaling";

    // Some seconds go by at every size, of which there are many.
    private const double WarmUp = 0.5;

    private const string Columns = "{0,6} {1,6} {2,6} {3,12} {4,9} {5,7}";

    /// <summary>Measures every point on the command line behind <see cref="Option"/>, BATCH:SIDE:WIDTH, in their order.</summary>
    public static void Run(BenchOptions options)
    {
        string[] points = [.. options.Arguments.SkipWhile(argument => argument != Option).Skip(1).TakeWhile(argument => !argument.StartsWith('-'))];
        if (points.Length == 0)
            throw new ArgumentException($"{Option} wants points such as 64:28:64: a batch, the side of a picture, the width of the networks.");
        using var probe = new MachineProbe();
        if (!options.Json)
            Console.WriteLine(Columns, "batch", "side", "width", "ms an image", "GFLOP/s", "share");
        foreach (string point in points)
        {
            int[] sizes = Parse(point);
            Repetition repetition = Prepare(sizes[0], sizes[1], sizes[2]);
            // What there is to do is what the compiled programs count: no bytes, so no floor.
            var workload = new Workload(point, new Work(repetition.Operations, 0), () => repetition);
            Write(Measurement.Take(workload, WarmUp, options.Seconds, probe), sizes, options);
        }
    }

    /// <summary>A step of the networks of <c>--model dcgan</c> on pictures in grey, without an average of the generator.</summary>
    private static Repetition Prepare(int batch, int side, int width) => GameRepetition.Prepare(
        new Adversarial { Networks = ConvolutionalPair.Create(), Averaging = 0, Latent = 100, Width = width, Batch = batch },
        [1, side, side]);

    private static int[] Parse(string point)
    {
        string[] parts = point.Split(':');
        int[] sizes = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes.Length == 3 && sizes.All(size => size > 0)
            ? sizes
            : throw new ArgumentException($"{point}: wants a batch, a side and a width, such as 64:28:64.");
    }

    private static void Write(Measurement measurement, int[] sizes, BenchOptions options)
    {
        double milliseconds = measurement.Seconds * 1e3 / sizes[0];
        if (!options.Json)
        {
            Console.WriteLine(Columns, sizes[0], sizes[1], sizes[2], $"{milliseconds:F4}", $"{measurement.Speed / 1e9:F1}", $"{measurement.ShareOfPeak:P1}");
            return;
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            point = measurement.Workload.Name,
            threads = options.Threads,
            ms_per_image = Math.Round(milliseconds, 5),
            repetitions = measurement.Repetitions,
            gflop_per_image = Math.Round(measurement.Workload.Work.Operations / 1e9 / sizes[0], 5),
            share_of_peak = Math.Round(measurement.ShareOfPeak, 3),
            parameters = measurement.Parameters,
            vector_bits = Tensors.Program.VectorBits,
        }));
    }
}
