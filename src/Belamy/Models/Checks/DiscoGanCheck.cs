using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("discogan", "from 5 modes of points to 10")]
    internal static void CheckDiscoGan(ReproductionRun run)
    {
        long steps = run.Choose(20L, 5_000, 20_000);
        int count = run.Choose(200, 2_000, 10_000);
        run.Description = $"{steps:N0} steps of {DiscoGan.Batch} points about 5 modes on a circle and {DiscoGan.Batch} about 10 on another, width 64; the same with G_BA that only undoes G_AB, and, once, without reconstruction; {count:N0} points of the 5 modes translated";
        MixtureDataset five = MixtureDataset.Ring("5 modes", modes: 5, radius: 1, deviation: 0.1), ten = MixtureDataset.Ring("10 modes", modes: 10, radius: 1, deviation: 0.05);
        var data = new FieldedDataset("points", "b", ColumnOf("a", five), ColumnOf("b", ten));
        float[] points = ValuesOf(data, "a")[..(2 * count)];
        List<Image> pictures = [];
        (MixtureModes Modes, double Back)[] both = Play(DiscoGan, "both ways");
        (MixtureModes Modes, double Back)[] one = Play(DiscoGan with { IsCoupled = false }, "one way");
        (MixtureModes Modes, double Back)[] none = Play(DiscoGan with { Cycle = 0 }, "without reconstruction", seeds: 1);
        run.Picture = ImageGrid.Stack(pictures);
        run.Effect("modes covered, of 10, by learning both ways", [.. both.Select(play => (double)play.Modes.Covered)], [.. one.Select(play => (double)play.Modes.Covered)], published: "all, against some (figure 4)");
        run.Tell("modes covered without reconstruction", [.. none.Select(play => (double)play.Modes.Covered)]);
        run.Works("mean absolute error of points there and back", [.. both.Select(play => play.Back)], Ask.AtMost(0.15));
        run.Tell("mean absolute error without reconstruction", [.. none.Select(play => play.Back)]);
        run.Works("translations within 3 deviations of a mode, %", [.. both.Select(play => 100 * play.Modes.HighQuality)], Ask.AtLeast(40));

        (MixtureModes, double)[] Play(DiscoGan recipe, string label, int seeds = SeedStatistics.FewestSeeds) => run.Each(recipe, data, steps, label, trained =>
        {
            using var there = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            using var andBack = new TrainedFunction(trained.Game.Functions[1], trained.Recipe.Seed);
            float[] made = there.Apply(points), again = andBack.Apply(made);
            if (trained.Recipe.Seed == run.Seed)
                pictures.Add(Plot(made, label));
            return (MixtureModes.Compute(new FeatureMatrix(made, 2), MixtureLaw.Of(ten)!), MeanDistance(again, points));
        }, seeds);

        Image Plot(float[] made, string label)
        {
            var plot = new ScatterPlot { Title = $"5 modes to 10, {label}", Scale = ten.Scale, Size = 480, Bounds = (-3, 3) };
            plot.SetReal(ValuesOf(data, "b").AsSpan()[..made.Length]);
            plot.SetGenerated(made);
            return plot.Draw();
        }
    }

    private static ArrayColumn ColumnOf(string name, MixtureDataset points) =>
        new(new Field(name, new Points(points.ItemLength) { Scale = points.Scale }), new Rows(name, points.Count), ItemFunction.Read(points));
}
