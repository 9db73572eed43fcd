using Belamy.Data;
using Belamy.Metrics;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Metrics;

public sealed class ImageClassifierTests
{
    [Fact]
    public void Obtain_trains_once_and_then_reads_the_cache()
    {
        using var folder = new TemporaryFolder();
        ImageDataset data = Halves();
        int calls = 0;
        using (ImageClassifier trained = Obtain(data, folder.Path, () => calls++))
        {
            // Which half is bright can be told from any pixel; a network that has learned nothing gets half right.
            Assert.InRange(trained.Accuracy, 0.95, 1);
            Assert.True(calls > 0);
        }

        calls = 0;
        using ImageClassifier cached = Obtain(data, folder.Path, () => calls++);
        Assert.Equal(0, calls);
        var item = new float[data.ItemLength];
        data.Read(7, item);
        (int[] classes, float[] confidences) = cached.Classify(item);
        Assert.Equal(data.Labels[7], Assert.Single(classes));
        Assert.InRange(Assert.Single(confidences), 0.5f, 1f);
    }

    [Fact]
    public void Obtain_data_without_labels_names_data_that_have_them()
    {
        var data = new ImageDataset("pictures", 1, 8, 8, new byte[64 * 3]);
        Assert.Contains("digits, mnist or fashion", Assert.Throws<BelamyException>(() => ImageClassifier.Obtain(data, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_judges_every_sample_and_the_shares_add_up()
    {
        using var folder = new TemporaryFolder();
        using ImageClassifier classifier = Obtain(Halves(), folder.Path, () => { });
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 8, 8]);
        DigitReport report = DigitReport.Create(classifier, game.RequireGenerator(), 70, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(70, report.Count);
        Assert.Equal(1, report.ClassShares.Sum(), 1e-12);
        Assert.InRange(report.Recognized, 0, 1);
        Assert.InRange(report.MeanConfidence, 0.5, 1);
    }

    [Fact]
    public void A_report_scores_all_images_in_one_part()
    {
        using var folder = new TemporaryFolder();
        using ImageClassifier classifier = Obtain(Halves(), folder.Path, () => { });
        // KL of (0.9, 0.1) and of (0.1, 0.9) from their mean (½, ½), by hand: 0.9 ln 1.8 + 0.1 ln 0.2.
        DigitReport report = DigitReport.Create(classifier, new FeatureMatrix(new[] { 0.9f, 0.1f, 0.1f, 0.9f }, 2));
        Assert.Equal(Math.Exp((0.9 * Math.Log(1.8)) + (0.1 * Math.Log(0.2))), report.Score, 1e-6);
    }

    [Fact]
    public void Mode_score_by_a_classifier_of_other_classes_is_refused()
    {
        using var folder = new TemporaryFolder();
        using ImageClassifier classifier = Obtain(Halves(), folder.Path, () => { });
        var others = new ImageDataset("others", 1, 8, 8, new byte[64 * 2], [0, 1], ["one", "two"]);
        Metric metric = Metric.Find("mode-score");
        Assert.Null(metric.Obstacle(new MetricInput(others, Halves()) { Classifier = classifier }));
        Assert.Equal("it needs data with the classes of the classifier", metric.Obstacle(new MetricInput(others, others) { Classifier = classifier }));
    }

    // The judge never saw the pictures that count: by chance it is right on half, within a few of the deviation.
    [Fact]
    public void Two_samples_are_told_apart_only_if_their_laws_differ()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ImageDataset halves = Halves();
        int[] left = [.. Enumerable.Range(0, halves.Count).Where(at => halves.Labels[at] == 0)], right = [.. Enumerable.Range(0, halves.Count).Where(at => halves.Labels[at] == 1)];
        TwoSampleResult Compare(int[] first, int[] second) =>
            ClassifierTwoSample.Compute(new DatasetPart(halves, first), new DatasetPart(halves, second), cancellationToken: cancellation);
        Assert.InRange(Compare(left[..1000], right[..1000]).Accuracy, 0.95, 1);
        Assert.InRange(Compare(left[..700], left[700..1400]).Accuracy, 0.3, 0.7);
    }

    private static ImageClassifier Obtain(Dataset data, string folder, Action called) =>
        ImageClassifier.Obtain(data, _ => called(), folder, TestContext.Current.CancellationToken);

    /// <summary>Pictures of 8×8 whose left or right half is bright, with noise.</summary>
    private static ImageDataset Halves()
    {
        const int Count = 3000;
        var random = new Random(3);
        var pixels = new byte[Count * 64];
        var labels = new int[Count];
        for (int at = 0; at < Count; at++)
        {
            labels[at] = random.Next(2);
            for (int pixel = 0; pixel < 64; pixel++)
                pixels[(at * 64) + pixel] = (byte)((pixel % 8 / 4 == labels[at] ? 180 : 20) + random.Next(50));
        }

        return new ImageDataset("halves", 1, 8, 8, pixels, labels, ["left", "right"]);
    }
}
