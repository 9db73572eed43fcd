using Belamy.Data;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>
/// The classifier two-sample test of Lopez-Paz and Oquab 2016 with a convolutional network: trained to tell real pictures
/// from generated ones on nine tenths of both, and judged on the rest.
/// </summary>
public static class ClassifierTwoSample
{
    /// <summary>Trains and judges. As many of each are taken as there are of the fewer.</summary>
    /// <param name="real">Real pictures.</param>
    /// <param name="generated">Generated pictures of the same shape.</param>
    /// <param name="progress">Is told how training goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BelamyException">They are no pictures, or too few.</exception>
    public static TwoSampleResult Compute(Dataset real, Dataset generated, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        int half = Math.Min(real.Count, generated.Count);
        var values = new float[checked(2 * half * real.ItemLength)];
        var labels = new int[2 * half];
        for (int at = 0; at < half; at++)
        {
            real.Read(at, values.AsSpan(at * real.ItemLength, real.ItemLength));
            generated.Read(at, values.AsSpan((half + at) * real.ItemLength, real.ItemLength));
            labels[half + at] = 1;
        }

        var both = new ArrayDataset("real and generated", new Tensors.Shape(real.ItemShape), values, labels, ["real", "generated"]);
        int[] held = ImageClassifier.Parts(both).HeldOut;
        int[] heldReal = [.. held.Where(at => at < half)];
        int[] heldGenerated = [.. held.Where(at => at >= half)];
        if (heldReal.Length == 0 || heldGenerated.Length == 0)
            throw new BelamyException("the pictures are too few to hold some back for the test; use more with --count");
        using ImageClassifier classifier = ImageClassifier.Train(both, progress, cancellationToken);
        return TwoSampleTest.Independent(
            (int)Math.Round(classifier.AccuracyOn(both, heldReal) * heldReal.Length),
            heldReal.Length,
            (int)Math.Round(classifier.AccuracyOn(both, heldGenerated) * heldGenerated.Length),
            heldGenerated.Length);
    }
}

/// <summary><see cref="ClassifierTwoSample"/> of pictures.</summary>
internal sealed record ClassifierTwoSampleMetric : Metric
{
    private const int Most = 10_000;

    // A quarter of the few, which the test is made on, or a tenth of many.
    private const int Least = 40;

    public override string Name => "classifier-two-sample";

    public override bool CanRank => false;

    public override IReadOnlyList<string> Aliases => ["c2st"];

    public override string Description => "how well a network trained to do so tells samples from the real; trains one each time";

    public override MetricNeeds Needs => MetricNeeds.Pictures;

    protected override int LeastGenerated(MetricInput input) => Least;

    protected override int LeastReal(MetricInput input) => Least;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        Dataset real = input.Part(input.Real, Math.Min(Most, input.RealCount));
        Dataset generated = input.Part(input.Generated, Math.Min(Most, input.GeneratedCount));
        TwoSampleResult result = ClassifierTwoSample.Compute(
            real, generated, progress => input.Progress?.Invoke($"training a classifier of real and generated: step {progress.Step} of {progress.Steps}"), input.Cancellation);
        string note = $"0.5: cannot be told apart; p = {result.PValue:G3}; {result.Judged:N0} judged";
        int count = Math.Min(real.Count, generated.Count);
        return [input.Value("classifier accuracy", result.Accuracy, Better.Nearer, count, count, "pixels, a network of their own") with { Note = note }];
    }
}
