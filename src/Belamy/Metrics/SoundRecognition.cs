using Belamy.Data;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>
/// The share of sounds that a classifier of recordings recognizes, as Donahue et al. 2018 (arXiv:1802.04208) judge spoken digits. Theirs
/// must name a class, and ours, which is trained on <see cref="SpeechShapedNoise"/> as a class more, need not: one that must is sure of noise.
/// </summary>
internal sealed record SoundRecognitionMetric : Metric
{
    /// <summary>The probability from which on a class is recognized.</summary>
    public const double Confidence = 0.9;

    private const int MostRecordings = 5_000;
    private const string Noise = "noise, no class";

    public override string Name => "recognition";

    public override string Description => "share of sounds that a classifier, which knows noise too, is sure of the class of; trains one the first time";

    public override MetricNeeds Needs => MetricNeeds.Recordings;

    protected override int LeastReal(MetricInput input) => LeastPerClass * input.Real.ClassNames.Count;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each class, ";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        var real = (SpectrogramDataset)input.Real;
        ArrayDataset training = WithNoise(real, input.Indices(real, Math.Min(input.RealCount, MostRecordings)));
        void Show(TrainingProgress progress) => input.Progress?.Invoke($"training a classifier that knows noise, once: step {progress.Step} of {progress.Steps}");
        using ImageClassifier classifier = input.CacheFolder is null
            ? ImageClassifier.Train(training, Show, input.Cancellation)
            : ImageClassifier.Obtain(training, Show, cancellationToken: input.Cancellation);
        if (classifier.Refusal is { } refusal)
            throw new BelamyException(refusal);
        FeatureMatrix items = input.GeneratedItems();
        (int[] classes, float[] confidences) = classifier.Classify(items.Values);
        int[] counts = new int[classifier.ClassNames.Count];
        for (int at = 0; at < classes.Length; at++)
            counts[classes[at]] += confidences[at] >= Confidence ? 1 : 0;
        int noise = counts[^1], recognized = counts.Sum() - noise;
        string features = $"{classifier.Title}, classes and noise";
        return
        [
            input.Value("recognized", (double)recognized / classes.Length, Better.Higher, real: 0, features: features)
                with { Note = FormattableString.Invariant($"with a probability of {Confidence} or more; {100.0 * noise / classes.Length:0.#} % are taken for noise") },
            input.Value("classes recognized", counts[..^1].Count(count => count * 100 >= classes.Length), Better.Higher, real: 0, features: features)
                with { Note = $"of {real.ClassNames.Count}, each with a hundredth of the sounds or more" },
        ];
    }

    /// <summary>Recordings and noise as spectrograms, the noise as a class more; as much of it as there are recordings of a usual class, but a fifth at least.</summary>
    private static ArrayDataset WithNoise(SpectrogramDataset recordings, int[] indices)
    {
        int noises = Math.Max(indices.Length / recordings.ClassNames.Count, indices.Length / 5);
        int length = recordings.ItemLength;
        var pictures = new float[checked((indices.Length + noises) * length)];
        var labels = new int[indices.Length + noises];
        recordings.ReadBatch(indices, pictures);
        for (int at = 0; at < indices.Length; at++)
            labels[at] = recordings.Labels[indices[at]];
        var noise = new SpeechShapedNoise(recordings.Sounds, recordings.Kind);
        var spectrogram = new Spectrogram(recordings.Kind);
        Parallel.For(0, noises, at => spectrogram.Draw(noise.Draw(indices[(long)at * indices.Length / noises])).CopyTo(pictures, (indices.Length + at) * length));
        labels.AsSpan(indices.Length).Fill(recordings.ClassNames.Count);
        return new ArrayDataset($"{recordings.Sounds.Name} with noise", Spectrogram.Item, pictures, labels, [.. recordings.ClassNames, Noise]);
    }
}
