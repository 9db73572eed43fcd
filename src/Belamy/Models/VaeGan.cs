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
    private const double FeatureVariance = 0.05;
    private const double FeatureWeight = 0.05;

    /// <summary>
    /// VAE-GAN. Larsen, Sønderby, Larochelle and Winther 2015, "Autoencoding beyond pixels using a learned similarity
    /// metric", arXiv:1512.09300.
    /// </summary>
    /// <remarks>
    /// <para>A variational autoencoder whose reconstructions are compared in a hidden layer f of a discriminator:
    /// L_feat = ½ ‖f(x) - f(x̃)‖² / s² (eq. 7, where s is 1). Encoder: KL + L_feat. Decoder: γ L_feat plus the non-saturating
    /// loss of x̃ and of G(z). Discriminator: cross-entropy over x, x̃ and G(z). Who wins too clearly waits (<see cref="Equilibrium"/>).</para>
    /// <para>Scaled to 28×28: encoder 4×4 stride 2 to 16 → 32 maps, dense (m, ln σ²); decoder the same back with batch norm;
    /// discriminator alike, its second layer as f, dense 128, one logit; γ = 0.05. Without the paper's batch norm a value of f
    /// varies by a mere 0.02, so s² = 0.05: else the KL outweighs what the features tell. RMSProp, batches of 64.</para>
    /// </remarks>
    [Model("vae-gan", Card = "H4", Year = 2015, Arxiv = "1512.09300", Title = "Autoencoding beyond pixels using a learned similarity metric",
        Authors = "Larsen, Sønderby, Larochelle, Winther")]
    public static Recipe VaeGan { get; } = Recipe.Default with
    {
        Game = AssembleVaeGan,
        Networks = new NetworkPair(
            "variational convolutional",
            sizes => new Sequential(
                new Dense(2 * sizes.Width * sizes.Item[1] / 4 * sizes.Item[2] / 4, bias: false), new BatchNorm(), new ReLU(),
                new Reshape(2 * sizes.Width, sizes.Item[1] / 4, sizes.Item[2] / 4),
                new TransposedConvolution(sizes.Width, kernel: 4, stride: 2, bias: false), new BatchNorm(), new ReLU(),
                new TransposedConvolution(sizes.Item[0], kernel: 4, stride: 2)),
            sizes => new Sequential([.. VaeGanLayers(sizes), new Dense(2 * sizes.Latent)])),
        Latent = 16,
        Width = 16,
        Generator = new() { LearningRate = 5e-4, Optimizer = new RmsProp() },
        Discriminator = new() { LearningRate = 5e-4, Optimizer = new RmsProp() },
        Averaging = 0,
        Batch = 64,
        Steps = 10_000,
    };

    [Check("vae-gan", "MNIST's test digits, thin and thick")]
    internal static void CheckVaeGan(ReproductionRun run)
    {
        long steps = run.Choose(2, 3_000, 30_000);
        Dataset data = run.Open("mnist");
        int length = data.ItemLength;
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(200, 2_000, 10_000));
        float[] training = ItemFunction.Read(data, run.Choose(200, 5_000, 20_000));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits, the VAE of the same networks as long; compared in the second layer of the discriminator; {test.Length / length:N0} test digits";
        using TrainingRun trained = run.Train(run.Recipe, data, steps);
        using TrainingRun plain = run.Train(Vae with { Networks = run.Recipe.Networks, Latent = run.Recipe.Latent, Width = run.Recipe.Width, Batch = run.Recipe.Batch }, data, steps, label: "VAE");
        float[] own = Decode(trained, Encode(trained, test, x => x));
        float[] other = Decode(plain, Encode(plain, test, x => (x + 1) * 0.5));
        float[] Features(float[] items) => ItemFunction.Apply("features", items, trained.Game.Game.Item, (context, x) => trained.Game.Networks["features"].Forward(context, x));
        float[] real = Features(test);
        (double error, double vaeError) = (MeanSquare(Features(own), real), MeanSquare(Features(other), real));
        run.Tell("feature error of the VAE", vaeError);
        run.Tell("feature error", error);
        run.Report("feature error, of the VAE's", error / vaeError, Ask.AtMost(1));

        // The attribute is ink: the thickest and the thinnest third of the training digits say which way it lies.
        float[] codes = Encode(trained, training, x => x);
        int size = run.Recipe.Latent!.Value;
        double[] ink = Ink(training, length);
        double[] sorted = [.. ink.Order()];
        (double low, double middle, double high) = (sorted[sorted.Length / 3], sorted[sorted.Length / 2], sorted[sorted.Length * 2 / 3]);
        float[] thick = MeanCode(codes, size, ink, value => value >= high);
        float[] thin = MeanCode(codes, size, ink, value => value <= low);
        float[] testCodes = Encode(trained, test, x => x);
        int[] lean = [.. Ink(own, length).Select((value, at) => (value, at)).Where(pair => pair.value < low).Select(pair => pair.at)];
        float[] edited = Decode(trained, [.. lean.SelectMany(at => testCodes.Skip(at * size).Take(size).Select((value, k) => value + thick[k] - thin[k]))]);
        run.Report("thin digits that the vector of thickness makes thicker than the median, %", 100 * Ink(edited, length).Average(value => value > middle ? 1.0 : 0), Ask.AtLeast(80));
        run.Picture = new Samples(trained.Game.Game.Item, [.. test[..(10 * length)], .. other[..(10 * length)], .. own[..(10 * length)],
            .. lean.Take(10).SelectMany(at => own.Skip(at * length).Take(length)), .. edited[..(Math.Min(10, lean.Length) * length)], .. trained.Generator.Sample(30).Values]).ToGrid(10);
    }

    private static Module[] VaeGanLayers(NetworkSizes sizes) =>
    [
        new Convolution(sizes.Width, kernel: 4, stride: 2), new LeakyReLU(0.2),
        new Convolution(2 * sizes.Width, kernel: 4, stride: 2), new LeakyReLU(0.2), new Flatten(),
    ];

    private static GameParts AssembleVaeGan(GameSetup setup)
    {
        NetworkSizes.RequirePictures(setup.Item);
        (Recipe recipe, NetworkSizes sizes) = (setup.Recipe, setup.Sizes);
        Module encoder = setup.Build("encoder", recipe.Networks.Discriminator(sizes), setup.Item, [2 * sizes.Latent]);
        Module decoder = setup.Build("decoder", recipe.Networks.Generator(sizes), [sizes.Latent], setup.Item);
        Module features = setup.Build("features", new Sequential(VaeGanLayers(sizes)), setup.Item);
        Module head = setup.Build("head", new Sequential(new Dense(8 * sizes.Width), new LeakyReLU(0.2), new Dense(1)), features.OutputShape, [1]);
        (Tensor Latent, Tensor Divergence) Code(Turn turn, Tensor codes)
        {
            (Tensor mean, Tensor logVariance) = Halves(codes);
            return (mean + ((0.5 * logVariance).Exp() * turn.Context.RandomNormal("code", mean.Shape)), VariationalBound.Divergence(mean, logVariance).Mean());
        }

        static Tensor Distance(Tensor left, Tensor right) => 0.5 / FeatureVariance * (left - right).Square().Sum(1).Mean();
        static Tensor Picture(Tensor logits) => (logits.Sigmoid() * 2) - 1;
        Player discriminator = setup.Player("discriminator", recipe.Discriminator, [features, head], turn =>
        {
            Tensor rebuilt = Picture(turn.ApplyFrozen(decoder, Code(turn, turn.ApplyFrozen(encoder, turn.Data)).Latent));
            Tensor drawn = Picture(turn.ApplyFrozen(decoder, setup.Prior.Draw(turn.Context, turn.Batch)));
            Tensor Judge(Tensor items) => turn.Apply(head, turn.Apply(features, items));
            (Tensor real, Tensor again, Tensor generated) = (Judge(turn.Data), Judge(rebuilt), Judge(drawn));
            turn.MeasureAccuracy(real, generated);
            return CrossEntropy.Binary(real, 1) + (0.5 * (CrossEntropy.Binary(again, 0) + CrossEntropy.Binary(generated, 0)));
        });
        Player encoding = setup.Player("encoder", recipe.Generator, [encoder], turn =>
        {
            (Tensor latent, Tensor divergence) = Code(turn, turn.Apply(encoder, turn.Data));
            Tensor rebuilt = turn.ApplyFrozen(features, Picture(turn.ApplyFrozen(decoder, latent)));
            Tensor real = turn.ApplyFrozen(features, turn.Data);
            Tensor drawn = turn.ApplyFrozen(features, Picture(turn.ApplyFrozen(decoder, setup.Prior.Draw(turn.Context, turn.Batch))));
            Equilibrium.Measure(turn, turn.ApplyFrozen(head, real), turn.ApplyFrozen(head, drawn));
            turn.Measure("divergence", divergence);
            return divergence + Distance(rebuilt, real);
        });
        Player decoding = setup.Player("decoder", recipe.Generator, [decoder], turn =>
        {
            Tensor rebuilt = turn.ApplyFrozen(features, Picture(turn.Apply(decoder, Code(turn, turn.ApplyFrozen(encoder, turn.Data)).Latent)));
            Tensor drawn = turn.ApplyFrozen(features, Picture(turn.Apply(decoder, setup.Prior.Draw(turn.Context, turn.Batch))));
            Tensor fooled = CrossEntropy.Binary(turn.ApplyFrozen(head, rebuilt), 1) + CrossEntropy.Binary(turn.ApplyFrozen(head, drawn), 1);
            return (FeatureWeight * Distance(rebuilt, turn.ApplyFrozen(features, turn.Data))) + (0.5 * fooled);
        });
        return new GameParts([discriminator, encoding, decoding], new Equilibrium { Order = setup.Order }, (context, latent, _) => Picture(decoder.Forward(context, latent)))
        {
            Places = [nameof(Recipe.DiscriminatorMoves), nameof(Recipe.Pretraining)],
            Critic = (context, items) => head.Forward(context, features.Forward(context, items)),
            Features = ItemFeatures.Hidden(features, head) is { } hidden ? hidden with { Network = "discriminator" } : null,
        };
    }

    /// <summary>The means of the codes.</summary>
    private static float[] Encode(TrainingRun trained, float[] items, Func<Tensor, Tensor> scale) => ItemFunction.Apply(
        "encode", items, trained.Game.Game.Item, (context, x) => Halves(trained.Game.Networks["encoder"].Forward(context, scale(x))).Mean);

    private static float[] Decode(TrainingRun trained, float[] codes) => codes.Length == 0 ? [] : ItemFunction.Apply(
        "decode", codes, [trained.Recipe.Latent!.Value], (context, z) => (trained.Game.Networks["decoder"].Forward(context, z).Sigmoid() * 2) - 1);

    private static double[] Ink(float[] items, int length) => items.Length == 0 ? [0] : [.. items.Chunk(length).Select(item => item.Average(value => (value + 1.0) / 2))];

    private static float[] MeanCode(float[] codes, int size, double[] ink, Func<double, bool> chosen)
    {
        float[][] rows = [.. codes.Chunk(size).Where((_, at) => chosen(ink[at]))];
        return [.. Enumerable.Range(0, size).Select(k => rows.Average(row => row[k]))];
    }
}
