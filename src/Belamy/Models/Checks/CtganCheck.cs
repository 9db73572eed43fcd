using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("ctgan", "a survey of people who do not exist: 10 columns", Revision = 2)]
    internal static void CheckCtgan(ReproductionRun run)
    {
        long steps = run.Choose(10, 4_000, 12_000);
        int count = run.Choose(400, 10_000, 10_000);
        run.Description = $"{steps:N0} steps of {Ctgan.Batch} rows; {count:N0} samples beside as many rows, a logistic regression tested on 5,000 held-out rows; without: rows are taken as they come";
        (Dataset data, Dataset test) = (run.Open("survey"), run.Open("survey", DataSplit.Test));
        var kind = (TableRows)data.Main.Field.Kind;
        FeatureMatrix real = Rows(data, count), held = Rows(test, run.Choose(400, 5_000, 5_000));
        double original = SyntheticTraining.Compute(kind, real, held, cancellationToken: run.CancellationToken).F1;
        Scores[] with = Play(Ctgan, "with conditions"), without = Play(Ctgan with { Conditioning = Conditioning.None }, "without");
        run.Effect(
            "F1 of a classifier trained on samples", [.. with.Select(one => one.F1)], [.. without.Select(one => one.F1)],
            published: "Table 4: 36.5 % less without conditions, over six data sets");
        run.Works("F1 of a classifier trained on the real above that", [.. with.Select(one => original - one.F1)], Ask.AtMost(0.2), "Adult: 0.669 - 0.601");
        run.Works("column shapes, 1 at best", [.. with.Select(one => one.Shapes)], Ask.AtLeast(0.85));
        run.Works("pair trends, 1 at best", [.. with.Select(one => one.Trends)], Ask.AtLeast(0.85));
        run.Works("samples nearer to training rows than to held-out ones", [.. with.Select(one => one.Nearer)], Ask.AtMost(0.53));
        run.Tell("F1 of a classifier trained on the real", original);

        Scores[] Play(Ctgan played, string label) => run.Each(played, data, steps, label, trained =>
        {
            Samples samples = trained.Generator.Sample(count);
            var rows = new FeatureMatrix(samples.Values.ToArray(), data.ItemLength);
            run.Picture ??= kind.Draw(samples.Values);
            return new Scores(
                SyntheticTraining.Compute(kind, rows, held, cancellationToken: run.CancellationToken).F1,
                ColumnShapes.Compute(kind, real, rows).Average(shape => shape.Score),
                PairTrends.Compute(kind, real, rows, run.CancellationToken).Average(trend => trend.Score),
                ClosestRecord.Compute(kind, real, held, rows.First(2_000), run.CancellationToken).Nearer);
        });
    }

    private static FeatureMatrix Rows(Dataset data, int count) => new(ItemFunction.Read(data, count), data.ItemLength);

    private readonly record struct Scores(double F1, double Shapes, double Trends, double Nearer);
}
