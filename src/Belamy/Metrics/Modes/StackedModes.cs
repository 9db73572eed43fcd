namespace Belamy.Metrics;

/// <summary>
/// Modes of stacked MNIST: pictures whose channels are digits of their own, so that three channels have a thousand
/// modes. Metz et al. 2016, arXiv:1611.02163. A classifier of single digits says what each channel shows.
/// </summary>
/// <param name="Modes">Distinct combinations found.</param>
/// <param name="Possible">Combinations there are.</param>
/// <param name="Divergence">KL(p ‖ uniform) in nats over the combinations; 0 is best.</param>
public sealed record StackedModes(int Modes, int Possible, double Divergence)
{
    /// <summary>Counts combinations.</summary>
    /// <param name="classes">The class of each channel, those of a picture side by side: [pictures, channels].</param>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="perChannel">Classes of a channel.</param>
    /// <exception cref="ArgumentException">The classes are not a whole number of pictures.</exception>
    public static StackedModes Compute(ReadOnlySpan<int> classes, int channels, int perChannel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (classes.IsEmpty || classes.Length % channels != 0)
            throw new ArgumentException($"{classes.Length} classes are not those of pictures of {channels} channels.", nameof(classes));
        int possible = 1;
        for (int channel = 0; channel < channels; channel++)
            possible = checked(possible * perChannel);
        var counts = new int[possible];
        for (; !classes.IsEmpty; classes = classes[channels..])
        {
            int combination = 0;
            foreach (int found in classes[..channels])
                combination = (combination * perChannel) + found;
            counts[combination]++;
        }

        return new StackedModes(counts.Count(count => count > 0), possible, Metrics.Divergence.FromUniform(counts, possible));
    }
}

/// <summary><see cref="StackedModes"/> of samples.</summary>
internal sealed record StackedModesMetric : Metric
{
    private const int UsualCount = 26_000;

    public override string Name => "stacked-modes";

    public override string Description => "distinct combinations of digits in stacked digits, and how evenly they occur";

    public override MetricNeeds Needs => MetricNeeds.StackedPictures;

    public override bool IsQuick => true;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix probabilities = input.GeneratedProbabilities;
        var classes = new int[probabilities.Count];
        for (int at = 0; at < classes.Length; at++)
            classes[at] = ImageClassifier.IndexOfMax(probabilities.Row(at));
        StackedModes modes = StackedModes.Compute(classes, input.Item[0] / input.Classifier!.Item[0], probabilities.Dimension);
        string features = $"{input.Classifier.Title}, classes of each channel";
        return
        [
            input.Value("stacked modes", modes.Modes, Better.Higher, real: 0, features: features) with { Note = $"of {modes.Possible:N0}; {UsualCount:N0} samples are usual" },
            input.Value("KL of stacked modes", modes.Divergence, Better.Lower, real: 0, features: features),
        ];
    }

    // As many samples as there are classes can show; that they cannot show more modes than they are goes without saying.
    protected override int LeastGenerated(MetricInput input) => LeastPerClass * input.Classifier!.ClassNames.Count;

    protected override int LeastReal(MetricInput input) => 0;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each class, ";

    protected override int Wanted(MetricInput input) =>
        (int)Math.Min(UsualCount, LeastPerClass * Math.Pow(input.Classifier!.ClassNames.Count, (double)input.Item[0] / input.Classifier.Item[0]));
}
