using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Metrics;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Metrics;

/// <summary>Measures of tables beside values that numpy and scipy gave: <c>tests/golden/tables.py</c>.</summary>
public sealed class TableMetricsTests
{
    private const double Missing = -999;
    private static readonly GoldenCase Recorded = GoldenFile.Load("tables.json")["people"];

    private static readonly TableRows People = new(
    [
        new NumberColumn("age", NumberForm.Whole, [new NumberMode(53.5, 10, 1)]) { Minimum = 17, Maximum = 90, Decimals = 0 },
        new NumberColumn("wage", NumberForm.Number, [new NumberMode(100, 25, 1)]) { Minimum = 0, Maximum = 200, Decimals = 2, HasMissing = true },
        new CategoryColumn("region", ["0", "1", "2"]),
        new CategoryColumn("job", ["0", "1", "2", "3", "4"]),
        new CategoryColumn("income", ["0", "1"]),
    ]);

    private static FeatureMatrix Real => Rows("real");

    private static FeatureMatrix Held => Rows("held");

    private static FeatureMatrix Generated => Rows("generated");

    [Fact]
    public void Column_shapes_are_those_of_scipy()
    {
        IReadOnlyList<ColumnShape> shapes = ColumnShapes.Compute(People, Real, Generated);
        Assert.Equal(["age", "wage", "region", "job", "income"], shapes.Select(shape => shape.Column));
        AssertRecorded("shapes", shapes.Select(shape => shape.Score));
    }

    [Fact]
    public void Pair_trends_are_those_of_numpy() =>
        AssertRecorded("pairs", PairTrends.Compute(People, Real, Generated, TestContext.Current.CancellationToken).Select(trend => trend.Score));

    // Two ways to the least of one convex function: nine digits of it are known, and fewer of where it lies.
    [Fact]
    public void Detection_is_that_of_an_exact_regression()
    {
        (double area, double deviation) = DetectionByClassifier.Compute(People, Real, Generated, TestContext.Current.CancellationToken);
        AssertRecorded("area", [area], 2e-4);
        AssertRecorded("deviation", [deviation], 2e-4);
    }

    [Fact]
    public void Training_on_either_is_that_of_an_exact_regression()
    {
        AssertScores("income by samples", Generated, null);
        AssertScores("income by the real", Real, "income");
        AssertScores("job by samples", Generated, "job");
    }

    [Fact]
    public void Closest_records_are_those_of_all_pairs()
    {
        ClosestRecordScores scores = ClosestRecord.Compute(People, Real, Held, Generated, TestContext.Current.CancellationToken);
        AssertRecorded("closest", [scores.Median, scores.Copies, scores.RealMedian, scores.RealCopies, scores.Nearer], 1e-6);
    }

    [Fact]
    public void Rows_beside_themselves_are_alike_in_everything()
    {
        Assert.All(ColumnShapes.Compute(People, Real, Real), shape => Assert.Equal(1, shape.Score));
        Assert.All(PairTrends.Compute(People, Real, Real, TestContext.Current.CancellationToken), trend => Assert.Equal(1, trend.Score, 1e-12));
        Assert.Equal(0.5, DetectionByClassifier.Compute(People, Real, Real, TestContext.Current.CancellationToken).Area, 1e-6);
        Assert.Equal(1, ClosestRecord.Compute(People, Real, Held, Real.First(240), TestContext.Current.CancellationToken).Copies);
    }

    [Fact]
    public void Metrics_of_tables_are_found_and_measure_rows()
    {
        var input = new MetricInput(Table("generated", Generated), Table("real", Real)) { HeldOut = Table("held", Held) };
        foreach (string name in new[] { "column-shapes", "trends", "table-detection", "tstr", "dcr" })
        {
            Metric metric = Metric.Find(name);
            Assert.Null(metric.Obstacle(input));
            IReadOnlyList<MetricValue> values = metric.Compute(input);
            Assert.All(values, value => Assert.InRange(value.Value, 0, 1));
            Assert.All(values, value => Assert.Equal("cells", value.Features));
        }

        Assert.Contains(Metric.Find("tstr").Compute(input), value => value.Note!.Contains("trained on the real it is", StringComparison.Ordinal));
        // Without rows that were not learned from nothing can be said about what is remembered.
        Assert.Contains("--held-out", Metric.Find("dcr").Obstacle(Input(Generated, Real))!, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_are_read_as_the_cells_that_they_stand_for()
    {
        // Shares of a generator are not quite 0 and 1; the cells are the same.
        float[] soft = [.. Generated.Values];
        for (int at = 0; at < soft.Length; at++)
        {
            int place = at % Generated.Dimension;
            if (place is not (0 or 2))
                soft[at] = (soft[at] * 0.9f) + 0.01f;
        }

        var blurred = new FeatureMatrix(soft, Generated.Dimension);
        Assert.Equal(ColumnShapes.Compute(People, Real, Generated), ColumnShapes.Compute(People, Real, blurred));
        Assert.Equal(
            DetectionByClassifier.Compute(People, Real, Generated, TestContext.Current.CancellationToken),
            DetectionByClassifier.Compute(People, Real, blurred, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Metrics_of_tables_refuse_what_is_none()
    {
        var points = new ArrayDataset("points", [2], new float[200]);
        var input = new MetricInput(points, points);
        foreach (string name in new[] { "column-shapes", "pair-trends", "table-detection", "train-on-synthetic", "closest-record" })
            Assert.Equal("it needs rows of a table", Metric.Find(name).Obstacle(input));
        var rows = new MetricInput(Table("generated", Generated), Table("real", Real)) { Target = "wage" };
        Assert.Equal("column wage is of numbers of 1 mode; choose one of two categories or more", Metric.Find("tstr").Obstacle(rows));
        Assert.Contains("there is no column job2", Metric.Find("tstr").Obstacle(new MetricInput(Table("generated", Generated), Table("real", Real)) { Target = "job2" })!, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_samples_of_one_category_finds_nothing()
    {
        // A generator that has lost a category is no error: it has the worst score.
        float[] low = [.. Generated.Values];
        for (int row = 0; row < Generated.Count; row++)
            (low[(row + 1) * Generated.Dimension - 2], low[(row + 1) * Generated.Dimension - 1]) = (1, 0);
        ClassifierScores scores = SyntheticTraining.Compute(People, new FeatureMatrix(low, Generated.Dimension), Held, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, scores.F1);
        Assert.InRange(scores.Accuracy, 0.1, 0.9);
    }

    private static MetricInput Input(FeatureMatrix generated, FeatureMatrix real) => new(Table("generated", generated), Table("real", real));

    private static FieldedDataset Table(string name, FeatureMatrix rows) =>
        new(name, "row", new ArrayColumn(new Field("row", People), new Rows("people", rows.Count), rows.Values.ToArray()));

    private static FeatureMatrix Rows(string name)
    {
        NDArray array = Recorded.Inputs[name];
        double[] cells = array.ToDoubles();
        int columns = array.Shape[1];
        var values = new List<float>();
        for (int row = 0; row < array.Shape[0]; row++)
        {
            ReadOnlySpan<double> here = cells.AsSpan(row * columns, columns);
            values.AddRange(People.Encode([(long)here[0], here[1] == Missing ? null : here[1], $"{here[2]}", $"{here[3]}", $"{here[4]}"]));
        }

        return new FeatureMatrix(values.ToArray(), (int)People.Shape.Count);
    }

    private static void AssertScores(string name, FeatureMatrix training, string? target)
    {
        ClassifierScores scores = SyntheticTraining.Compute(People, training, Held, target, TestContext.Current.CancellationToken);
        AssertRecorded(name, [scores.F1, scores.Accuracy], 1e-6);
    }

    private static void AssertRecorded(string name, IEnumerable<double> values, double tolerance = 1e-7)
    {
        double[] wanted = Recorded.Outputs[name].ToDoubles(), got = [.. values];
        Assert.Equal(wanted.Length, got.Length);
        for (int at = 0; at < wanted.Length; at++)
            Assert.True(Math.Abs(wanted[at] - got[at]) <= tolerance, $"{name}: number {at} is {got[at]:G9} instead of {wanted[at]:G9}");
    }
}
