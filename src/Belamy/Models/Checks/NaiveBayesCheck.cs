using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("naive-bayes", "MNIST's 10,000 test digits")]
    internal static void CheckNaiveBayes(ReproductionRun run)
    {
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(1000, 10_000, 10_000));
        int[] labels = run.Open("mnist", DataSplit.Test).Labels[..(test.Length / data.ItemLength)].ToArray();
        int steps = data.Count / NaiveBayes.Batch;
        run.Description = $"{steps:N0} steps of {NaiveBayes.Batch} digits, each counted once; {labels.Length:N0} test digits";
        using TrainingRun trained = run.Train(NaiveBayes, data, steps);
        ParameterStore store = trained.Game.Game.Store;
        (Parameter counts, Parameter ones) = (store["state/class-counts"], store["state/ones"]);
        float[] joint = ItemFunction.Apply("log joint", test, trained.Game.Game.Item, (_, x) => Belamy.NaiveBayes.LogJoint(Belamy.NaiveBayes.Bits(x), counts.Value, ones.Value));
        run.Works("Bernoulli: test accuracy, %", NaiveBayesAccuracy(joint, labels), Ask.Between(83.5, 84.5));
        run.Tell("Gaussian: test accuracy, %", NaiveBayesAccuracy(GaussianClassifier.LogJoint(data, test), labels), "55.6 (scikit-learn)");
        double error = Enumerable.Range(0, 20).Max(at => Math.Abs(joint[at * 10] - HandLogJoint(test.AsSpan(at * data.ItemLength, data.ItemLength), counts, ones)));
        run.Works("log joint: largest difference from the sum by hand, nats", error, Ask.AtMost(0.01), always: true);
        run.Picture = trained.Generator.Sample(40).ToGrid(10);
    }

    private static double HandLogJoint(ReadOnlySpan<float> x, Parameter counts, Parameter ones)
    {
        ReadOnlySpan<float> seen = counts.AsSpan<float>();
        double all = 0;
        foreach (float count in seen)
            all += count;
        double sum = Math.Log((seen[0] + 1.0) / (all + seen.Length));
        for (int at = 0; at < x.Length; at++)
        {
            double chance = (ones.AsSpan<float>()[at] + 1.0) / (seen[0] + 2.0);
            sum += Math.Log(x[at] > 0 ? chance : 1 - chance);
        }

        return sum;
    }

    private static double NaiveBayesAccuracy(float[] scores, int[] labels)
    {
        var rows = new FeatureMatrix(scores, scores.Length / labels.Length);
        return 100.0 * labels.Where((label, at) => ImageClassifier.IndexOfMax(rows.Row(at)) == label).Count() / labels.Length;
    }
}
