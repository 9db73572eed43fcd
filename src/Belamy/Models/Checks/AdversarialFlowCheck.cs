using Belamy.Data;
using Belamy.Metrics;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("adversarial-flow", "4 normal distributions on a line, 8 on a circle; MNIST digits")]
    internal static void CheckAdversarialFlow(ReproductionRun run)
    {
        (long steps, long digits, int count) = run.Choose((10L, 3L, 200), (2_500L, 600L, 4_000), (50_000L, 50_000L, 10_000));
        run.Description = $"line and ring: {steps:N0} steps of 256, four hidden layers of 128, rates of 5·10⁻⁴, ot 0.05 on the line and 0.2 → 0.05 on the ring, {count:N0} samples; digits: {digits:N0} steps of 64, rates of 5·10⁻⁴, dcgan as many";
        // The authors' notebook: ot = 0.05 all along, a penalty of 0.01.
        var line = MixtureDataset.Line("line4", [-1.5, -0.5, 0.5, 1.5], 0.05);
        AdversarialFlow nearest = (AdversarialFlow with { Transport = 0.05, FinalTransport = 0.05, Penalty = new FiniteDifferences { Weight = 0.01, Share = 1 }, Averaging = 0.99 })
            .With("learning-rate", "5e-4");
        AdversarialFlow free = nearest with { Transport = 0, FinalTransport = 0 };
        (double Distance, double Modes)[] onLine = Line(nearest, "line"), freeOnLine = Line(free, "line, without transport");
        double[] without = Distances(freeOnLine);
        run.Effect("line: mean squared distance of G from the optimal map", Distances(onLine), without, higher: false, published: "one map, the optimal one");
        run.Works("line: the same, of that without transport, %", 100 * SeedStatistics.Median(Distances(onLine)) / SeedStatistics.Median(without), Ask.AtMost(10));
        run.Works("line: modes of 4", Modes(onLine), Ask.AtLeast(4));

        var ring = (MixtureDataset)run.Open("ring8");
        AdversarialFlow turning = nearest with { Transport = 0.2, FinalTransport = 0.05 };
        (double Distance, double Modes)[] onRing = Ring(turning, "ring"), freeOnRing = Ring(free, "ring, without transport");
        run.Effect("ring: mean squared distance of G from the optimal map", Distances(onRing), Distances(freeOnRing), higher: false);
        run.Works("ring: the same, of that without transport, %", 100 * SeedStatistics.Median(Distances(onRing)) / SeedStatistics.Median(Distances(freeOnRing)), Ask.AtMost(10));
        run.Works("ring: modes of 8", Modes(onRing), Ask.AtLeast(8));

        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        AdversarialFlow pictures = (AdversarialFlow with { Batch = 64, Averaging = 0.99 }).With("learning-rate", "5e-4");
        run.Tell("digits recognized with confidence 0.9, %", Recognized(pictures, "digits"));
        run.Tell("digits recognized with confidence 0.9, %, of dcgan", Recognized(Dcgan, "digits, dcgan"));

        (double, double)[] Line(AdversarialFlow recipe, string label) => run.Each(recipe, line, steps, label, trained =>
        {
            // On a line the nearest map keeps the order: the k-th of the noise goes to the k-th of the data.
            float[] noise = trained.Generator.Latents(count), made = trained.Generator.Generate(noise).Values.ToArray(), real = ItemFunction.Read(line, count);
            Array.Sort(noise, made);
            Array.Sort(real);
            return (made.Zip(real, (one, other) => Math.Pow(one - other, 2)).Average(), (double)line.Centres.Count(centre => made.Any(x => Math.Abs(x - centre.X) < 3 * line.Deviation)));
        });

        (double, double)[] Ring(AdversarialFlow recipe, string label) => run.Each(recipe, ring, steps, label, trained =>
        {
            run.Picture ??= ReproductionRun.Plot(trained, ring, "adversarial-flow on ring8");
            // Noise looks the same in all directions: the nearest map sends each eighth of the plane to the mode in its middle.
            float[] noise = trained.Generator.Latents(count), made = trained.Generator.Generate(noise).Values.ToArray();
            double distance = Enumerable.Range(0, count).Average(at =>
            {
                (double x, double y) = ring.Centres.MaxBy(centre => (centre.X * noise[2 * at]) + (centre.Y * noise[(2 * at) + 1]));
                return (Math.Pow(made[2 * at] - x, 2) + Math.Pow(made[(2 * at) + 1] - y, 2)) / 2;
            });
            return (distance, (double)ReproductionRun.Modes(trained.Generator, ring).Covered);
        });

        double[] Recognized(Recipe recipe, string label) => run.Each(recipe, data, digits, label, trained => 100 * DigitReport.Create(classifier, trained.Generator, Math.Min(count, 2_000)).Recognized);

        static double[] Distances((double Distance, double)[] runs) => [.. runs.Select(one => one.Distance)];
        static double[] Modes((double, double Modes)[] runs) => [.. runs.Select(one => one.Modes)];
    }
}
