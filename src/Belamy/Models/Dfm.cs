using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

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
public sealed record Dfm : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Dfm()
    {
        Steps = 5000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>The deviation of the noise that the denoiser learns to take away.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Noise { get; init; } = 1;

    /// <summary>λ_denoise times the number of features.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double DenoisingWeight { get; init; } = 0.03;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module trunk = setup.Build("discriminator", Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        int features = (int)trunk.OutputShape.Count;
        Module denoiser = setup.Build("denoiser", new Sequential(
            new Dense(features, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(), new Dense(features)), trunk.OutputShape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(source, turn.Apply(trunk, turn.Data)), turn.Apply(source, turn.Apply(trunk, samples)));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, items)), turn.Data, samples, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player restorer = setup.Player("denoiser", Discriminator, [denoiser], turn =>
        {
            Tensor real = turn.ApplyFrozen(trunk, turn.Data);
            return Reconstruction.Squared(real, turn.Apply(denoiser, real + (turn.Context.RandomNormal("noise", real.Shape) * Noise)));
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor seen = turn.ApplyFrozen(trunk, turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch)));
            Tensor restored = turn.ApplyFrozen(denoiser, seen).StopGradient();
            Tensor apart = Reconstruction.Squared(seen, restored);
            turn.Measure("feature-distance", apart);
            return Objective.GeneratorLoss(turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, turn.Data)), turn.ApplyFrozen(source, seen)) + (apart * DenoisingWeight);
        }, average);
        return new GameParts(
            [.. discriminator, restorer, maker],
            Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            Features = ItemFeatures.Hidden(trunk, source),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Dfm"/>
    [Model("dfm", Card = "A20", Year = 2017, Title = "Improving generative adversarial networks with denoising feature matching",
        Authors = "Warde-Farley, Bengio")]
    public static Dfm Dfm { get; } = new();
}
