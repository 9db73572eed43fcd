using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Dense networks with batch norm: the classic example of the Keras community (Linder-Norén 2017, "Keras-GAN").
    /// </summary>
    /// <remarks>
    /// <para>G: z → dense 256, leaky ReLU, batch norm → 512 → 1024 likewise → dense, tanh (not for points), reshape. D: flatten → dense 512,
    /// leaky ReLU → dense 256, leaky ReLU → one logit. Leaky ReLU 0.2, batch norm with momentum 0.8.</para>
    /// <para>The discriminator's loss is the mean over real and generated images. Width 64 gives the sizes above.</para>
    /// </remarks>
    [Model("mlp", Card = "A2", Year = 2017, Title = "Keras-GAN", Authors = "Linder-Norén")]
    public static Recipe Mlp { get; } = Recipe.Default with
    {
        Networks = new NetworkPair(
            "dense with batch norm",
            sizes => new Sequential(
            [
                new Dense(4 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense(8 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense(16 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()),
                new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(),
                new Dense(8 * sizes.Width), new LeakyReLU(0.2),
                new Dense(4 * sizes.Width), new LeakyReLU(0.2),
                new Dense(1))),
        Objective = new NonSaturating { DiscriminatorWeight = 0.5 },
        Batch = 32,
        Steps = 30000,
    };

    [Check("mlp", "MNIST digits", Revision = 2)]
    internal static void CheckMlp(ReproductionRun run)
    {
        long steps = run.Choose(20, 10_000, 30_000);
        int count = run.Choose(100, 1_000, 10_000);
        run.Description = $"{steps:N0} steps of 32 digits, {count:N0} samples, judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(run.Recipe, data, steps);
        using ImageClassifier classifier = ImageClassifier.Obtain(data, cancellationToken: run.CancellationToken);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Report("share of the rarest digit, %", 100 * report.ClassShares.Min(), Ask.AtLeast(1));
        run.Report("mean confidence of the classifier", report.MeanConfidence, Ask.AtLeast(0.8));
        run.Report("classifier score (inception-style), of 10", report.Score, Ask.AtLeast(6));
        double right = (trained.Result.Metrics["accuracy-real"] + trained.Result.Metrics["accuracy-generated"]) / 2;
        run.Report("discriminator right at the end, on real and generated digits, %", 100 * right, Ask.Between(50, 85));
        run.Picture = trained.Generator.Sample(25).ToGrid(5);
    }
}
