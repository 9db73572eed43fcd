using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Deep convolutional GAN. Radford, Metz and Chintala 2015, "Unsupervised representation learning with deep
    /// convolutional generative adversarial networks", arXiv:1511.06434.
    /// </summary>
    /// <remarks>
    /// <para>64×64: G: z → 512×4×4 → 256 → 128 → 64 → picture, transposed convolutions 4×4 with stride 2, batch norm and
    /// ReLU on all but the output, tanh. D: convolutions 4×4 with stride 2 to 64 → 128 → 256 → 512 maps, batch norm on all
    /// but the first, leaky ReLU 0.2, one logit.</para>
    /// <para>28×28: G: z → 6272 = 128×7×7 → 128 → 64 as above, a 7×7 convolution to the picture, tanh. D: 64 → 128 → 256
    /// maps, dense 1024 twice with dropout 0.2, no batch norm.</para>
    /// <para>Width is the number of maps next to the picture: 64 as written here, and 16 by default at 28×28, with 16 latent
    /// values and a rate of 10⁻³, so that a minute is enough. Adam with rate 2·10⁻⁴ and β₁ = ½ (section 4). Ours: the moving
    /// average of the generator.</para>
    /// </remarks>
    [Model("dcgan", Card = "A3", Year = 2015, Arxiv = "1511.06434",
        Title = "Unsupervised representation learning with deep convolutional generative adversarial networks",
        Authors = "Radford, Metz, Chintala")]
    public static Recipe Dcgan { get; } = Recipe.Default with
    {
        Networks = ConvolutionalPair.Create(),
        LatentDistribution = LatentDistribution.Normal,
        Averaging = 0.998,
        Batch = 64,
        Steps = 5000,
    };

    [Check("dcgan", "MNIST digits", Revision = 2)]
    internal static void CheckDcgan(ReproductionRun run)
    {
        (long steps, int count) = run.Choose((5L, 200), (4_000L, 10_000), (20_000L, 10_000));
        run.Description = $"{steps:N0} steps of 64 digits at the default width, {count:N0} samples";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(run.Recipe, data, steps);
        using TrainingRun dense = run.Train(Mlp, data, steps, label: "the dense networks of mlp");
        using ImageClassifier classifier = ImageClassifier.Obtain(data, cancellationToken: run.CancellationToken);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Report("samples recognized with confidence 0.9, %", 100 * report.Recognized, Ask.AtLeast(80));
        run.Report("classifier score (inception-style), of 10", report.Score, Ask.AtLeast(7));
        run.Report("share of the rarest digit, %", 100 * report.ClassShares.Min(), Ask.AtLeast(2));
        Metric metric = Metric.Find("fid");
        double distance = Distance(trained.Generator);
        double denser = Distance(dense.Generator);
        run.Tell("Fréchet distance on the classifier's features", distance);
        run.Report("the same as a share of mlp's, %", 100 * distance / denser, Ask.AtMost(40));
        run.Picture = trained.Generator.Sample(25).ToGrid(5);

        double Distance(Generator generator) => metric.Compute(new MetricInput(new GeneratorDataset(generator, count), data)
        {
            Count = count,
            Features = new ClassifierFeatures(classifier),
            Classifier = classifier,
            Cancellation = run.CancellationToken,
        })[0].Value;
    }
}
