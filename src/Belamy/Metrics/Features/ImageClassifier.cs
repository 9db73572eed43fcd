using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>
/// A small convolutional classifier that Belamy trains on a data set's own labels, to judge what generators make of that
/// data. It is trained once and kept in the user's cache.
/// </summary>
/// <remarks>
/// Convolution 3×3 stride 2 to 32 maps, ReLU; to 64 maps, ReLU; dense 128, ReLU; dense to the classes. Adam with rate 1e-3,
/// batches of 128, three epochs, but at least 1,000 steps, over nine tenths of the items; the other tenth gives <see cref="Accuracy"/>.
/// Of fewer than 1,000 items up to 100, but at most a quarter, are held out.
/// A classifier that is right too seldom judges nothing: see <see cref="LeastAccuracy"/>.
/// </remarks>
public sealed class ImageClassifier : IDisposable
{
    /// <summary>Changes with the network or its training, so that what older versions kept is made anew.</summary>
    internal const string Version = "image-classifier-3";

    private const int Batch = 128;
    private const int Epochs = 3;

    // Three epochs of a small set end long before the classifier is sure of anything.
    private const int LeastSteps = 1000;
    private const int Chunk = 250;
    private const string ItemsInput = "items";
    private const int HiddenUnits = 128;
    private const int FirstMaps = 32;
    private const int SecondMaps = 64;
    private const double LearningRate = 1e-3;

    // What is kept gives the same accuracy on the machine that kept it, and all but the same on others.
    private const double Agreement = 0.005;

    private readonly ParameterStore _store = new();
    private readonly Module _network;
    private readonly Parameter _accuracy;
    private readonly Program _program;

    private ImageClassifier(Dataset data, Action<TrainingProgress>? progress, string? cacheFile, CancellationToken cancellationToken)
    {
        Data = data.Name;
        Fingerprint = cacheFile is null ? null : data.Fingerprint;
        ClassNames = data.ClassNames;
        Item = new Shape(data.ItemShape);
        var scope = new ParameterScope(_store, seed: 1);
        _network = new Sequential(
            new Convolution(FirstMaps, kernel: 3, stride: 2, initializer: Initializers.HeUniform), new ReLU(),
            new Convolution(SecondMaps, kernel: 3, stride: 2, initializer: Initializers.HeUniform), new ReLU(),
            new Flatten(),
            new Dense(HiddenUnits, initializer: Initializers.HeUniform), new ReLU(),
            new Dense(ClassNames.Count)).Build(scope.Child("classifier"), Item);
        _accuracy = _store.Create("accuracy", Shape.Scalar);
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor features = Tensor.Input(ItemsInput, [Chunk, .. Item]);
        foreach (Module layer in _network.Children.SkipLast(1))
            features = layer.Forward(context, features);
        Tensor logits = _network.Children[^1].Forward(context, features);
        _program = Program.Compile("classify", [CrossEntropy.LogSoftmax(logits).Exp(), features]);
        LeastAccuracy = LeastFor(data);
        if (cacheFile is not null && TryLoad(cacheFile, data))
            return;
        scope.Initialize();
        Fit(data, progress, cancellationToken);
        if (cacheFile is not null)
            Save(cacheFile, data.Fingerprint);
    }

    /// <summary>The name of the data it was trained on.</summary>
    public string Data { get; }

    /// <summary>The fingerprint of those data; null when it was trained by <see cref="Train"/>, which leaves nothing to recognize it by.</summary>
    public string? Fingerprint { get; }

    /// <summary>Number of features: the values of the last hidden layer, behind its ReLU.</summary>
    public int FeatureCount => HiddenUnits;

    /// <summary>The names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The shape of one item.</summary>
    public Shape Item { get; }

    /// <summary>The share of the held-out real items whose class is recognized.</summary>
    public double Accuracy => _accuracy.AsSpan<float>()[0];

    /// <summary>
    /// The accuracy below which it judges nothing: three times what naming the most frequent class would give, 80 % where that is
    /// more, and half way from that to 1 where the most frequent class has more than 60 % of the items; infinite where all items
    /// that were held out are of one class.
    /// </summary>
    public double LeastAccuracy { get; }

    /// <summary>Why it judges nothing, as a clause; null where it is right often enough.</summary>
    public string? Refusal => Accuracy >= LeastAccuracy ? null : double.IsInfinity(LeastAccuracy)
        ? $"the pictures that the classifier of {Data} was not trained on are all of one class, so it cannot be said how often it is right"
        : $"the classifier of {Data} is right on {Percent(Accuracy)} of the pictures it was not trained on, and judges nothing below {Percent(LeastAccuracy)}";

    /// <summary>What it is called beside figures that rest on it: <c>digits classifier, right on 98.2 %</c>.</summary>
    public string Title => $"{Data} classifier, right on {Percent(Accuracy)}";

    /// <summary>A hash of its weights.</summary>
    internal string Weights => field ??= Checkpoint.Hash(_store);

    /// <summary>The classifier of a data set: from the cache, or trained now and kept there.</summary>
    /// <param name="data">Images with labels.</param>
    /// <param name="progress">Is told how training goes, where it is needed.</param>
    /// <param name="cacheFolder">Where classifiers are kept; the user's cache when left out, and nowhere where there is none.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="BelamyException">The data have no labels or are no images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImageClassifier Obtain(
        Dataset data, Action<TrainingProgress>? progress = null, string? cacheFolder = null, CancellationToken cancellationToken = default)
    {
        Require(data);
        string? folder = cacheFolder ?? DataFolders.CacheFor("classifiers");
        return new ImageClassifier(data, progress, folder is null ? null : Path.Combine(folder, KeyOf(data) + ".safetensors"), cancellationToken);
    }

    /// <summary>Trains a classifier that is not kept: on data that come only once, such as samples of a generator.</summary>
    /// <inheritdoc cref="Obtain"/>
    public static ImageClassifier Train(Dataset data, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Require(data);
        return new ImageClassifier(data, progress, cacheFile: null, cancellationToken);
    }

    /// <summary>Classifies items.</summary>
    /// <param name="items">Items one behind the other, values in [-1, 1].</param>
    /// <returns>The class of each and its probability.</returns>
    /// <exception cref="ArgumentException">The values are not a whole number of items.</exception>
    /// <exception cref="BelamyException">It is right too seldom to judge.</exception>
    public (int[] Classes, float[] Confidences) Classify(ReadOnlySpan<float> items)
    {
        RequireUseful();
        return Recognize(items);
    }

    private (int[] Classes, float[] Confidences) Recognize(ReadOnlySpan<float> items)
    {
        int count = CountOf(items);
        var probabilities = new float[count * ClassNames.Count];
        See(items, probabilities, []);
        var classes = new int[count];
        var confidences = new float[count];
        for (int at = 0; at < count; at++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(at * ClassNames.Count, ClassNames.Count);
            classes[at] = IndexOfMax(row);
            confidences[at] = row[classes[at]];
        }

        return (classes, confidences);
    }

    /// <summary>Computes class probabilities and features of items in one pass.</summary>
    /// <param name="items">Items one behind the other, values in [-1, 1].</param>
    /// <param name="probabilities">Receives [items, classes], each row adding up to 1; empty when not wanted.</param>
    /// <param name="features">Receives [items, <see cref="FeatureCount"/>]; empty when not wanted.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of items, or a destination has another length.</exception>
    /// <exception cref="BelamyException">It is right too seldom to judge.</exception>
    public void Analyze(ReadOnlySpan<float> items, Span<float> probabilities, Span<float> features)
    {
        RequireUseful();
        See(items, probabilities, features);
    }

    private void See(ReadOnlySpan<float> items, Span<float> probabilities, Span<float> features)
    {
        int length = checked((int)Item.Count);
        int count = CountOf(items);
        if (!probabilities.IsEmpty && probabilities.Length != count * ClassNames.Count)
            throw new ArgumentException($"{count} items have {count * ClassNames.Count} probabilities, not {probabilities.Length}.", nameof(probabilities));
        if (!features.IsEmpty && features.Length != count * FeatureCount)
            throw new ArgumentException($"{count} items have {count * FeatureCount} features, not {features.Length}.", nameof(features));
        for (int done = 0; done < count; done += Chunk)
        {
            int here = Math.Min(Chunk, count - done);
            items.Slice(done * length, here * length).CopyTo(_program.Input(ItemsInput).AsSpan<float>());
            _program.Run();
            Take(_program.Outputs[0], probabilities, ClassNames.Count);
            Take(_program.Outputs[1], features, FeatureCount);

            void Take(ProgramValue output, Span<float> destination, int width)
            {
                if (!destination.IsEmpty)
                    output.AsSpan<float>()[..(here * width)].CopyTo(destination[(done * width)..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _store.Dispose();
    }

    /// <summary>The items of a data set that its classifier is not trained on: the tenth at the end of a fixed permutation, or more where that is few.</summary>
    internal static (int[] Training, int[] HeldOut) Parts(Dataset data)
    {
        // A fixed permutation mixes the classes, whatever order the items come in.
        var order = new int[data.Count];
        new EndlessPermutation(data.Count, seed: 1).Fill(0, order);
        int held = Math.Max(1, Math.Max(data.Count / 10, Math.Min(data.Count / 4, 100)));
        return (order[..^held], order[^held..]);
    }

    internal static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int at = 1; at < values.Length; at++)
            best = values[at] > values[best] ? at : best;
        return best;
    }

    private void Fit(Dataset data, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        (int[] trainingIndices, int[] heldOut) = Parts(data);
        var training = new DatasetPart(data, trainingIndices);
        var player = new Player("classifier", _network.Parameters, new Adam(), learningRate: LearningRate, turn =>
            CrossEntropy.Softmax(turn.Apply(_network, turn.Data), turn.Labels));
        // The game disposes its store; the network's parameters lie in the classifier's own.
        using var game = new Game(new ParameterStore(), [player], new Alternating(), Item, Batch, seed: 1);
        var options = new TrainingOptions { Steps = Math.Max((long)Epochs * training.Count / Batch, LeastSteps), Progress = progress };
        new Trainer(game, training, options).Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _accuracy.AsSpan<float>()[0] = (float)AccuracyOn(data, heldOut);
    }

    /// <summary>The share of some items of labelled data whose class is recognized.</summary>
    internal double AccuracyOn(Dataset data, int[] indices)
    {
        var items = new float[indices.Length * data.ItemLength];
        data.ReadBatch(indices, items);
        (int[] classes, _) = Recognize(items);
        int right = 0;
        for (int at = 0; at < indices.Length; at++)
            right += classes[at] == data.Labels[indices[at]] ? 1 : 0;
        return (double)right / indices.Length;
    }

    private int CountOf(ReadOnlySpan<float> items)
    {
        if (items.Length % Item.Count != 0)
            throw new ArgumentException($"{items.Length} values are not a whole number of items of {Item}.", nameof(items));
        return (int)(items.Length / Item.Count);
    }

    private static void Require(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ItemShape.Length != 3 || data.ClassNames.Count < 2)
            throw new BelamyException($"{data.Name}: a classifier needs images of at least two classes; evaluate a run on digits, mnist or fashion");
    }

    /// <summary>What a classifier follows from: the data, its recipe, and the code that trains it.</summary>
    private static string KeyOf(Dataset data)
    {
        Version? code = typeof(ImageClassifier).Assembly.GetName().Version;
        string recipe = string.Create(
            CultureInfo.InvariantCulture, $"{FirstMaps} {SecondMaps} {HiddenUnits} {Batch} {Epochs} {LeastSteps} {LearningRate}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{code}\n{recipe}\n{data.Fingerprint}")))[..32];
    }

    /// <summary>See <see cref="LeastAccuracy"/>.</summary>
    private static double LeastFor(Dataset data)
    {
        var counts = new int[data.ClassNames.Count];
        foreach (int label in data.Labels)
            counts[label]++;
        double share = (double)counts.Max() / data.Count;
        // Of items that are all of one class it cannot be said whether it tells classes.
        if (Parts(data).HeldOut.Select(index => data.Labels[index]).Distinct().Count() < 2)
            return double.PositiveInfinity;
        return share > 0.6 ? (1 + share) / 2 : Math.Min(0.8, 3 * share);
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    internal void RequireUseful()
    {
        if (Refusal is { } refusal)
            throw new BelamyException(refusal);
    }

    /// <summary>Takes up what is kept, if it still recognizes the items that were held out.</summary>
    private bool TryLoad(string file, Dataset data)
    {
        if (!File.Exists(file))
            return false;
        try
        {
            Checkpoint.Load(file, _store, Version, data.Fingerprint);
            double now = AccuracyOn(data, Parts(data).HeldOut);
            bool isSound = Math.Abs(now - Accuracy) <= Agreement;
            _accuracy.AsSpan<float>()[0] = (float)now;
            return isSound && Refusal is null;
        }
        catch (BelamyException)
        {
            // An older version's, or damaged: it is made anew.
            return false;
        }
    }

    private void Save(string file, string fingerprint)
    {
        try
        {
            Checkpoint.Save(file, _store, new TrainingState(), Version, fingerprint);
        }
        catch (BelamyException)
        {
            // Without a cache that can be written the classifier is trained anew the next time.
        }
    }
}
