using Belamy.Data;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>
/// The accuracy on real data of a classifier trained on generated data alone: Ravuri and Vinyals 2019, arXiv:1905.10887.
/// It needs samples whose class is known, so a conditional generator.
/// </summary>
public static class ClassificationAccuracyScore
{
    /// <summary>Trains and tests.</summary>
    /// <param name="generated">Labelled samples.</param>
    /// <param name="real">Labelled real data with the same classes.</param>
    /// <param name="indices">The real items to test on; all when null.</param>
    /// <param name="progress">Is told how training goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The share of real items whose class is recognized.</returns>
    /// <exception cref="BelamyException">The samples have no labels, or the classes differ.</exception>
    public static double Compute(
        Dataset generated, Dataset real, int[]? indices = null, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        if (real.Labels.IsEmpty || !generated.ClassNames.SequenceEqual(real.ClassNames))
            throw new BelamyException($"{generated.Name} and {real.Name} have different classes; name the sub-folders of samples as the classes of the data");
        using ImageClassifier classifier = ImageClassifier.Train(generated, progress, cancellationToken);
        return classifier.AccuracyOn(real, indices ?? [.. Enumerable.Range(0, real.Count)]);
    }
}

/// <summary><see cref="ClassificationAccuracyScore"/> of labelled samples.</summary>
internal sealed record ClassificationAccuracyMetric : Metric
{
    public override string Name => "classification-accuracy";

    public override IReadOnlyList<string> Aliases => ["cas"];

    public override string Description => "accuracy on the real of a classifier trained on labelled samples alone; trains one each time";

    public override MetricNeeds Needs => MetricNeeds.Pictures | MetricNeeds.Labels;

    protected override int LeastGenerated(MetricInput input) => LeastPerClass * input.Generated.ClassNames.Count;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each class, ";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        // Training reads in any order; samples that are made when they are read are made once.
        int[] labels = [.. input.Indices(input.Generated, input.GeneratedCount).Select(index => input.Generated.Labels[index])];
        var generated = new ArrayDataset(input.Generated.Name, input.Item, input.GeneratedItems().Values.ToArray(), labels, input.Generated.ClassNames);
        double accuracy = ClassificationAccuracyScore.Compute(
            generated,
            input.Real,
            input.Indices(input.Real, input.RealCount),
            progress => input.Progress?.Invoke($"training a classifier on samples: step {progress.Step} of {progress.Steps}"),
            input.Cancellation);
        string? note = input.Classifier?.ClassNames.SequenceEqual(input.Real.ClassNames) == true
            ? $"trained on the real it is {input.Classifier.Accuracy:0.0000}"
            : null;
        return [input.Value("classification accuracy score", accuracy, Better.Higher, features: "pixels, a network of their own") with { Note = note }];
    }
}
