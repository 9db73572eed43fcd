namespace Belamy.Metrics;

/// <summary>
/// exp(E KL(p(y|x) ‖ p(y))): sure about each picture, undecided over all. With the Inception network it is the Inception
/// Score of Salimans et al. 2016, arXiv:1606.03498; here the classes are those of whatever classifier was asked.
/// </summary>
public static class ClassifierScore
{
    /// <summary>Parts that the mean is taken over unless said otherwise.</summary>
    public const int DefaultSplits = 10;

    /// <summary>Items for each class that a part should hold: with fewer it cannot show all classes, and a single one scores 1 whatever it is.</summary>
    public const int LeastPerClass = Metric.LeastPerClass;

    /// <summary>Scores class probabilities.</summary>
    /// <param name="probabilities">[items, classes], each row adding up to 1.</param>
    /// <param name="splits">Parts of equal size, to within one item, that are scored apart.</param>
    /// <returns>The mean over the parts, from 1 to the number of classes, and their standard deviation.</returns>
    /// <exception cref="ArgumentException">There are fewer items than parts.</exception>
    public static (double Mean, double Deviation) Compute(FeatureMatrix probabilities, int splits = DefaultSplits)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        if (probabilities.Count < splits)
            throw new ArgumentException($"{probabilities.Count} items cannot be cut into {splits} parts.", nameof(splits));
        var scores = new double[splits];
        for (int split = 0; split < splits; split++)
        {
            int first = (int)((long)probabilities.Count * split / splits);
            int end = (int)((long)probabilities.Count * (split + 1) / splits);
            FeatureMatrix part = probabilities.Rows(first, end - first);
            scores[split] = Math.Exp(MeanDivergence(part, part.Mean()));
        }

        double mean = scores.Average();
        return (mean, Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))));
    }

    /// <summary>E KL(p(y|x) ‖ p(y)), in nats.</summary>
    internal static double MeanDivergence(FeatureMatrix probabilities, double[] marginal)
    {
        double sum = 0;
        for (int row = 0; row < probabilities.Count; row++)
        {
            ReadOnlySpan<float> values = probabilities.Row(row);
            for (int at = 0; at < marginal.Length; at++)
                sum += values[at] > 0 ? values[at] * (Math.Log(values[at]) - Math.Log(marginal[at])) : 0;
        }

        return sum / probabilities.Count;
    }
}

/// <summary>
/// exp(E KL(p(y|x) ‖ p(y)) - KL(p(y) ‖ p*(y))), p* being the shares of the classes in the data: the MODE score of Che et
/// al. 2016, arXiv:1612.02136. Unlike <see cref="ClassifierScore"/> it minds which classes are too many and too few.
/// </summary>
public static class ModeScore
{
    /// <summary>Scores class probabilities.</summary>
    /// <param name="probabilities">[items, classes], each row adding up to 1.</param>
    /// <param name="reference">The share of each class in the data, all above 0 where a class occurs among the items.</param>
    /// <returns>The score, above 0 and at most the number of classes.</returns>
    /// <exception cref="ArgumentException">The numbers of classes differ.</exception>
    public static double Compute(FeatureMatrix probabilities, IReadOnlyList<double> reference)
    {
        FeatureMatrix.RequireSameDimension(probabilities, probabilities);
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Count != probabilities.Dimension)
            throw new ArgumentException($"{reference.Count} classes in the data, {probabilities.Dimension} in the probabilities.", nameof(reference));
        double[] marginal = probabilities.Mean();
        return Math.Exp(ClassifierScore.MeanDivergence(probabilities, marginal) - Divergence.Of(marginal, reference));
    }
}

/// <summary><see cref="ClassifierScore"/> of samples.</summary>
internal sealed record ClassifierScoreMetric : Metric
{
    public override string Name => "classifier-score";

    public override IReadOnlyList<string> Aliases => ["inception-score", "is"];

    public override string Description => "how sure a classifier is of each sample and how many classes it sees, from 1 to their number";

    public override MetricNeeds Needs => MetricNeeds.ClassProbabilities;

    public override bool IsQuick => true;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        // As many parts as are large enough to show every class.
        int splits = Math.Min(ClassifierScore.DefaultSplits, input.GeneratedCount / LeastGenerated(input));
        (double mean, double deviation) = ClassifierScore.Compute(input.GeneratedProbabilities, splits);
        string range = $"of 1 to {input.Classifier!.ClassNames.Count}";
        MetricValue value = input.Value("classifier score", mean, Better.Higher, real: 0, features: $"{input.Classifier.Title}, classes");
        return [splits > 1 ? value with { Spread = deviation, Note = $"{range}; ± over {splits} parts" } : value with { Note = range }];
    }

    protected override int LeastGenerated(MetricInput input) => LeastPerClass * input.Classifier!.ClassNames.Count;

    protected override int LeastReal(MetricInput input) => 0;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each class, ";

    protected override int Wanted(MetricInput input) => ClassifierScore.DefaultSplits * LeastGenerated(input);
}

/// <summary><see cref="ModeScore"/> of samples.</summary>
internal sealed record ModeScoreMetric : Metric
{
    public override string Name => "mode-score";

    public override string Description => "the classifier score, lowered when classes are not as frequent as in the data";

    public override MetricNeeds Needs => MetricNeeds.ClassProbabilities;

    protected override string? Lack(MetricInput input) =>
        base.Lack(input) ?? (input.Real.Labels.IsEmpty || !input.Real.ClassNames.SequenceEqual(input.Classifier!.ClassNames) ? "it needs data with the classes of the classifier" : null);

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        var shares = new double[input.Real.ClassNames.Count];
        foreach (int label in input.Real.Labels)
            shares[label] += 1.0 / input.Real.Count;
        return
        [
            input.Value("mode score", ModeScore.Compute(input.GeneratedProbabilities, shares), Better.Higher, real: input.Real.Count, features: $"{input.Classifier!.Title}, classes")
                with { Note = $"of at most {shares.Length}" },
        ];
    }

    protected override int LeastGenerated(MetricInput input) => LeastPerClass * input.Classifier!.ClassNames.Count;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each class, ";
}
