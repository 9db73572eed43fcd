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
/// Energy-based GAN: the discriminator is an autoencoder, and what it cannot restore is not real. Zhao, Mathieu and LeCun
/// 2016, "Energy-based generative adversarial network", arXiv:1609.03126.
/// </summary>
/// <remarks>
/// <para>E(x) = mean of (Dec(Enc(x)) - x)² with pixels in [0, 1]. L_D = E(x) + [m - E(G(z))]⁺ (equation 1) and
/// L_G = E(G(z)) + w f_PT(S) with the pulling-away term f_PT(S) = 1/(N(N-1)) Σᵢ Σ_{j≠i} (Sᵢ·Sⱼ / ‖Sᵢ‖‖Sⱼ‖)² over the codes
/// S of a batch (equation 4).</para>
/// <para>Digits: G: z → 256 → 512, batch norm, ReLU → pixels, tanh. D: 784-256-64-256-784, batch norm, ReLU. Width 64 gives
/// these sizes; m is 0.3 of the energy that the first batch of data has before any learning. Adam with rate 10⁻³ and β₁ = ½.
/// Ours: w = 1, ten times the paper's, for this short training.</para>
/// <para>Ours: samples are made by the moving average of the generator.</para>
/// </remarks>
public sealed record Ebgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Ebgan()
    {
        Width = 64;
        Generator = new PlayerSettings { LearningRate = 1e-3 };
        Discriminator = new PlayerSettings { LearningRate = 1e-3 };
        Steps = 5000;
    }

    /// <summary>m, as a share of the energy that the first batch of data has before any learning.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Margin { get; init; } = 0.3;

    /// <summary>w: what the pulling-away term counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double PullingAway { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        int width = setup.Sizes.Width;
        Module generator = setup.Build("generator", new Sequential(
        [
            new Dense(4 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense(8 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense((int)setup.Item.Count), .. setup.Sizes.Bounded(new Tanh()), new Reshape(setup.Item.ToArray()),
        ]), [setup.Sizes.Latent], setup.Item);
        Module encoder = setup.Build("encoder", new Sequential(
            new Flatten(), new Dense(4 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense(width, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU()), setup.Item);
        Module decoder = setup.Build("decoder", new Sequential(
            new Dense(4 * width, bias: false, Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Dense((int)setup.Item.Count), new Reshape(setup.Item.ToArray())), encoder.OutputShape, setup.Item);
        Parameter margin = setup.State("margin", Shape.Scalar);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [encoder, decoder], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = EnergyOf(turn.Data, turn.Apply(decoder, turn.Apply(encoder, turn.Data)));
            Tensor generated = EnergyOf(samples, turn.Apply(decoder, turn.Apply(encoder, samples)));
            turn.Judge(items => -EnergyOf(items, turn.ApplyFrozen(decoder, turn.ApplyFrozen(encoder, items))), turn.Data, samples, -real, -generated);
            Tensor known = turn.Context.Read(margin);
            Tensor wanted = Tensor.Select(known > 0, known, (real.Mean() * Margin).StopGradient());
            turn.Context.Update(margin, wanted);
            turn.Measure("margin", wanted);
            turn.Measure("energy-real", real.Mean());
            turn.Measure("energy-generated", generated.Mean());
            return Energy.MarginLoss(real, generated, wanted);
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor samples = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor codes = turn.ApplyFrozen(encoder, samples);
            Tensor energy = EnergyOf(samples, turn.ApplyFrozen(decoder, codes)).Mean();
            return PullingAway == 0 ? energy : energy + (Energy.PullingAway(codes) * PullingAway);
        }, average);
        return new GameParts(
            [.. discriminator, maker],
            Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Critic = (context, items) => -EnergyOf(items, decoder.Forward(context, encoder.Forward(context, items))),
            Features = ItemFeatures.Code(encoder),
        };
    }

    /// <summary>The energy of each item, [batch, 1]; a quarter, for pixels of [-1, 1] as of [0, 1].</summary>
    internal static Tensor EnergyOf(Tensor items, Tensor restored) => 0.25 * (restored - items).Square().Reshape(items.Shape[0], -1).Mean(1, keepAxes: true);
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Ebgan"/>
    [Model("ebgan", Card = "A18", Year = 2016, Arxiv = "1609.03126", Title = "Energy-based generative adversarial network",
        Authors = "Zhao, Mathieu, LeCun")]
    public static Ebgan Ebgan { get; } = new();
}
