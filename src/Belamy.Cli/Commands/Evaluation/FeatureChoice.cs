using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Onnx;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>What <c>--features</c> names: what items are seen by when they are measured.</summary>
internal sealed class FeatureChoice : IDisposable
{
    /// <summary>What the option does, for help.</summary>
    public const string Help = "What items are seen by when they are measured: a classifier of labelled data, a network of a run, any network in an ONNX file, or pixels.";

    /// <summary>What the option takes, for help.</summary>
    public const string HelpName = "DATA|FOLDER|RUN|FILE.onnx|pixels";

    private const string Pixels = "pixels";
    private readonly FeatureExtractor? _network;

    private FeatureChoice(ImageClassifier? classifier = null, FeatureExtractor? network = null)
    {
        Classifier = classifier;
        _network = network;
    }

    /// <summary>The classifier that items are seen by; null where they are seen otherwise.</summary>
    public ImageClassifier? Classifier { get; }

    /// <summary>Refuses what cannot be features.</summary>
    /// <exception cref="BelamyException">There are no such data, run, folder or file.</exception>
    public static void Require(string? features)
    {
        if (features is not null && OnnxFeatureChoice.IsOne(features))
        {
            if (!File.Exists(Checked(features).File))
                throw new BelamyException($"--features {features}: there is no file {OnnxFeatureChoice.Parse(features).File}");
            return;
        }

        if (features is null or Pixels || IsData(features) || EvaluationSubject.IsRun(features) || Path.Exists(features))
            return;
        string[] names = [Pixels, .. Datasets.Sources.Select(source => source.Name)];
        throw new BelamyException(
            $"--features {features}: give one of {string.Join(", ", names)}, a folder of labelled pictures, or a run{DidYouMean.Hint(features, names)}");
    }

    /// <summary>The same features by a name that holds in any folder, to be written down.</summary>
    public static string Whole(string features)
    {
        if (features == Pixels || IsData(features))
            return features;
        if (OnnxFeatureChoice.IsOne(features))
            return Path.GetFullPath(features);
        string path = EvaluationSubject.IsRun(features) ? RunArgument.Resolve(features) : features;
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>Opens features; a classifier that is not in the cache is trained now.</summary>
    /// <param name="features">What was named; null for what suits the data.</param>
    /// <param name="training">The data that are compared with, and to train a classifier on where nothing was named.</param>
    /// <param name="show">Is told what goes on.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BelamyException">They cannot be had, or do not see such items.</exception>
    public static FeatureChoice Open(string? features, Dataset training, Action<string> show, CancellationToken cancellation)
    {
        Dataset compared = training;
        training = MetricInput.Seen(training);
        if (features is null)
            return HasLabelledPictures(training) ? new FeatureChoice(Train(training, show, cancellation)) : new FeatureChoice();
        if (features == Pixels)
            return new FeatureChoice();
        var item = new Shape(training.ItemShape);
        try
        {
            if (OnnxFeatureChoice.IsOne(features))
                return new FeatureChoice(network: new OnnxFeatures(OnnxFeatureChoice.Parse(features), item));
            return !IsData(features) && EvaluationSubject.IsRun(features)
                ? new FeatureChoice(network: OpenNetwork(features, item, compared.Main.Field.Kind is Sounds, show))
                : new FeatureChoice(Train(OpenData(features, compared, show, cancellation), show, cancellation));
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"--features {e.Message}", e);
        }
    }

    /// <summary>The features of items of a shape.</summary>
    public FeatureExtractor Of(Shape item) =>
        _network ?? (Classifier is null ? new PixelFeatures(item) : (FeatureExtractor)new ClassifierFeatures(Classifier, item));

    /// <inheritdoc/>
    public void Dispose()
    {
        Classifier?.Dispose();
        (_network as IDisposable)?.Dispose();
    }

    private static OnnxFeatureChoice Checked(string features)
    {
        try
        {
            return OnnxFeatureChoice.Parse(features);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"--features {e.Message}", e);
        }
    }

    private static bool IsData(string features) => Datasets.FindSource(features) is not null;

    private static bool HasLabelledPictures(Dataset data) => data.ItemShape.Length == 3 && data.ClassNames.Count > 1;

    private static NetworkFeatures OpenNetwork(string features, Shape item, bool isSound, Action<string> show)
    {
        show($"reading {features}");
        NetworkFeatures network = NetworkFeatures.Open(RunArgument.Resolve(features), warning => Console.Error.WriteLine($"belamy: {warning}"));
        if (network.Item == item)
            return network;
        network.Dispose();
        if (isSound)
            throw new BelamyException($"{features}: sounds are compared by their spectrograms, which no network of a run looks at; leave it out, or name labelled sounds");
        throw new BelamyException($"{features}: its {network.Network} looks at items of {network.Item}, not of {item}; take a run on such items, or pixels");
    }

    private static Dataset OpenData(string features, Dataset compared, Action<string> show, CancellationToken cancellation)
    {
        show($"reading {features}");
        var item = new Shape(MetricInput.Seen(compared).ItemShape);
        // A folder's pictures are brought to the size of those that are compared, sounds to their length and rate.
        Dataset data = MetricInput.Seen(Datasets.Open(features, (compared.Main.Field.Kind is Sounds sounds ? new DataOptions { Item = sounds } : PictureFolder.OptionsFor(item)) with { CancellationToken = cancellation }));
        if (!HasLabelledPictures(data))
            throw new BelamyException($"{features}: holds no labelled pictures to train a classifier on; give a folder with a sub-folder for each class, IDX files with their labels, or pixels");
        var seen = new Shape(data.ItemShape);
        return ClassifierFeatures.Fits(seen, item)
            ? data
            : throw new BelamyException($"{features}: has pictures of {seen}, and what is compared has items of {item}; take data of that size, or pixels");
    }

    private static ImageClassifier Train(Dataset data, Action<string> show, CancellationToken cancellation) => ImageClassifier.Obtain(
        data,
        progress => show(progress.Stage == TrainingStage.Training
            ? $"training the classifier of {data.Name}, once: step {progress.Step} of {progress.Steps}"
            : "preparing the classifier"),
        cancellationToken: cancellation);
}
