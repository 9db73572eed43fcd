using Belamy.Data;
using Belamy.Metrics;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>What <c>--metrics</c> and <c>--features</c> name, for <c>belamy evaluate</c> and <c>belamy train</c>.</summary>
internal static class MetricChoice
{
    private const string Pixels = "pixels";

    /// <summary>The metrics of a list with commas.</summary>
    /// <exception cref="BelamyException">There is none, or no such metric.</exception>
    public static IReadOnlyList<Metric> Find(string names)
    {
        string[] parts = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw new BelamyException($"--metrics {names}: name one metric or more, with commas between them, such as fid");
        try
        {
            return [.. parts.Select(Metric.Find).Distinct()];
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"--metrics {e.Message}", e);
        }
    }

    /// <summary>Refuses features that there are not.</summary>
    public static void RequireFeatures(string? features)
    {
        string[] names = [Pixels, .. Datasets.Sources.Select(source => source.Name)];
        if (features is not null && !names.Contains(features))
            throw new BelamyException($"--features {features}: give one of {string.Join(", ", names)}{DidYouMean.Hint(features, names)}");
    }

    /// <summary>The classifier that items are seen by: from the cache, or trained now; null where they are seen as they are.</summary>
    /// <param name="features">What was named; null for what suits the data.</param>
    /// <param name="training">The data to train it on where none were named.</param>
    /// <param name="show">Is told what goes on.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ImageClassifier? Classifier(string? features, Dataset training, Action<string> show, CancellationToken cancellation)
    {
        bool canLearn = training.ItemShape.Length == 3 && training.ClassNames.Count > 1;
        if (features == Pixels || (features is null && !canLearn))
            return null;
        Dataset data = features is null ? training : Datasets.Open(features, new DataOptions { CancellationToken = cancellation });
        return ImageClassifier.Obtain(
            data,
            progress => show(progress.Stage == TrainingStage.Training
                ? $"training the classifier of {data.Name}, once: step {progress.Step} of {progress.Steps}"
                : "preparing the classifier"),
            cancellationToken: cancellation);
    }

    /// <summary>Pairs items with real ones.</summary>
    public static MetricInput Pair(Dataset items, EvaluationReference reference, ImageClassifier? classifier, int count, Action<string>? show, CancellationToken cancellation)
    {
        var item = new Shape(reference.Data.ItemShape);
        return new MetricInput(items, reference.Data)
        {
            Count = count,
            Split = reference.Split,
            Features = classifier is null ? new PixelFeatures(item) : new ClassifierFeatures(classifier, item),
            Classifier = classifier,
            Mixture = MixtureLaw.Of(reference.Data),
            CacheFolder = MetricInput.DefaultCacheFolder,
            Progress = show,
            Cancellation = cancellation,
        };
    }
}
