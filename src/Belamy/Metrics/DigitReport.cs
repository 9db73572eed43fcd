namespace Belamy.Metrics;

/// <summary>What a classifier says of generated images: how many it recognizes, and whether all classes are there.</summary>
public sealed record DigitReport
{
    /// <summary>The probability from which on an image counts as recognized.</summary>
    public const double Confidence = 0.9;

    /// <summary>Number of images judged.</summary>
    public required int Count { get; init; }

    /// <summary>The share of images that the classifier gives one class a probability of at least <see cref="Confidence"/>.</summary>
    public required double Recognized { get; init; }

    /// <summary>The mean probability of the most probable class.</summary>
    public required double MeanConfidence { get; init; }

    /// <summary>The <see cref="ClassifierScore"/> of all images in one part, from 1 to the number of classes.</summary>
    public required double Score { get; init; }

    /// <summary>The names of the classes.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The share of all images whose most probable class is each; they add up to 1.</summary>
    public required IReadOnlyList<double> ClassShares { get; init; }

    /// <summary>The share of images whose most probable class is the one they were made as; null where classes were not chosen.</summary>
    public double? Agreement { get; init; }

    /// <summary>The name of the data that the classifier was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>The share of the held-out real images that the classifier gets right.</summary>
    public required double ClassifierAccuracy { get; init; }

    /// <summary>Judges samples of a generator.</summary>
    /// <param name="classifier">A classifier of the data the generator learned from.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="count">How many samples to judge, at least 1.</param>
    /// <param name="seed">Decides the latent vectors; the generator's own seed when left out.</param>
    /// <param name="progress">Is told how many samples are judged.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BelamyException">Generator and classifier are for items of different shapes, or the classifier is right too seldom to judge.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DigitReport Create(
        ImageClassifier classifier, Generator generator, int count, long? seed = null, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (generator.Item != classifier.Item)
            throw new BelamyException($"The generator makes items of {generator.Item}, the classifier judges items of {classifier.Item}; use the data of the run");
        const int Round = 16 * Generator.ChunkSize;
        int classes = classifier.ClassNames.Count;
        var probabilities = new float[checked(count * classes)];
        int agreed = 0;
        for (int done = 0; done < count; done += Round)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Samples samples = generator.Sample(Math.Min(Round, count - done), seed, done);
            classifier.Analyze(samples.Values, probabilities.AsSpan(done * classes, samples.Count * classes), []);
            for (int at = 0; at < samples.Labels.Count; at++)
                agreed += ImageClassifier.IndexOfMax(probabilities.AsSpan((done + at) * classes, classes)) == samples.Labels[at] ? 1 : 0;
            progress?.Invoke(done + samples.Count);
        }

        return Create(classifier, new FeatureMatrix(probabilities, classes)) with { Agreement = generator.Classes > 0 ? (double)agreed / count : null };
    }

    /// <summary>Judges images by the probabilities that a classifier gave them.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="probabilities">[images, classes], of at least one image.</param>
    /// <exception cref="ArgumentException">There is no image, or the classes are others.</exception>
    /// <exception cref="BelamyException">The classifier is right too seldom to judge.</exception>
    public static DigitReport Create(ImageClassifier classifier, FeatureMatrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Dimension != classifier.ClassNames.Count || probabilities.Count == 0)
            throw new ArgumentException($"[{probabilities.Count}, {probabilities.Dimension}] are no probabilities of {classifier.ClassNames.Count} classes.", nameof(probabilities));
        var perClass = new int[classifier.ClassNames.Count];
        int recognized = 0;
        double confidence = 0;
        for (int at = 0; at < probabilities.Count; at++)
        {
            ReadOnlySpan<float> row = probabilities.Row(at);
            int found = ImageClassifier.IndexOfMax(row);
            perClass[found]++;
            recognized += row[found] >= Confidence ? 1 : 0;
            confidence += row[found];
        }

        classifier.RequireUseful();
        int count = probabilities.Count;
        return new DigitReport
        {
            Count = count,
            Recognized = (double)recognized / count,
            MeanConfidence = confidence / count,
            Score = ClassifierScore.Compute(probabilities, splits: 1).Mean,
            ClassNames = classifier.ClassNames,
            ClassShares = [.. perClass.Select(items => (double)items / count)],
            Data = classifier.Data,
            ClassifierAccuracy = classifier.Accuracy,
        };
    }
}
