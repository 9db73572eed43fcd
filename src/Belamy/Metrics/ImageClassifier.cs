using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
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
/// </remarks>
public sealed class ImageClassifier : IDisposable
{
    /// <summary>Changes with the network or its training, so that what older versions kept is made anew.</summary>
    private const string Version = "image-classifier-2";

    private const int Batch = 128;
    private const int Epochs = 3;

    // Three epochs of a small set end long before the classifier is sure of anything.
    private const int LeastSteps = 1000;
    private const int Chunk = 250;
    private const string ItemsInput = "items";

    private readonly ParameterStore _store = new();
    private readonly Module _network;
    private readonly Parameter _accuracy;
    private readonly Program _program;

    private ImageClassifier(Dataset data, Action<TrainingProgress>? progress, string cacheFile, CancellationToken cancellationToken)
    {
        ClassNames = data.ClassNames;
        Item = new Shape(data.ItemShape);
        var scope = new ParameterScope(_store, seed: 1);
        _network = new Sequential(
            new Convolution(32, kernel: 3, stride: 2, initializer: Initializers.HeUniform), new ReLU(),
            new Convolution(64, kernel: 3, stride: 2, initializer: Initializers.HeUniform), new ReLU(),
            new Flatten(),
            new Dense(128, initializer: Initializers.HeUniform), new ReLU(),
            new Dense(ClassNames.Count)).Build(scope.Child("classifier"), Item);
        _accuracy = _store.Create("accuracy", Shape.Scalar);
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor logits = _network.Forward(context, Tensor.Input(ItemsInput, [Chunk, .. Item]));
        _program = Program.Compile("classify", [CrossEntropy.LogSoftmax(logits).Exp()]);
        if (!TryLoad(cacheFile, data.Fingerprint))
        {
            scope.Initialize();
            Train(data, progress, cancellationToken);
            Save(cacheFile, data.Fingerprint);
        }
    }

    /// <summary>The names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The shape of one item.</summary>
    public Shape Item { get; }

    /// <summary>The share of the held-out real items whose class is recognized.</summary>
    public double Accuracy => _accuracy.AsSpan<float>()[0];

    /// <summary>The classifier of a data set: from the cache, or trained now and kept there.</summary>
    /// <param name="data">Images with labels.</param>
    /// <param name="progress">Is told how training goes, where it is needed.</param>
    /// <param name="cacheFolder">Where classifiers are kept; the user's cache when left out.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="BelamyException">The data have no labels or are no images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImageClassifier Obtain(
        Dataset data, Action<TrainingProgress>? progress = null, string? cacheFolder = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ItemShape.Length != 3 || data.ClassNames.Count < 2)
            throw new BelamyException($"{data.Name}: a classifier needs images of at least two classes; evaluate a run on digits, mnist or fashion");
        string folder = cacheFolder ?? Path.Combine(DataFolders.CacheRoot(), "belamy", "classifiers");
        return new ImageClassifier(data, progress, Path.Combine(folder, $"{data.Fingerprint[..Math.Min(16, data.Fingerprint.Length)]}.safetensors"), cancellationToken);
    }

    /// <summary>Classifies items.</summary>
    /// <param name="items">Items one behind the other, values in [-1, 1].</param>
    /// <returns>The class of each and its probability.</returns>
    /// <exception cref="ArgumentException">The values are not a whole number of items.</exception>
    public (int[] Classes, float[] Confidences) Classify(ReadOnlySpan<float> items)
    {
        int length = checked((int)Item.Count);
        if (items.Length % length != 0)
            throw new ArgumentException($"{items.Length} values are not a whole number of items of {Item}.", nameof(items));
        var classes = new int[items.Length / length];
        var confidences = new float[classes.Length];
        for (int done = 0; done < classes.Length; done += Chunk)
        {
            int here = Math.Min(Chunk, classes.Length - done);
            items.Slice(done * length, here * length).CopyTo(_program.Input(ItemsInput).AsSpan<float>());
            _program.Run();
            ReadOnlySpan<float> probabilities = _program.Outputs[0].AsSpan<float>();
            for (int at = 0; at < here; at++)
            {
                ReadOnlySpan<float> row = probabilities.Slice(at * ClassNames.Count, ClassNames.Count);
                int best = IndexOfMax(row);
                classes[done + at] = best;
                confidences[done + at] = row[best];
            }
        }

        return (classes, confidences);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _store.Dispose();
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int at = 1; at < values.Length; at++)
            best = values[at] > values[best] ? at : best;
        return best;
    }

    private void Train(Dataset data, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        // A fixed permutation mixes the classes, whatever order the items come in.
        var order = new int[data.Count];
        new EndlessPermutation(data.Count, seed: 1).Fill(0, order);
        int held = Math.Max(1, data.Count / 10);
        var training = new DatasetPart(data, order[..^held]);
        var player = new Player("classifier", _network.Parameters, new Adam(), learningRate: 1e-3, turn =>
            CrossEntropy.Softmax(turn.Apply(_network, turn.Data), turn.Labels));
        // The game disposes its store; the network's parameters lie in the classifier's own.
        using var game = new Game(new ParameterStore(), [player], new Alternating(), Item, Batch, seed: 1);
        var options = new TrainingOptions { Steps = Math.Max((long)Epochs * training.Count / Batch, LeastSteps), Progress = progress };
        new Trainer(game, training, options).Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _accuracy.AsSpan<float>()[0] = (float)Measure(data, order[^held..]);
    }

    private double Measure(Dataset data, int[] indices)
    {
        var items = new float[indices.Length * data.ItemLength];
        data.ReadBatch(indices, items);
        (int[] classes, _) = Classify(items);
        int right = 0;
        for (int at = 0; at < indices.Length; at++)
            right += classes[at] == data.Labels[indices[at]] ? 1 : 0;
        return (double)right / indices.Length;
    }

    private bool TryLoad(string file, string fingerprint)
    {
        if (!File.Exists(file))
            return false;
        try
        {
            Checkpoint.Load(file, _store, Version, fingerprint);
            return true;
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
