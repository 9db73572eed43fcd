using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Metrics;

/// <summary>Measures beside values that numpy, scipy and exact fractions gave: <c>tests/golden/measures.py</c>.</summary>
public sealed class RecordedMeasuresTests
{
    private static readonly GoldenFile Recordings = GoldenFile.Load("measures.json");

    public static TheoryData<string> KernelDistances => Names("KernelDistance");

    public static TheoryData<string> Neighbours => Names("Neighbours");

    public static TheoryData<string> Holes => Names("Hole");

    public static TheoryData<string> Maps => Names("Maps");

    public static TheoryData<string> TwoSamples => Names("TwoSample");

    // Values are float32, so 6e-8 of the largest; scikit-image's window reaches as far as ours.
    [Theory]
    [MemberData(nameof(Holes))]
    public void Fills_and_fidelity_of_holes_are_those_of_scipy_and_scikit_image(string name)
    {
        GoldenCase recorded = Recordings[name];
        float[] truth = Values("truth"), made = Values("made"), mask = Values("mask");
        Shape shape = recorded.Inputs["truth"].Shape;
        Assert.All(HoleFilling.Harmonic(truth, mask, shape[1]).Zip(Values("harmonic")), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        HoleFidelity fidelity = HoleFidelity.Between(truth, made, mask, [1, .. shape]);
        Assert.Equal(recorded.Outputs["signal-to-noise"].ToScalar(), fidelity.SignalToNoise, 1e-5);
        Assert.Equal(recorded.Outputs["absolute"].ToScalar(), fidelity.Absolute, 1e-7);
        Assert.Equal(recorded.Outputs["similarity"].ToScalar(), fidelity.Similarity, 1e-6);
        // With all pixels known there is nothing to compare, and with none nothing to fill from.
        Assert.Throws<ArgumentException>(() => HoleFidelity.Between(truth, made, new float[mask.Length], [1, .. shape]));
        Assert.All(HoleFilling.Harmonic(truth, [.. mask.Select(_ => 1f)], shape[1]), value => Assert.Equal(0, value));

        float[] Values(string field) => [.. recorded.Inputs[field].ToDoubles().Select(value => (float)value)];
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Accuracy_overlap_and_regions_of_maps_are_those_of_numpy_and_scikit_image(string name)
    {
        GoldenCase recorded = Recordings[name];
        float[] truth = Values("truth"), made = Values("made");
        Shape shape = recorded.Inputs["truth"].Shape;
        int ignored = (int)recorded.Inputs["ignored"].ToDoubles()[0];
        SegmentationAccuracy accuracy = SegmentationAccuracy.Between(truth, made, shape[1], shape[2], ignored < 0 ? null : ignored);
        Assert.Equal(recorded.Outputs["pixels"].ToScalar(), accuracy.PixelAccuracy, 1e-8);
        Assert.Equal(recorded.Outputs["overlap"].ToScalar(), accuracy.MeanOverlap, 1e-8);
        Assert.Equal(recorded.Outputs["spurious"].ToScalar(), accuracy.SpuriousRegions, 1e-8);
        Assert.Equal(new SegmentationAccuracy(1, 1, 0), SegmentationAccuracy.Between(truth, truth, shape[1], shape[2]));
        // Nothing is left to be counted, or not as many maps.
        Assert.Throws<ArgumentException>(() => SegmentationAccuracy.Between(new float[6], new float[6], 2, 3, 0));
        Assert.Throws<ArgumentException>(() => SegmentationAccuracy.Between(truth, made.AsSpan(1), shape[1], shape[2]));

        float[] Values(string field) => [.. recorded.Inputs[field].ToDoubles().Select(value => (float)value)];
    }

    // Recorded with nine digits. Plain float32 products are wrong in the fourth around 100, and in the first where all rows are near.
    [Theory]
    [MemberData(nameof(KernelDistances))]
    public void Kernel_distances_are_those_of_exact_fractions(string name)
    {
        GoldenCase recorded = Recordings[name];
        double distance = recorded.Output.ToScalar();
        (double mean, _) = KernelDistance.Between(Rows(recorded, "first"), Rows(recorded, "second"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(distance, mean, 2e-6 * Math.Abs(distance));
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Balls_hold_their_border_and_doubles(string name)
    {
        GoldenCase recorded = Recordings[name];
        foreach ((FeatureMatrix real, FeatureMatrix generated) in Forms(recorded))
        {
            PrecisionRecallScores scores = PrecisionRecall.Compute(real, generated, (int)recorded.Inputs["k"].ToDoubles()[0], TestContext.Current.CancellationToken);
            Assert.Equal(recorded.Outputs["precision"].ToScalar(), scores.Precision, 1e-8);
            Assert.Equal(recorded.Outputs["recall"].ToScalar(), scores.Recall, 1e-8);
            Assert.Equal(recorded.Outputs["density"].ToScalar(), scores.Density, 1e-8);
            Assert.Equal(recorded.Outputs["coverage"].ToScalar(), scores.Coverage, 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(TwoSamples))]
    public void Neighbours_that_are_equally_near_share_the_judgement(string name)
    {
        GoldenCase recorded = Recordings[name];
        foreach ((FeatureMatrix real, FeatureMatrix generated) in Forms(recorded))
        {
            TwoSampleResult result = TwoSampleTest.NearestNeighbour(real, generated, TestContext.Current.CancellationToken);
            Assert.Equal(recorded.Outputs["accuracy"].ToScalar(), result.Accuracy, 1e-8);
            Assert.Equal(recorded.Outputs["real"].ToScalar(), result.RealAccuracy, 1e-8);
            Assert.Equal(recorded.Outputs["generated"].ToScalar(), result.GeneratedAccuracy, 1e-8);
        }
    }

    [Fact]
    public void On_a_line_the_sliced_distance_of_order_one_is_the_distance()
    {
        GoldenCase recorded = Recordings["on a line"];
        Assert.Equal(recorded.Output.ToScalar(), SlicedWasserstein.Between(Rows(recorded, "first"), Rows(recorded, "second"), order: 1, cancellationToken: TestContext.Current.CancellationToken), 1e-6);
    }

    /// <summary>The rows as they are, and with so many zeros behind them that the compiled program takes their distances.</summary>
    private static IEnumerable<(FeatureMatrix Real, FeatureMatrix Generated)> Forms(GoldenCase recorded)
    {
        (FeatureMatrix real, FeatureMatrix generated) = (Rows(recorded, "real"), Rows(recorded, "generated"));
        yield return (real, generated);
        const int Wide = 4096;
        // Doubles come last: the largest of these sets have 10,000 pairs.
        if (real.Count == 100)
            yield return (Widened(real, Wide), Widened(generated, Wide));
    }

    private static FeatureMatrix Widened(FeatureMatrix rows, int dimension)
    {
        var values = new float[rows.Count * dimension];
        for (int row = 0; row < rows.Count; row++)
            rows.Row(row).CopyTo(values.AsSpan(row * dimension));
        return new FeatureMatrix(values, dimension);
    }

    private static FeatureMatrix Rows(GoldenCase recorded, string name)
    {
        NDArray array = recorded.Inputs[name];
        return new FeatureMatrix(Array.ConvertAll(array.ToDoubles(), value => (float)value), array.Shape[1]);
    }

    private static TheoryData<string> Names(string kind) => [.. Recordings.OfKind(kind).Select(one => one.Name)];
}
