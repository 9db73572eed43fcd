using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Conditional GAN: both networks are told the class of an item. Mirza and Osindero 2014, "Conditional generative
    /// adversarial nets", arXiv:1411.1784.
    /// </summary>
    /// <remarks>
    /// <para>min over G, max over D of E[ln D(x | y)] + E[ln(1 - D(G(z | y) | y))] (equation 2); the generator plays the
    /// non-saturating form.</para>
    /// <para>Section 4.1: G: z uniform, 100 → 200, ReLU, beside y → 1000, ReLU; together → 1200, ReLU → pixels, sigmoid. D: maxout
    /// of 240 units with 5 pieces for x beside 50 units with 5 pieces for y; together 240 units with 4 pieces → one logit; dropout ½.
    /// Width 50 gives these sizes.</para>
    /// <para>Ours: Adam with rate 10⁻³ and β₁ = ½ in place of momentum SGD; batch norm behind z's layer and the joint one; dropout 0.2, in D
    /// alone, and R1 (Mescheder et al. 2018) to keep it from winning before it has looked at the class. D takes pixels in
    /// [0, 1], as in the paper: in [-1, 1] the dark background drowns the class.</para>
    /// </remarks>
    [Model("cgan", Card = "B1", Year = 2014, Arxiv = "1411.1784", Title = "Conditional generative adversarial nets",
        Authors = "Mirza, Osindero")]
    public static Recipe Cgan { get; } = Recipe.Default with
    {
        Networks = new NetworkPair(
            "maxout with classes",
            sizes => new Sequential(
            [
                new LabelBranch(
                    sizes.Classes,
                    new Sequential(new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU()),
                    new Sequential(new Dense(20 * sizes.Width, initializer: Initializers.HeUniform), new ReLU())),
                new Dense(24 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)),
                new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Affine(0.5, 0.5),
                new LabelBranch(
                    sizes.Classes,
                    new Sequential(new Flatten(), new Maxout(24 * sizes.Width / 5, pieces: 5, Initializers.HeUniform), new Dropout(0.2)),
                    new Sequential(new Maxout(sizes.Width, pieces: 5, Initializers.HeUniform), new Dropout(0.2))),
                new Maxout(24 * sizes.Width / 5, pieces: 4, Initializers.HeUniform), new Dropout(0.2),
                new Dense(1)))
        {
            TakesClasses = true,
        },
        LatentDistribution = LatentDistribution.Uniform,
        Penalty = new R1(),
        Generator = new PlayerSettings { LearningRate = 1e-3 },
        Discriminator = new PlayerSettings { LearningRate = 1e-3 },
        Averaging = 0.999,
        LearningRateDecay = 0.5,
        Width = 50,
        Batch = 100,
        Steps = 20000,
    };

    [Check("cgan", "MNIST digits", Revision = 2)]
    internal static void CheckCgan(ReproductionRun run)
    {
        long steps = run.Choose(20, 10_000, 50_000);
        int count = run.Choose(100, 5_000, 10_000);
        Recipe recipe = run.Recipe with { Width = run.Choose(5, 25, 50) };
        run.Description = $"{steps:N0} steps of 100 digits at width {recipe.Width} (50 in the paper), rate falling to 0 over the last half, {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(recipe, data, steps);
        ReportClasses(run, trained, data, count, agreement: 90);
        // One latent vector for each row, one class for each column: along a row the class alone changes.
        int latent = trained.Generator.Prior.Size, classes = data.ClassNames.Count;
        float[] vectors = trained.Generator.Latents(10);
        run.Picture = trained.Generator.Generate(
            [.. Enumerable.Range(0, 10 * classes).SelectMany(at => vectors.Skip(at / classes * latent).Take(latent))],
            [.. Enumerable.Range(0, 10 * classes).Select(at => at % classes)]).ToGrid(classes);
        run.Note("Without R1 and with dropout ½ the discriminator was right on everything before it had looked at the class: each class got one digit, mostly not its own, and 11 % were of their class.");
    }

    /// <summary>Reports whether samples show the class that they were asked for, and what a classifier learns from them.</summary>
    private static void ReportClasses(ReproductionRun run, TrainingRun trained, Dataset data, int count, double agreement)
    {
        run.Status("judging samples");
        using ImageClassifier classifier = ImageClassifier.Obtain(data, cancellationToken: run.CancellationToken);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Report("samples of the class that was asked for, %", 100 * report.Agreement!.Value, Ask.AtLeast(agreement));
        if (run.Protocol == Protocol.Quick)
            return;
        Samples samples = trained.Generator.Sample(20_000);
        var generated = new ArrayDataset("samples", samples.Item, samples.Values.ToArray(), [.. samples.Labels], data.ClassNames);
        run.Report("digits a classifier recognizes that learned from 20,000 samples alone, %", 100 * ClassificationAccuracyScore.Compute(generated, run.Open("mnist", DataSplit.Test), cancellationToken: run.CancellationToken), Ask.AtLeast(90));
    }
}
