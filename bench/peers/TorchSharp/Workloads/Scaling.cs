using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>A training step of the networks of <c>--model dcgan</c> at any batch, side of a picture and width; pictures are in grey.</summary>
internal static class Scaling
{
    public const string Option = "--scaling";

    private const double WarmUp = 0.5;
    private const long Latent = 100;

    /// <summary>Measures points BATCH:SIDE:WIDTH, one JSON object a line.</summary>
    public static void Run(IEnumerable<string> points, double seconds)
    {
        foreach (string point in points)
        {
            long[] sizes = [.. point.Split(':').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
            (long batch, long side, long width) = (sizes[0], sizes[1], sizes[2]);
            using DisposeScope scope = NewDisposeScope();
            Prepared step = Play.Step(Generator(side, width), Discriminator(side, width), batch, [1, side, side], () => randn(batch, Latent));
            Timing.Repeat(step.Run, WarmUp, 1);
            double median = Timing.Repeat(step.Run, seconds, 3);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                point,
                threads = get_num_threads(),
                ms_per_image = Math.Round(median * 1e3 / batch, 5),
                parameters = step.Parameters,
            }));
        }
    }

    /// <summary>How often a side is halved while it is even and above 7, and what is left of it.</summary>
    private static (long Start, int Doublings, bool IsSmall) Plan(long side)
    {
        int doublings = 0;
        for (; side % 2 == 0 && side > 7; side /= 2)
            doublings++;
        return (side, doublings, doublings <= 2);
    }

    private static Network Generator(long side, long width)
    {
        (long start, int doublings, bool isSmall) = Plan(side);
        long maps = isSmall ? 2 * width : width << (doublings - 1);
        List<Network> layers = [Linear(Latent, maps * start * start, hasBias: false), Unflatten(1, [maps, start, start]), BatchNorm2d(maps), ReLU(inplace: true)];
        for (int doubling = 1; doubling < doublings + (isSmall ? 1 : 0); doubling++)
        {
            long next = !isSmall ? maps / 2 : doubling < doublings ? maps : width;
            layers.AddRange([ConvTranspose2d(maps, next, 4, 2, 1, bias: false), BatchNorm2d(next), ReLU(inplace: true)]);
            maps = next;
        }

        layers.AddRange([isSmall ? Conv2d(maps, 1, 7, 1, 3) : ConvTranspose2d(maps, 1, 4, 2, 1), Tanh()]);
        return Sequential(layers);
    }

    private static Network Discriminator(long side, long width)
    {
        (long start, int doublings, bool isSmall) = Plan(side);
        List<Network> layers = [];
        long channels = 1;
        for (int halving = 0; halving < doublings; halving++)
        {
            bool isNormalized = !isSmall && halving > 0;
            long maps = width << halving;
            layers.Add(Conv2d(channels, maps, 4, 2, 1, bias: !isNormalized));
            if (isNormalized)
                layers.Add(BatchNorm2d(maps));
            layers.Add(LeakyReLU(0.2, inplace: true));
            channels = maps;
        }

        if (isSmall)
        {
            (long maps, long smallest, long units) = (width << doublings, (start + 1) / 2, 16 * width);
            layers.AddRange(
            [
                Conv2d(channels, maps, 3, 2, 1), LeakyReLU(0.2, inplace: true), Flatten(),
                Dropout(0.2), Linear(maps * smallest * smallest, units), LeakyReLU(0.2, inplace: true),
                Dropout(0.2), Linear(units, units), LeakyReLU(0.2, inplace: true),
                Dropout(0.2), Linear(units, 1),
            ]);
        }
        else
        {
            layers.AddRange([Flatten(), Linear(channels * start * start, 1)]);
        }

        return Sequential(layers);
    }
}
