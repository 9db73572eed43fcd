using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    // The paper's 10 for the sum of squared errors of 784 values in [0, 1], as a mean over values in [-1, 1].
    private const double EbganMargin = 0.05;

    /// <summary>
    /// Energy-based GAN: the discriminator is an autoencoder, and what it cannot restore is not real. Zhao, Mathieu and LeCun
    /// 2016, "Energy-based generative adversarial network", arXiv:1609.03126.
    /// </summary>
    /// <remarks>
    /// <para>E(x) = mean of (Dec(Enc(x)) - x)². L_D = E(x) + [m - E(G(z))]⁺ (equation 1) and L_G = E(G(z)) + 0.1 f_PT(S) with the
    /// pulling-away term f_PT(S) = 1/(N(N-1)) Σᵢ Σ_{j≠i} (Sᵢ·Sⱼ / ‖Sᵢ‖‖Sⱼ‖)² over the codes S of a batch (equation 4).</para>
    /// <para>Digits: G: z → 256 → 512, batch norm, ReLU → pixels, tanh. D: 784-256-64-256-784, ReLU but behind the code. Width 64 gives these sizes;
    /// m = 0.05. Adam with rate 10⁻³ and β₁ = ½.</para>
    /// </remarks>
    [Model("ebgan", Card = "A18", Year = 2016, Arxiv = "1609.03126", Title = "Energy-based generative adversarial network",
        Authors = "Zhao, Mathieu, LeCun")]
    public static Recipe Ebgan { get; } = Recipe.Default with
    {
        Game = setup => AssembleEbgan(setup, pulling: 0.1),
        Width = 64,
        Generator = new PlayerSettings { LearningRate = 1e-3 },
        Discriminator = new PlayerSettings { LearningRate = 1e-3 },
        Steps = 5000,
    };

    [Check("ebgan", "MNIST digits")]
    internal static void CheckEbgan(ReproductionRun run)
    {
        long steps = run.Choose(10, 2_000, 20_000);
        int count = run.Choose(100, 2_000, 10_000);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits, 784-256-64-256-784, with the pulling-away term and without; {count:N0} samples";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(run.Recipe, data, steps, label: "with the pulling-away term");
        using TrainingRun plain = run.Train(run.Recipe with { Game = setup => AssembleEbgan(setup, pulling: 0) }, data, steps, label: "without");
        (double real, double generated) = (Energy(trained, data), Energy(trained, SamplesOf(trained)));
        run.Report("energy of digits, of the margin", real / EbganMargin, Ask.AtMost(1));
        run.Report("difference of the energy of samples, of the margin", Math.Abs(generated - real) / EbganMargin, Ask.AtMost(0.5));
        run.Report("mean cosine of codes of samples less that without the pulling-away term", Likeness(trained) - Likeness(plain), new Ask("< 0", difference => difference < 0));
        run.Tell("mean cosine of codes of samples", Likeness(trained));
        run.Tell("mean cosine of codes of samples without the pulling-away term", Likeness(plain));
        run.Picture = trained.Generator.Sample(100).ToGrid(10);

        ArrayDataset SamplesOf(TrainingRun made) => new("samples", made.Generator.Item, made.Generator.Sample(count).Values.ToArray());

        FeatureMatrix Codes(TrainingRun made, Dataset items) => ReproductionRun.Apply(items, count, (context, batch) => made.Game.Networks["encoder"].Forward(context, batch));

        double Energy(TrainingRun made, Dataset items) => ReproductionRun.Apply(items, count, (context, batch) =>
            EnergyOf(batch, made.Game.Networks["decoder"].Forward(context, made.Game.Networks["encoder"].Forward(context, batch)))).Mean()[0];

        double Likeness(TrainingRun made) => MeanCosine(Codes(made, SamplesOf(made)));
    }

    private static GameParts AssembleEbgan(GameSetup setup, double pulling)
    {
        Recipe recipe = setup.Recipe;
        int width = setup.Sizes.Width;
        Module generator = setup.Build("generator", new Sequential(
            new Dense(4 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense(8 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense((int)setup.Item.Count), new Tanh(), new Reshape(setup.Item.ToArray())), [setup.Sizes.Latent], setup.Item);
        Module encoder = setup.Build("encoder", new Sequential(
            new Flatten(), new Dense(4 * width, initializer: Initializers.HeNormal), new ReLU(), new Dense(width)), setup.Item);
        Module decoder = setup.Build("decoder", new Sequential(
            new Dense(4 * width, initializer: Initializers.HeNormal), new ReLU(),
            new Dense((int)setup.Item.Count), new Reshape(setup.Item.ToArray())), encoder.OutputShape, setup.Item);
        var average = setup.Average(generator);
        Player discriminator = setup.Player("discriminator", recipe.Discriminator, [encoder, decoder], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = EnergyOf(turn.Data, turn.Apply(decoder, turn.Apply(encoder, turn.Data))).Mean();
            Tensor generated = EnergyOf(samples, turn.Apply(decoder, turn.Apply(encoder, samples)));
            turn.Measure("energy-real", real);
            turn.Measure("energy-generated", generated.Mean());
            return real + (EbganMargin - generated).Max(0).Mean();
        });
        Player maker = setup.Player("generator", recipe.Generator, [generator], turn =>
        {
            Tensor samples = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor codes = turn.ApplyFrozen(encoder, samples);
            Tensor energy = EnergyOf(samples, turn.ApplyFrozen(decoder, codes)).Mean();
            return pulling == 0 ? energy : energy + (PullingAway(codes) * pulling);
        }, average);
        return new GameParts(
            [discriminator, maker],
            new Alternating(recipe.DiscriminatorMoves, recipe.Pretraining),
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Critic = (context, items) => -EnergyOf(items, decoder.Forward(context, encoder.Forward(context, items))),
        };
    }

    private static Tensor EnergyOf(Tensor items, Tensor restored) => (restored - items).Square().Reshape(items.Shape[0], -1).Mean(1, keepAxes: true);

    private static Tensor PullingAway(Tensor codes)
    {
        int count = codes.Shape[0];
        Tensor unit = codes * (codes.Square().Sum(1, keepAxes: true) + 1e-12).Rsqrt();
        Tensor squares = Tensor.MatMul(unit, unit, transposeRight: true).Square();
        return (squares.Sum() - unit.Square().Sum(1).Square().Sum()) / ((double)count * (count - 1));
    }

    private static double MeanCosine(FeatureMatrix codes)
    {
        // The sum of all cosines is the square of the sum of unit vectors.
        var sum = new double[codes.Dimension];
        for (int at = 0; at < codes.Count; at++)
        {
            double norm = Math.Sqrt(codes.Row(at).ToArray().Sum(value => (double)value * value) + 1e-12);
            for (int value = 0; value < sum.Length; value++)
                sum[value] += codes.Row(at)[value] / norm;
        }

        return (sum.Sum(value => value * value) - codes.Count) / ((double)codes.Count * (codes.Count - 1));
    }
}
