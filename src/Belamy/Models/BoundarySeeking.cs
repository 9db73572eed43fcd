using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    private const int BitSamples = 20;

    /// <summary>Boundary-seeking GAN, for data of bits. Hjelm et al. 2017, "Boundary-seeking generative adversarial networks", arXiv:1702.08431.</summary>
    /// <remarks>
    /// <para>The generator puts out chances σ(l(z)) and draws M = 20 items of bits x_m from each, through which no gradient
    /// flows. The discriminator's odds e^D(x) say how much likelier real items are, so w̃_m = softmax_m D(x_m) weighs the
    /// draws, and L_G = -E Σ_m w̃_m ln g(x_m | z) (eq. 10). The discriminator's loss is the usual cross-entropy over all draws.</para>
    /// <para>z → 256 → 256 → bits with ReLU; bits → 256 → 256 → 1 with leaky ReLU, at width 64. Adam with β₁ = ½.</para>
    /// </remarks>
    [Model("boundary-seeking", Card = "I3", Year = 2017, Arxiv = "1702.08431", Title = "Boundary-seeking generative adversarial networks",
        Authors = "Hjelm, Jacob, Che, Trischler, Cho, Bengio")]
    public static Recipe BoundarySeeking { get; } = Recipe.Default with
    {
        Game = AssembleBoundarySeeking,
        Networks = new NetworkPair(
            "bits",
            sizes => new Sequential(
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense((int)sizes.Item.Count)),
            sizes => new Sequential(
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new LeakyReLU(0.2),
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new LeakyReLU(0.2),
                new Dense(1))),
        Latent = 32,
        Generator = new() { LearningRate = 3e-4 },
        Discriminator = new() { LearningRate = 3e-4 },
        Averaging = 0,
        Batch = 64,
        Steps = 10_000,
    };

    [Check("boundary-seeking", "binarized 14 × 14 MNIST digits; four states of two bits")]
    internal static void CheckBoundarySeeking(ReproductionRun run)
    {
        (long steps, long toySteps) = (run.Choose(3, 5_000, 50_000), run.Choose(10, 3_000, 20_000));
        int count = run.Choose(100, 2_000, 10_000);
        Dataset digits = run.Open("mnist");
        var data = HalfBits(digits, run.Choose(500, 60_000, 60_000));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits, {count:N0} samples; {toySteps:N0} steps of two bits";
        using TrainingRun trained = run.Train(run.Recipe, data, steps, label: "digits");
        Samples samples = trained.Generator.Sample(count);
        run.Report("mean error of a pixel's share of ones", PixelShares(ItemFunction.Read(data)).Zip(PixelShares(samples.Values.ToArray()), (real, made) => Math.Abs(real - made) / 2).Average(), Ask.AtMost(0.03));
        run.Report("draws that count, 1 / Σ w̃², of 20", trained.Result.Metrics["effective-draws"], Ask.AtLeast(2));
        using ImageClassifier classifier = ImageClassifier.Obtain(digits, cancellationToken: run.CancellationToken);
        (int[] classes, _) = classifier.Classify([.. Enumerable.Range(0, count * 784).Select(at => samples.Values[(at / 784 * 196) + (at % 784 / 56 * 14) + (at % 28 / 2)])]);
        run.Report("entropy of the classes, nats", -classes.GroupBy(one => one).Sum(one => one.Count() / (double)count * Math.Log(one.Count() / (double)count)), Ask.AtLeast(1.8));
        run.Picture = samples.ToGrid(50);

        double[] chances = [0.1, 0.2, 0.3, 0.4];
        var toy = new ArrayDataset("two bits", [2], [.. Enumerable.Range(0, 1000).SelectMany(at => TwoBits(at < 100 ? 0 : at < 300 ? 1 : at < 600 ? 2 : 3))]);
        using TrainingRun small = run.Train(run.Recipe with { Latent = 4, Width = 8 }, toy, toySteps, label: "two bits");
        float[] drawn = small.Generator.Sample(20_000).Values.ToArray();
        double[] shares = [.. Enumerable.Range(0, 4).Select(state => (Enumerable.Range(0, 20_000).Count(at => drawn.AsSpan(2 * at, 2).SequenceEqual(TwoBits(state))) + 0.5) / 20_002)];
        run.Report("four states: KL from the data to the samples, nats", chances.Zip(shares, (real, made) => real * Math.Log(real / made)).Sum(), Ask.AtMost(0.02));
    }

    private static GameParts AssembleBoundarySeeking(GameSetup setup)
    {
        setup.RequireChances();
        int length = (int)setup.Item.Count;
        Module generator = setup.Build("generator", setup.Recipe.Networks.Generator(setup.Sizes), [setup.Sizes.Latent], [length]);
        Module discriminator = setup.Build("discriminator", setup.Recipe.Networks.Discriminator(setup.Sizes), [length], [1]);
        Tensor Draw(ForwardContext context, Tensor logits, int count) =>
            (context.RandomUniform("bits", [logits.Shape[0], count, length]) < logits.Sigmoid().Reshape(-1, 1, length)).Cast(ElementType.Float32).StopGradient();
        Tensor Bits(Tensor items) => (items.Reshape(-1, length) > 0).Cast(ElementType.Float32);
        return new GameParts(
            [
                setup.Player("discriminator", setup.Recipe.Discriminator, [discriminator], turn =>
                {
                    Tensor logits = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
                    Tensor real = turn.Apply(discriminator, Bits(turn.Data));
                    Tensor generated = turn.Apply(discriminator, Draw(turn.Context, logits, BitSamples).Reshape(-1, length));
                    turn.MeasureAccuracy(real, generated);
                    return CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0);
                }),
                setup.Player("generator", setup.Recipe.Generator, [generator], turn =>
                {
                    Tensor logits = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
                    Tensor bits = Draw(turn.Context, logits, BitSamples);
                    Tensor odds = turn.ApplyFrozen(discriminator, bits.Reshape(-1, length)).Reshape(turn.Batch, BitSamples);
                    Tensor weights = ImportanceWeights.Normalized(odds);
                    turn.Measure("effective-draws", ImportanceWeights.EffectiveSize(weights));
                    // Σ w̃ ln g(x) is ln g at Σ w̃ x, for ln g is linear in x and the weights add up to 1.
                    return -VariationalBound.BernoulliLogLikelihood(logits, (weights.Reshape(turn.Batch, BitSamples, 1) * bits).Sum(1)).Mean();
                }),
            ],
            setup.Order,
            (context, latent, _) => ((Draw(context, generator.Forward(context, latent), 1) * 2) - 1).Reshape(new Shape([latent.Shape[0], .. setup.Item])))
        {
            Places = [nameof(Recipe.DiscriminatorMoves), nameof(Recipe.Pretraining), nameof(Recipe.LatentDistribution)],
            Features = ItemFeatures.Hidden(discriminator) is { } hidden
                ? hidden with { Function = (context, items) => hidden.Function(context, Bits(items)) }
                : null,
        };
    }

    private static float[] TwoBits(int state) => [state % 2 == 0 ? -1 : 1, state < 2 ? -1 : 1];

    private static double[] PixelShares(float[] items) => [.. Enumerable.Range(0, 196).Select(pixel => Enumerable.Range(0, items.Length / 196).Average(at => (double)items[(at * 196) + pixel]))];

    /// <summary>Digits at half their size, a pixel being 1 or -1 by the mean of four.</summary>
    private static ArrayDataset HalfBits(Dataset data, int count)
    {
        float[] items = ItemFunction.Read(data, count);
        var halves = new float[items.Length / 4];
        for (int at = 0; at < halves.Length; at++)
        {
            int corner = (at / 196 * 784) + (at % 196 / 14 * 56) + (at % 14 * 2);
            halves[at] = items[corner] + items[corner + 1] + items[corner + 28] + items[corner + 29] > 0 ? 1 : -1;
        }

        return new ArrayDataset("bits", [1, 14, 14], halves);
    }
}
