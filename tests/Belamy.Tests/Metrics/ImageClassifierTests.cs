using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;

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

    // A cache that held a classifier of 9 % gave a Fréchet distance of 4.55e-4: all that comes out of such a one is alike.
    [Theory]
    [InlineData("weights")]
    [InlineData("accuracy")]
    public void Obtain_does_not_believe_a_kept_classifier_that_does_not_recognize_what_was_held_out(string damaged)
    {
        using var folder = new TemporaryFolder();
        ImageDataset data = Halves();
        string weights;
        using (ImageClassifier trained = Obtain(data, folder.Path, () => { }))
            weights = trained.Weights;
        string file = Assert.Single(Directory.GetFiles(folder.Path));
        using (var store = new ParameterStore())
        {
            // Sound by its checksum, but what it says of itself and what it does are two things.
            Checkpoint.Load(file, store, ImageClassifier.Version, data.Fingerprint);
            foreach (Parameter parameter in store.Parameters.Where(parameter => (parameter.Name == "accuracy") == (damaged == "accuracy")))
                parameter.AsSpan<float>().Clear();
            Checkpoint.Save(file, store, new TrainingState(), ImageClassifier.Version, data.Fingerprint);
        }

        int calls = 0;
        using ImageClassifier anew = Obtain(data, folder.Path, () => calls++);
        Assert.True(calls > 0);
        Assert.Equal(weights, anew.Weights);
        Assert.InRange(anew.Accuracy, 0.95, 1);
    }

    [Fact]
    public void Features_of_other_weights_have_another_key()
    {
        using var folder = new TemporaryFolder();
        ImageDataset data = Halves();
        using ImageClassifier classifier = Obtain(data, folder.Path, () => { });
        Assert.Contains(classifier.Weights, new ClassifierFeatures(classifier).Key, StringComparison.Ordinal);
    }

    // Three times chance for many classes, 80 % for few, and more than naming the most frequent one gives where that is most items.
    [Theory]
    [InlineData(new[] { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 }, 0.3)]
    [InlineData(new[] { 50, 50 }, 0.8)]
    [InlineData(new[] { 70, 30 }, 0.85)]
    [InlineData(new[] { 100, 0 }, double.PositiveInfinity)]
    public void Least_accuracy_is_well_above_what_naming_one_class_gives(int[] counts, double least)
    {
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        string[] names = [.. Enumerable.Range(0, counts.Length).Select(label => $"{label}")];
        using ImageClassifier classifier = ImageClassifier.Train(
            new ImageDataset("counted", 1, 8, 8, new byte[labels.Length * 64], labels, names), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(least, classifier.LeastAccuracy, 1e-12);
        // Pictures that are all the same show nothing of their class.
        Assert.NotNull(classifier.Refusal);
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
        var others = new ImageDataset("others", 1, 8, 8, new byte[64 * 20], [.. Enumerable.Range(0, 20).Select(at => at % 2)], ["one", "two"]);
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
