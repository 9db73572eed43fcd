using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Runs;

namespace Belamy.Tests.Metrics;

public sealed class MetricTests
{
    public static TheoryData<string> Names { get; } = [.. Metric.All.Select(metric => metric.Name)];

    [Fact]
    public void All_have_names_and_aliases_of_their_own()
    {
        string[] names = [.. Metric.All.SelectMany(metric => metric.Aliases.Prepend(metric.Name))];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("frechet-distance", names);
        Assert.Equal("frechet-distance", Metric.Find("FID").Name);
        Assert.Contains("did you mean fid?", Assert.Throws<BelamyException>(() => Metric.Find("fdi")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_metric_says_what_it_lacks_or_states_features_counts_and_split(string name)
    {
        Metric metric = Metric.Find(name);
        // Points have no classes and are no pictures; the mixture is known.
        var input = new MetricInput(Points(300, 1), Points(200, 2))
        {
            Count = 250,
            Split = "test",
            Mixture = new MixtureLaw(new FeatureMatrix(new float[] { 0, 0 }, 2), 1),
        };
        if (metric.Obstacle(input) is { } obstacle)
        {
            Assert.NotEqual(MetricNeeds.None, metric.Needs & ~MetricNeeds.Mixture);
            Assert.StartsWith("it needs ", obstacle, StringComparison.Ordinal);
            return;
        }

        IReadOnlyList<MetricValue> values = metric.Compute(input);
        Assert.NotEmpty(values);
        Assert.Equal(values.Count, values.DistinctBy(value => value.Name).Count());
        foreach (MetricValue value in values)
        {
            Assert.True(double.IsFinite(value.Value), value.Name);
            Assert.Equal("values", value.Features);
            Assert.InRange(value.Generated, 1, 250);
            Assert.InRange(value.Real, 0, 200);
            Assert.Equal(value.Real == 0 ? "" : "test", value.Split);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_metric_gives_the_same_again(string name)
    {
        Metric metric = Metric.Find(name);
        var mixture = new MixtureLaw(new FeatureMatrix(new float[] { 0, 0 }, 2), 1);
        MetricInput[] inputs = [.. Enumerable.Range(0, 2).Select(_ => new MetricInput(Points(100, 1), Points(90, 2)) { Mixture = mixture })];
        if (metric.Obstacle(inputs[0]) is null)
            Assert.Equal(metric.Compute(inputs[0]), metric.Compute(inputs[1]));
    }

    [Fact]
    public void Pictures_metrics_run_on_labelled_pictures_with_a_classifier()
    {
        using ImageClassifier classifier = ImageClassifier.Train(Pictures(400, 1), cancellationToken: TestContext.Current.CancellationToken);
        var input = new MetricInput(Pictures(300, 2), Pictures(320, 3)) { Classifier = classifier, Features = new ClassifierFeatures(classifier) };
        foreach (string name in (ReadOnlySpan<string>)["classifier-score", "mode-score", "structural-similarity", "patch-wasserstein", "nearest-image", "support-size", "parzen-likelihood"])
            Assert.All(Metric.Find(name).Compute(input), value => Assert.True(double.IsFinite(value.Value), value.Name));
        Assert.InRange(Metric.Find("classifier-score").Compute(input)[0].Value, 1.8, 2);
        // Trained on samples of the law that the real are of, it recognizes them.
        Assert.InRange(Metric.Find("cas").Compute(input)[0].Value, 0.95, 1);
        Assert.Null(Metric.Find("c2st").Obstacle(input));
        Assert.Contains("--features", Metric.Find("is").Obstacle(new MetricInput(input.Generated, input.Real))!, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_labelled_samples_say_who_makes_such()
    {
        Metric metric = Metric.Find("cas");
        ImageDataset real = Pictures(20, 1);
        using AssembledGame game = GeneratorDatasetTests.Conditional(real.ClassNames.Count);
        Generator generator = game.RequireGenerator();
        Assert.Null(metric.Obstacle(new MetricInput(new GeneratorDataset(generator, 20, classNames: real.ClassNames), real)));
        Assert.Contains("a model that takes classes", metric.Obstacle(new MetricInput(new GeneratorDataset(generator, 20), real)), StringComparison.Ordinal);
        var unlabelled = new ImageDataset("flat", 1, 8, 8, new byte[128]);
        Assert.Contains("a folder with a sub-folder", metric.Obstacle(new MetricInput(unlabelled, real)), StringComparison.Ordinal);
        Assert.Equal("it needs data with classes", metric.Obstacle(new MetricInput(new GeneratorDataset(generator, 20), unlabelled)));
    }

    [Fact]
    public void Metrics_of_labelled_samples_are_measured_in_training_where_classes_have_names()
    {
        ImageDataset real = Pictures(20, 1);
        using AssembledGame game = GeneratorDatasetTests.Conditional(real.ClassNames.Count);
        Measurement(real.ClassNames).Validate(game.RequireGenerator());
        Assert.StartsWith(
            "classification-accuracy: it needs samples with the classes",
            Assert.Throws<BelamyException>(() => Measurement([]).Validate(game.RequireGenerator())).Message,
            StringComparison.Ordinal);

        MetricMeasurement Measurement(IReadOnlyList<string> names) => new([Metric.Find("cas")], samples => new MetricInput(samples, real)) { ClassNames = names };
    }

    // A score of five pictures over five parts was 1 ± 0, a distance of one picture's patches a number like any other.
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_metric_refuses_items_too_few_and_says_the_number_needed(string name)
    {
        Metric metric = Metric.Find(name);
        bool isOfModes = metric.Needs.HasFlag(MetricNeeds.Mixture), isStacked = metric.Needs.HasFlag(MetricNeeds.StackedPictures), isOfRows = metric.Needs.HasFlag(MetricNeeds.TableRows), isOfTexts = metric.Needs.HasFlag(MetricNeeds.Texts), isOfSounds = metric.Needs.HasFlag(MetricNeeds.Recordings);
        using ImageClassifier classifier = ImageClassifier.Train(Pictures(400, 1), cancellationToken: TestContext.Current.CancellationToken);
        // One picture can be a copy; of few real ones it cannot be said.
        Dataset few = Items(5, 2), many = Items(300, 3);
        foreach ((Dataset generated, Dataset real) in (ReadOnlySpan<(Dataset, Dataset)>)[(few, many), (few, few)])
        {
            MetricInput input = Input(generated, real);
            if (name == "nearest-image" && real == many)
            {
                Assert.Null(metric.Obstacle(input));
                continue;
            }

            Assert.Matches(@"^it needs at least \d\d+ (samples|real items), .*there are 5$", metric.Refusal(input));
            Assert.Equal(metric.Refusal(input), Assert.Throws<BelamyException>(() => metric.Compute(input)).Message);
        }

        if (name != "mode-score")
            Assert.Null(metric.Refusal(Input(many, many)));

        Dataset Items(int count, int seed) => isOfSounds ? Sounds(count, seed) : isOfTexts ? Texts(count, seed) : isOfRows ? Rows(count, seed) : isOfModes ? Points(count, seed) : isStacked ? Stacked(count, seed) : Pictures(count, seed);
        MetricInput Input(Dataset generated, Dataset real) => new(generated, real)
        {
            HeldOut = isOfRows ? many : null,
            Classifier = isOfModes || isOfRows || isOfTexts || isOfSounds ? null : classifier,
            Features = isOfModes ? new PixelFeatures([2]) : isOfRows || isOfTexts ? new PixelFeatures(new Tensors.Shape(real.ItemShape)) : isOfSounds ? new PixelFeatures(Spectrogram.Item) : new ClassifierFeatures(classifier, new Tensors.Shape(real.ItemShape)),
            Mixture = isOfModes ? new MixtureLaw(new FeatureMatrix(new float[] { 0, 0 }, 2), 1) : null,
        };
        static FieldedDataset Sounds(int count, int seed)
        {
            var rows = new Rows("hums", count);
            return new FieldedDataset("hums", "sound", new ArrayColumn(new Field("sound", new Sounds(1024, 8000)), rows, NormalSamples.Create(count, 1024, seed).Values.ToArray()),
                new ArrayColumn(new Field("class", new Classes(["low", "high"])), rows, [.. Enumerable.Range(0, count).Select(at => (float)(at % 2))]));
        }

        static FieldedDataset Texts(int count, int seed)
        {
            Dataset all = Datasets.Open("expressions");
            var values = new float[count * all.ItemLength];
            all.ReadBatch([.. Enumerable.Range(seed * 300, count)], values);
            return new FieldedDataset("texts", "text", new ArrayColumn(all.Main.Field, new Rows("texts", count), values));
        }

        static FieldedDataset Rows(int count, int seed)
        {
            var random = new Random(seed);
            var kind = new TableRows([new NumberColumn("size", NumberForm.Number, [new NumberMode(0, 1, 1)]) { Minimum = -4, Maximum = 4 }, new CategoryColumn("sign", ["low", "high"])]);
            float[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 8 - 4).SelectMany(number => kind.Encode([number, number > 1 ? "high" : "low"]))];
            return new FieldedDataset("rows", "row", new ArrayColumn(new Field("row", kind), new Rows("rows", count), values));
        }

        static ImageDataset Stacked(int count, int seed)
        {
            ImageDataset single = Pictures(3 * count, seed);
            return new ImageDataset("stacked", 3, 8, 8, [.. Enumerable.Range(0, 3 * count).SelectMany(at => single.Pixels(at).ToArray())]);
        }
    }

    [Fact]
    public void A_score_is_of_as_many_parts_as_can_show_all_classes()
    {
        using ImageClassifier classifier = ImageClassifier.Train(Pictures(400, 1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((null, "of 1 to 2; few items, 200 or more are wanted"), Score(39));
        Assert.Equal("of 1 to 2; ± over 3 parts; few items, 200 or more are wanted", Score(75).Note);
        Assert.Equal("of 1 to 2; ± over 10 parts", Score(200).Note);

        (double? Spread, string? Note) Score(int count)
        {
            MetricValue value = Metric.Find("is").Compute(new MetricInput(Pictures(count, 2), Pictures(20, 3)) { Classifier = classifier })[0];
            return (value.Spread, value.Note);
        }
    }

    [Fact]
    public void Figures_that_rest_on_a_classifier_show_how_often_it_is_right()
    {
        using ImageClassifier classifier = ImageClassifier.Train(Pictures(400, 1), cancellationToken: TestContext.Current.CancellationToken);
        var input = new MetricInput(Pictures(50, 2), Pictures(50, 3)) { Classifier = classifier, Features = new ClassifierFeatures(classifier) };
        Assert.Equal("halves classifier, right on 100.0 %", classifier.Title);
        foreach (Metric metric in Metric.All.Where(metric => metric.Obstacle(input) is null && (metric.Needs & (MetricNeeds.Features | MetricNeeds.ClassProbabilities)) != 0))
            Assert.All(metric.Compute(input), value => Assert.StartsWith(classifier.Title, value.Features, StringComparison.Ordinal));
        Assert.Contains(classifier.Title, Metric.Find("ms-ssim").Compute(input)[0].Features, StringComparison.Ordinal);
    }

    // Labels that have nothing to do with the pictures: the classifier guesses, so all that rests on it is refused.
    [Fact]
    public void A_judge_that_guesses_may_not_speak_anywhere()
    {
        ImageDataset pictures = Pictures(400, 1);
        var random = new Random(5);
        var guessed = new ImageDataset(
            "guessed", 1, 8, 8, [.. Enumerable.Range(0, 400).SelectMany(at => pictures.Pixels(at).ToArray())], [.. Enumerable.Range(0, 400).Select(_ => random.Next(2))], ["left", "right"]);
        using ImageClassifier classifier = ImageClassifier.Train(guessed, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(classifier.Accuracy, 0.2, 0.79);
        Assert.Equal(0.8, classifier.LeastAccuracy);
        Assert.Matches("^the classifier of guessed is right on .* and judges nothing below 80.0 %$", classifier.Refusal);
        var input = new MetricInput(Pictures(300, 2), guessed) { Classifier = classifier, Features = new ClassifierFeatures(classifier) };
        string[] refused = [.. Metric.All.Where(metric => metric.Refusal(input)?.Contains("judges nothing", StringComparison.Ordinal) == true).Select(metric => metric.Name)];
        Assert.Equal(
            ["classifier-score", "density-coverage", "frechet-distance", "kernel-distance", "mode-score", "precision-recall", "sliced-wasserstein", "two-sample"], refused);
        // What does not rest on it is measured; pairs are then of any classes.
        Assert.Equal("pixels, pairs", Metric.Find("ms-ssim").Compute(input)[0].Features);

        using AssembledGame game = GeneratorDatasetTests.Conditional(classes: 2);
        Generator generator = game.RequireGenerator();
        var measurement = new MetricMeasurement([Metric.Find("fid")], samples => new MetricInput(samples, guessed) { Classifier = classifier, Features = new ClassifierFeatures(classifier) });
        Assert.StartsWith("frechet-distance: the classifier of guessed", Assert.Throws<BelamyException>(() => measurement.Validate(generator)).Message, StringComparison.Ordinal);
        Assert.Equal(classifier.Refusal, Assert.Throws<BelamyException>(() => DigitReport.Create(classifier, generator, 20, cancellationToken: TestContext.Current.CancellationToken)).Message);
        Assert.Equal(classifier.Refusal, Assert.Throws<BelamyException>(() => classifier.Classify(new float[64])).Message);
        Assert.Equal(classifier.Refusal, Assert.Throws<BelamyException>(() => classifier.Analyze(new float[64], [], new float[128])).Message);
        Assert.Equal(classifier.Refusal, Assert.Throws<BelamyException>(() => DigitReport.Create(classifier, new FeatureMatrix(new float[2], 2))).Message);
    }

    [Fact]
    public void Samples_too_few_for_a_metric_are_named_in_training_with_the_metric()
    {
        ImageDataset real = Pictures(50, 1);
        using AssembledGame game = GeneratorDatasetTests.Conditional(classes: 2);
        var measurement = new MetricMeasurement([Metric.Find("swd"), Metric.Find("c2st")], samples => new MetricInput(samples, real)) { Count = 12 };
        string message = Assert.Throws<BelamyException>(() => measurement.Take(game.RequireGenerator(), TestContext.Current.CancellationToken)).Message;
        Assert.Equal("classifier-two-sample: it needs at least 40 samples, there are 12", message);
    }

    [Fact]
    public void Stacked_pictures_are_classified_channel_by_channel()
    {
        ImageDataset single = Pictures(400, 1);
        using ImageClassifier classifier = ImageClassifier.Train(single, cancellationToken: TestContext.Current.CancellationToken);
        // Channels left, right, left: one of eight combinations.
        int left = single.Labels.IndexOf(0);
        int right = single.Labels.IndexOf(1);
        byte[] pixels = [.. single.Pixels(left), .. single.Pixels(right), .. single.Pixels(left)];
        var stacked = new ImageDataset("stacked", 3, 8, 8, [.. Enumerable.Repeat(pixels, 20).SelectMany(values => values)]);
        var input = new MetricInput(stacked, stacked) { Classifier = classifier, Features = new ClassifierFeatures(classifier, new Tensors.Shape(stacked.ItemShape)) };
        Assert.Equal(3 * 128, input.GeneratedFeatures.Dimension);
        IReadOnlyList<MetricValue> values = Metric.Find("stacked-modes").Compute(input);
        Assert.Equal(1, values[0].Value);
        Assert.Equal(Math.Log(8), values[1].Value, 1e-9);
    }

    [Fact]
    public void Statistics_of_real_data_are_kept_under_all_they_depend_on()
    {
        using var folder = new TemporaryFolder();
        Dataset real = Points(200, 2);
        GaussianStatistics computed = Input(100, "all").RealStatistics;
        Assert.Single(Directory.GetFiles(folder.Path));
        GaussianStatistics kept = Input(100, "all").RealStatistics;
        Assert.Equal(computed.Covariance, kept.Covariance);
        Assert.Equal(0, FrechetDistance.Between(computed, kept), 1e-9);
        // A single bit, in the mean or the covariance, makes other statistics of them.
        foreach (int fromEnd in (ReadOnlySpan<int>)[2, 18, 40])
        {
            string file = Assert.Single(Directory.GetFiles(folder.Path));
            byte[] content = File.ReadAllBytes(file);
            content[^fromEnd] ^= 1;
            File.WriteAllBytes(file, content);
            GaussianStatistics anew = Input(100, "all").RealStatistics;
            Assert.Equal(computed.Covariance, anew.Covariance);
            Assert.Equal(computed.Mean, anew.Mean);
        }

        _ = Input(150, "all").RealStatistics;
        _ = Input(100, "train").RealStatistics;
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
        // A damaged file is made anew, not believed.
        foreach (string file in Directory.GetFiles(folder.Path))
            File.WriteAllText(file, "no statistics");
        Assert.Equal(computed.Covariance, Input(100, "all").RealStatistics.Covariance);

        MetricInput Input(int count, string split) => new(Points(50, 1), real) { Count = count, Split = split, CacheFolder = folder.Path };
    }

    [Fact]
    public void Fewer_real_items_are_the_first_of_the_same_permutation()
    {
        Dataset real = Points(200, 2);
        var few = new MetricInput(Points(50, 1), real) { Count = 30 };
        var many = new MetricInput(Points(50, 1), real) { Count = 120 };
        Assert.Equal(many.RealFeatures.First(30).Values.ToArray(), few.RealFeatures.Values.ToArray());
        Assert.NotEqual(real.ReadAll(30), few.RealFeatures.Values.ToArray());
    }

    [Fact]
    public void Pixels_of_large_pictures_are_averaged()
    {
        var features = new PixelFeatures([1, 64, 64]);
        Assert.Equal(1024, features.Dimension);
        var item = new float[64 * 64];
        (item[0], item[1], item[64], item[65]) = (1, 1, 1, 0);
        var found = new float[1024];
        features.Extract(item, found);
        Assert.Equal(0.75f, found[0]);
        Assert.Equal(0, found[1]);
        Assert.Contains("32×32", features.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_large_films_and_volumes_are_averaged_and_small_ones_stay()
    {
        var features = new PixelFeatures([1, 16, 16, 16]);
        Assert.Equal((1000, "values, averaged to 10×10×10"), (features.Dimension, features.Name));
        var item = new float[16 * 16 * 16];
        // The last of ten cells takes those from 14 on, two along each axis.
        item[^1] = item[(15 * 16 + 15) * 16 + 14] = 1;
        var found = new float[1000];
        features.Extract(item, found);
        Assert.Equal(2 / 8f, found[^1]);
        Assert.Equal(2 / 8f, found.Sum());
        Assert.Equal((512, "values"), (new PixelFeatures([1, 8, 8, 8]).Dimension, new PixelFeatures([1, 8, 8, 8]).Name));
        // A sound: runs of four.
        var sound = new PixelFeatures([1, 4096]);
        var averaged = new float[sound.Dimension];
        sound.Extract([.. Enumerable.Range(0, 4096).Select(at => (float)(at % 4))], averaged);
        Assert.Equal(Enumerable.Repeat(1.5f, 1024), averaged);
    }

    [Fact]
    public void Sounds_are_seen_as_spectrograms_drawn_once()
    {
        var kind = new Sounds(1024, 8000);
        var sounds = new FieldedDataset("hums", "sound", new ArrayColumn(new Field("sound", kind), new Rows("hums", 12), [.. Enumerable.Range(0, 12 * 1024).Select(at => MathF.Sin(at * (1 + at / 1024) / 50f))]));
        var samples = new ArrayDataset("samples", [1, 1024], sounds.ReadAll(12), []);
        var input = new MetricInput(samples, sounds);
        Assert.Equal(("hums as spectrograms", kind, new Tensors.Shape(1, 32, 32)), (input.Real.Name, input.Kind, input.Item));
        Assert.Equal(new Spectrogram(kind).Draw(input.Part(samples, 12).ReadAll(12)), input.GeneratedItems().Values.ToArray());
        MetricInput beside = input.Beside(samples);
        Assert.Same(input.Real, beside.Real);
        Assert.Equal(kind, beside.Kind);
        Assert.NotEqual(sounds.Fingerprint, input.Real.Fingerprint);
        Assert.Same(input.Real, MetricInput.Seen(sounds));
        Assert.Same(samples, MetricInput.Seen(samples));
    }

    [Fact]
    public void What_suits_is_offered_by_kind()
    {
        var rows = new TableRows([new CategoryColumn("sign", ["low", "high"])]);
        string[] ofRows = [.. Metric.All.Where(metric => metric.Suits(rows)).Select(metric => metric.Name)];
        Assert.Equal(["closest-record", "column-shapes", "pair-trends", "table-detection", "train-on-synthetic"], ofRows);
        var texts = new Tokens(4, new Vocabulary(["a"]));
        string[] ofTexts = [.. Metric.All.Where(metric => metric.Suits(texts)).Select(metric => metric.Name)];
        Assert.Equal(["bleu", "validity"], ofTexts);
        Assert.All(Metric.All, metric => Assert.Single(new[] { metric.Suits(rows), metric.Suits(texts), metric.Suits(new Sounds(100, 8000)) }, suits => suits));
    }

    private static ArrayDataset Points(int count, int seed) => new("points", [2], NormalSamples.Create(count, 2, seed).Values.ToArray());

    /// <summary>Pictures of 8×8 whose left or right half is bright, with noise.</summary>
    private static ImageDataset Pictures(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 64];
        var labels = new int[count];
        for (int at = 0; at < count; at++)
        {
            labels[at] = random.Next(2);
            for (int pixel = 0; pixel < 64; pixel++)
                pixels[(at * 64) + pixel] = (byte)((pixel % 8 / 4 == labels[at] ? 180 : 20) + random.Next(50));
        }

        return new ImageDataset("halves", 1, 8, 8, pixels, labels, ["left", "right"]);
    }
}

file static class DatasetExtensions
{
    public static float[] ReadAll(this Dataset data, int count)
    {
        var values = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, count)], values);
        return values;
    }
}
