using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("triangle-gan", "points of four bars that cross, few of them whole")]
    internal static void CheckTriangleGan(ReproductionRun run)
    {
        long steps = run.Choose(4L, 4_000, 20_000);
        int count = run.Choose(100, 2_500, 5_000);
        var (data, test) = ((FieldedDataset)run.Open("bars4"), (FieldedDataset)run.Open("bars4", DataSplit.Test));
        PlayerSettings quick = TriangleGan.Generator with { LearningRate = 1e-3 };
        run.Description = $"{steps:N0} steps with rates of 10⁻³ of {TriangleGan.Batch} coordinates of either sort and as many of {data.Column("input").Rows.Count} whole points; the same game without the second discriminator; {count:N0} coordinates of either sort, translated, against as many whole points that were held back";
        float[] xs = ValuesOf(test, "a")[..count], ys = ValuesOf(test, "b")[..count];
        FeatureMatrix whole = Joined(ValuesOf(test, "input")[..count], ValuesOf(test, "target")[..count]);
        double independent = OffTheBars(Joined(xs, ys));
        (double Distance, double Off)[] with = Play(TriangleGan, "with both discriminators"), without = Play(TriangleGan with { Agreement = 0 }, "without the second discriminator");
        run.Effect("sliced Wasserstein distance of translated coordinates from whole points, by the second discriminator", [.. with.Select(one => one.Distance)], [.. without.Select(one => one.Distance)], higher: false);
        run.Works("translated coordinates that lie off the bars, over those of coordinates put together at random", [.. with.Select(one => one.Off / independent)], Ask.AtMost(1));
        run.Tell("coordinates put together at random that lie off the bars, %", 100 * independent);
        run.Tell("whole points that lie off the bars, %", 100 * OffTheBars(whole));

        (double, double)[] Play(TriangleGan recipe, string label) => run.Each(recipe with { Generator = quick, Discriminator = quick }, data, steps, label, trained =>
        {
            using var there = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            using var back = new TrainedFunction(trained.Game.Functions[1], trained.Recipe.Seed);
            FeatureMatrix[] made = [Joined(xs, there.Apply(xs)), Joined(back.Apply(ys), ys)];
            run.Picture ??= Plot([.. made.SelectMany(one => one.Values.ToArray())], whole, "triangle-gan: one coordinate of each is made from the other");
            return (made.Average(one => SlicedWasserstein.Between(one, whole)), made.Average(OffTheBars));
        });

        Image Plot(float[] made, FeatureMatrix real, string title)
        {
            var plot = new ScatterPlot { Title = title, Scale = ((Points)data.Main.Field.Kind).Scale };
            plot.SetReal(real.Values);
            plot.SetGenerated(made);
            return plot.Draw();
        }
    }

    /// <summary>The share of points that lie farther from the middle line of every bar than three of its deviations.</summary>
    private static double OffTheBars(FeatureMatrix points) => Enumerable.Range(0, points.Count).Count(at => points.Row(at).ToArray().All(Bars4Source.IsFarFromBars)) / (double)points.Count;

    /// <summary>Numbers of two sorts as points of the plane.</summary>
    private static FeatureMatrix Joined(float[] first, float[] second) => new(first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second }).ToArray(), 2);
}
