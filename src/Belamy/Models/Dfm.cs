using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    private const double DfmNoise = 1;

    /// <summary>
    /// Denoising feature matching: a denoiser of the discriminator's features of real items draws the generator's towards them.
    /// Warde-Farley and Bengio 2017, "Improving generative adversarial networks with denoising feature matching", ICLR 2017.
    /// </summary>
    /// <remarks>
    /// <para>φ is the discriminator without its last layer, r the denoiser: r minimizes E‖φ(x) - r(φ(x) + noise)‖² over real x, G
    /// minimizes -λ_adv E[ln D(G(z))] + λ_denoise E‖φ(G(z)) - r(φ(G(z)))‖² with r held constant, λ_adv = 1 and λ_denoise =
    /// 0.03 / n_h for n_h features.</para>
    /// <para>r: two dense layers of n_h units, batch norm and ReLU between them. Noise N(0, 1). The networks are those of the data, at 28×28
    /// of width 16 and with a rate of 10⁻³.</para>
    /// </remarks>
    [Model("dfm", Card = "A20", Year = 2017, Title = "Improving generative adversarial networks with denoising feature matching",
        Authors = "Warde-Farley, Bengio")]
    public static Recipe Dfm { get; } = Recipe.Default with
    {
        Game = AssembleDfm,
        Averaging = 0.998,
        Steps = 5000,
    };

    [Check("dfm", "MNIST digits")]
    internal static void CheckDfm(ReproductionRun run)
    {
        long steps = run.Choose(8, 800, 20_000);
        int count = run.Choose(100, 5_000, 10_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits at width 16, and the non-saturating game with the same networks and steps, {seeds.Count} seeds each; {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = ImageClassifier.Obtain(data, cancellationToken: run.CancellationToken);
        using TrainingRun trained = run.Train(run.Recipe, data, steps, label: "with the denoiser");
        double[] with = [Score(trained), .. seeds.Skip(1).Select(seed => ScoreOf(run.Recipe, seed, "with the denoiser"))];
        double[] without = [.. seeds.Select(seed => ScoreOf(run.Recipe with { Game = Adversarial.Assemble }, seed, "without"))];
        run.Report("classifier score, of 10, above that of the non-saturating game", with.Average() - without.Average(), Ask.AtLeast(-0.1));
        run.Tell("classifier score, of 10", with);
        run.Tell("classifier score of the non-saturating game, of 10", without);
        var noise = new float[count * data.ItemLength];
        var random = new Random(1);
        for (int at = 0; at < noise.Length; at++)
            noise[at] = (random.NextSingle() * 2) - 1;
        (double ofDigits, double ofNoise) = (Denoising(data), Denoising(new ArrayDataset("noise", new Shape(data.ItemShape), noise)));
        run.Report("denoiser's loss on digits, of that on noise", ofDigits / ofNoise, Ask.AtMost(1));
        run.Note("A single pair of runs decides little: the difference of seed 1 alone is -0.16.");
        run.Picture = trained.Generator.Sample(100).ToGrid(10);

        double ScoreOf(Recipe recipe, long seed, string label)
        {
            using TrainingRun made = run.Train(recipe, data, steps, seed, label);
            return Score(made);
        }

        double Score(TrainingRun made)
        {
            var probabilities = new float[count * classifier.ClassNames.Count];
            classifier.Analyze(made.Generator.Sample(count).Values, probabilities, []);
            return ClassifierScore.Compute(new FeatureMatrix(probabilities, classifier.ClassNames.Count)).Mean;
        }

        double Denoising(Dataset items) => ReproductionRun.Apply(items, count, (context, batch) =>
        {
            Tensor features = trained.Game.Networks["discriminator"].Forward(context, batch);
            Tensor noisy = features + (context.RandomNormal("noise", features.Shape) * DfmNoise);
            return (features - trained.Game.Networks["denoiser"].Forward(context, noisy)).Square().Mean(1, keepAxes: true);
        }).Mean()[0];
    }

    private static GameParts AssembleDfm(GameSetup setup)
    {
        Recipe recipe = setup.Recipe;
        Module generator = setup.Build("generator", recipe.Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module trunk = setup.Build("discriminator", recipe.Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        int features = (int)trunk.OutputShape.Count;
        Module denoiser = setup.Build("denoiser", new Sequential(
            new Dense(features, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(), new Dense(features)), trunk.OutputShape);
        var average = setup.Average(generator);
        Player discriminator = setup.Player("discriminator", recipe.Discriminator, [trunk, source], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(source, turn.Apply(trunk, turn.Data)), turn.Apply(source, turn.Apply(trunk, samples)));
            turn.MeasureAccuracy(real, generated);
            return recipe.Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player restorer = setup.Player("denoiser", recipe.Discriminator, [denoiser], turn =>
        {
            Tensor real = turn.ApplyFrozen(trunk, turn.Data);
            return Reconstruction.Squared(real, turn.Apply(denoiser, real + (turn.Context.RandomNormal("noise", real.Shape) * DfmNoise)));
        });
        Player maker = setup.Player("generator", recipe.Generator, [generator], turn =>
        {
            Tensor seen = turn.ApplyFrozen(trunk, turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch)));
            Tensor restored = turn.ApplyFrozen(denoiser, seen).StopGradient();
            Tensor apart = Reconstruction.Squared(seen, restored);
            turn.Measure("feature-distance", apart);
            return recipe.Objective.GeneratorLoss(turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, turn.Data)), turn.ApplyFrozen(source, seen)) + (apart * 0.03);
        }, average);
        return new GameParts(
            [discriminator, restorer, maker],
            setup.Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Places = GameParts.Usual,
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            Features = ItemFeatures.Hidden(trunk, source),
        };
    }
}
