using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Naive Bayes as a generative classifier: within a class every pixel is drawn by itself. Maron 1961, "Automatic
    /// indexing: an experimental inquiry", Journal of the ACM 8(3).
    /// </summary>
    /// <remarks>
    /// <para>p(x, y) = p(y) Π_i θ_yi^x_i (1 - θ_yi)^(1 - x_i), with x_i = 1 where a pixel is brighter than the middle.
    /// θ_yi = (n_yi + 1) / (n_y + 2) and p(y) = (n_y + 1) / (n + classes), Laplace's rule of succession.</para>
    /// <para>Its one player has no parameters: a move counts a batch. The loss is -ln p(x, y) of the batch by what was
    /// counted before, so its mean over the run is the length of the data in nats when coded one after the other.</para>
    /// <para>One pass over the data is all of the training: 600 steps of 100 of MNIST's 60,000 digits.</para>
    /// </remarks>
    [Model("naive-bayes", Card = "K2", Year = 1961, Title = "Automatic indexing: an experimental inquiry", Authors = "Maron")]
    public static Recipe NaiveBayes { get; } = Recipe.Default with
    {
        Game = AssembleNaiveBayes,
        Latent = 1,
        Averaging = 0,
        Batch = 100,
        Steps = 600,
    };

    [Check("naive-bayes", "MNIST's 10,000 test digits")]
    internal static void CheckNaiveBayes(ReproductionRun run)
    {
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(1000, 10_000, 10_000));
        int[] labels = run.Open("mnist", DataSplit.Test).Labels[..(test.Length / data.ItemLength)].ToArray();
        int steps = data.Count / run.Recipe.Batch;
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits, each counted once; {labels.Length:N0} test digits";
        using TrainingRun trained = run.Train(run.Recipe, data, steps);
        ParameterStore store = trained.Game.Game.Store;
        (Parameter counts, Parameter ones) = (store["state/class-counts"], store["state/ones"]);
        float[] joint = ItemFunction.Apply("log joint", test, trained.Game.Game.Item, (_, x) => LogJoint(Bits(x), counts.Value, ones.Value));
        run.Report("Bernoulli: test accuracy, %", NaiveBayesAccuracy(joint, labels), Ask.Between(83.5, 84.5));
        run.Tell("Gaussian: test accuracy, %", NaiveBayesAccuracy(GaussianClassifier.LogJoint(data, test), labels), "55.6 (scikit-learn)");
        double error = Enumerable.Range(0, 20).Max(at => Math.Abs(joint[at * 10] - HandLogJoint(test.AsSpan(at * data.ItemLength, data.ItemLength), counts, ones)));
        run.Report("log joint: largest difference from the sum by hand, nats", error, Ask.AtMost(0.01), always: true);
        run.Picture = trained.Generator.Sample(40).ToGrid(10);
    }

    private static GameParts AssembleNaiveBayes(GameSetup setup)
    {
        int classes = setup.RequireClasses();
        setup.RequireChances();
        Parameter counts = setup.State("class-counts", [classes]);
        Parameter ones = setup.State("ones", [classes, (int)setup.Item.Count]);
        Player counter = setup.Player("counter", setup.Recipe.Generator, [], turn =>
        {
            Tensor bits = Bits(turn.Data);
            Tensor chosen = Tensor.OneHot(turn.Labels, classes);
            Tensor joint = LogJoint(bits, turn.Context.Read(counts), turn.Context.Read(ones));
            turn.Context.Update(counts, turn.Context.Read(counts) + chosen.Sum(0));
            turn.Context.Update(ones, turn.Context.Read(ones) + Tensor.MatMul(chosen, bits, transposeLeft: true));
            return -(joint * chosen).Sum(1).Mean();
        });
        return new GameParts([counter], new Alternating(), (context, latent, labels) =>
        {
            Tensor chance = Chances(counts.Value, ones.Value).Gather(labels!);
            Tensor bits = (context.RandomUniform("pixels", chance.Shape) < chance).Cast(ElementType.Float32);
            return ((bits * 2) - 1).Reshape(new Shape([latent.Shape[0], .. setup.Item]));
        })
        { TakesClasses = true };
    }

    private static Tensor Bits(Tensor data) => (data.Reshape(data.Shape[0], -1) > 0).Cast(ElementType.Float32);

    private static Tensor Chances(Tensor counts, Tensor ones) => (ones + 1) / (counts.Reshape(-1, 1) + 2);

    /// <summary>ln p(x, y) for every class: [batch, classes].</summary>
    private static Tensor LogJoint(Tensor bits, Tensor counts, Tensor ones)
    {
        Tensor chance = Chances(counts, ones);
        (Tensor on, Tensor off) = (chance.Log(), (1 - chance).Log());
        Tensor prior = ((counts + 1) / (counts.Sum() + counts.Shape[0])).Log();
        return Tensor.MatMul(bits, on - off, transposeRight: true) + off.Sum(1) + prior;
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
