using Belamy.Diagnosis;
using Belamy.Tests.Training;

namespace Belamy.Tests.Diagnosis;

public sealed class SampleMeasureTests
{
    private static readonly GaussianData Data = new(300, 0, 0.5, 11);

    [Fact]
    public void Other_items_of_the_same_distribution_are_as_diverse_and_near()
    {
        var measure = new SampleMeasure(Data);
        // Every item but those that the measure compares with would do; the odd ones are among them.
        Samples samples = Pick(at => (at * 4) + 1);
        // 64 draws of 11 values: their means of distances scatter by a few percent.
        Assert.InRange(measure.Diversity(samples)!.Value, 0.9, 1.1);
        Assert.InRange(measure.Distance(samples)!.Value, -0.05, 0.05);
    }

    [Fact]
    public void Items_of_the_data_are_copies()
    {
        Assert.Equal(0, new SampleMeasure(Data).Nearest(Pick(at => at))!.Value);
    }

    // Of many items too: copies of any of them are found, not of a part alone.
    [Fact]
    public void Items_of_large_data_are_copies()
    {
        const int Items = 20_000, Length = 40;
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, Items * Length).Select(_ => (2 * random.NextSingle()) - 1)];
        var measure = new SampleMeasure(new Belamy.Data.ArrayDataset("large", [Length], values));
        float[] copies = [.. Enumerable.Range(0, 64).SelectMany(at => values.Skip(((at * 311) + 7) * Length).Take(Length))];
        Assert.Equal(0, measure.Nearest(new Samples([Length], copies))!.Value);
        float[] others = [.. Enumerable.Range(0, 64 * Length).Select(_ => (2 * random.NextSingle()) - 1)];
        Assert.InRange(measure.Nearest(new Samples([Length], others))!.Value, 0.9, 1.1);
    }

    [Fact]
    public void Distance_of_one_point_to_itself_and_another_is_by_the_formula()
    {
        // Data at 0 and 1 alternately; samples all at 3: d(S, R) = 2.5 in the mean, d(S, S) = 0, d(R, R) = 32 · 32 / 2016.
        var data = new Belamy.Data.ArrayDataset("two", [1], [.. Enumerable.Range(0, 64).Select(at => (float)(at % 2))]);
        var measure = new SampleMeasure(data);
        var samples = new Samples([1], [.. Enumerable.Repeat(3f, 64)]);
        double within = 32 * 32 / 2016.0;
        Assert.Equal(within, measure.DataDiversity, 1e-12);
        Assert.Equal(0, measure.Diversity(samples));
        Assert.Equal((5 - within) / within, measure.Distance(samples)!.Value, 1e-12);
        // Every item is there more than once, so there is no distance to the nearest to compare with.
        Assert.Null(measure.Nearest(samples));
    }

    [Fact]
    public void Data_without_diversity_give_no_measures()
    {
        var measure = new SampleMeasure(new GaussianData(80, 0.3, 0, 2));
        var samples = new Samples([2], new float[128]);
        Assert.Equal(0, measure.DataDiversity);
        Assert.Null(measure.Diversity(samples));
        Assert.Null(measure.Distance(samples));
    }

    private static Samples Pick(Func<int, int> index)
    {
        var values = new float[64 * Data.ItemLength];
        for (int at = 0; at < 64; at++)
            Data.Read(index(at), values.AsSpan(at * Data.ItemLength));
        return new Samples([Data.ItemLength], values);
    }
}
