using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

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
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("dfm", Card = "A20", Year = 2017, Title = "Improving generative adversarial networks with denoising feature matching",
        Authors = "Warde-Farley, Bengio")]
    public static Recipe Dfm { get; } = Recipe.Default with
    {
        Game = AssembleDfm,
        Averaging = 0.998,
        Steps = 5000,
    };

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
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", recipe.Discriminator, [trunk, source], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(source, turn.Apply(trunk, turn.Data)), turn.Apply(source, turn.Apply(trunk, samples)));
            turn.MeasureAccuracy(real, generated);
            turn.Judge(items => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, items)), turn.Data, samples, real, generated);
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
            [.. discriminator, restorer, maker],
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
