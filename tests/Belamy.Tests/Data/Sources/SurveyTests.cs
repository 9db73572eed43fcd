using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Metrics;

namespace Belamy.Tests.Data;

public sealed class SurveyTests
{
    private static readonly FieldedDataset Survey = (FieldedDataset)Datasets.Open("survey");

    private static TableRows Kind => (TableRows)Survey.Main.Field.Kind;

    [Fact]
    public void Survey_has_columns_of_every_sort()
    {
        Assert.Equal("row", Survey.Main.Field.Name);
        Assert.Equal(10_000, Survey.Count);
        Assert.Equal(["age", "schooling", "occupation", "region", "household", "hours", "commute", "savings", "joined", "income"], Kind.Columns.Select(column => column.Name));
        Assert.Equal([NumberForm.Whole, NumberForm.Whole, NumberForm.Number, NumberForm.Whole, NumberForm.Date], Kind.Columns.OfType<NumberColumn>().Select(column => column.Form));
        Assert.Equal(["commute"], Kind.Columns.OfType<NumberColumn>().Where(column => column.HasMissing).Select(column => column.Name));
        Assert.Equal(["low", "high"], ((CategoryColumn)Kind.Columns[^1]).Categories);
        Assert.All(Kind.Columns.OfType<NumberColumn>(), column => Assert.InRange(column.Modes.Count, 2, 10));
    }

    [Fact]
    public void Test_part_is_of_other_people_in_the_same_columns()
    {
        Dataset test = Datasets.Open("survey", new DataOptions { Split = DataSplit.Test });
        Assert.Equal(5_000, test.Count);
        Assert.Equal(Kind, test.Main.Field.Kind);
        ClosestRecordScores scores = ClosestRecord.Compute(Kind, Rows(Survey, 1000), Rows(test, 1000), Rows(Survey, 500), TestContext.Current.CancellationToken);
        Assert.Equal(1, scores.Nearer);
        Assert.InRange(scores.RealCopies, 0, 0.05);
    }

    // Without something to be learned the table would say nothing of a system.
    [Fact]
    public void Income_follows_from_the_other_columns()
    {
        Dataset test = Datasets.Open("survey", new DataOptions { Split = DataSplit.Test });
        ClassifierScores scores = SyntheticTraining.Compute(Kind, Rows(Survey, 4000), Rows(test, 2000), "income", TestContext.Current.CancellationToken);
        Assert.InRange(scores.F1, 0.6, 0.9);
        Assert.Equal(0.5, DetectionByClassifier.Compute(Kind, Rows(Survey, 2000), Rows(test, 2000), TestContext.Current.CancellationToken).Area, 0.04);
    }

    private static FeatureMatrix Rows(Dataset data, int count)
    {
        var values = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, count)], values);
        return new FeatureMatrix(values, data.ItemLength);
    }
}
