using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// A part of one picture put into another so that it looks as if it had been there. Wu, Zheng, Zhang and Huang 2017, "GP-GAN: Towards
/// realistic high-resolution image blending", arXiv:1703.07195.
/// </summary>
/// <remarks>
/// <para>G sees a picture with a rectangle of another pasted into it and answers with a natural one, small and blurred: min over G of
/// 0.999 E‖x - G(pasted)‖² - 0.001 E[D(G)], max over D of E[D(x)] - E[D(G)], weights clipped to 0.01 (section 3.2). To blend, its answer l
/// decides about the colours at large, and the pictures about the differences of neighbours v: <see cref="GaussianPoisson"/>, β = 1 and
/// σ = ½, solved at the size that was trained on, then at twice that with what came of it for l, and so on to the size of the picture (section 3.3).</para>
/// <para>G is an <see cref="EncoderDecoder"/> whose middle tells all places of each other, D that of <see cref="ConvolutionalPair"/>, with five moves
/// for one of G. Adam with β₁ = ½; G moves ten times as fast as D.</para>
/// <para>Ours: the paper pastes from photographs of the same place in another light; here it is the picture itself, in a light that is
/// drawn (<see cref="Lights"/>), so that any pictures will do, and rectangles are anywhere. G's answer counts where the object is, and the
/// background elsewhere (<see cref="KeepsBackground"/>). Width 32, batches of 32, an average of G's weights; D begins with 100 moves alone and
/// has no more than five in any step later on.</para>
/// </remarks>
public sealed record GpGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public GpGan()
    {
        NetworkPair critics = ConvolutionalPair.Create();
        Networks = new NetworkPair("blending network and convolutional", sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], tellsAll: true), critics.Discriminator)
        {
            Defaults = _ => new NetworkDefaults(Width: 32, LearningRate: 2e-3),
        };
        Discriminator = new PlayerSettings { LearningRate = 2e-4 };
        Penalty = new WeightClipping();
        DiscriminatorMoves = 5;
        Pretraining = 100;
        Batch = 32;
        Steps = 3000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new Wasserstein();

    /// <summary>Where the other picture is pasted in training.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Anywhere;

    /// <summary>How much contrast and brightness of the pasted picture may differ; see <see cref="Lights"/>.</summary>
    [Range(0.0, 2.0)]
    public double Light { get; init; } = 0.5;

    /// <summary>What the squared error counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 0.999;

    /// <summary>What it counts that the answer looks real; 0 for the error alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 0.001;

    /// <summary>β: what the colours at large count beside the differences of neighbours.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ColourWeight { get; init; } = 1;

    /// <summary>σ: how much the colours at large are blurred, in pixels.</summary>
    [Range(0.0, 16.0)]
    public double Blur { get; init; } = 0.5;

    /// <summary>Whether the background itself decides about its colours at large; else the answer of G does there, too.</summary>
    public bool KeepsBackground { get; init; } = true;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var repair = new Repair(setup, Holes);
        Pictures looks = repair.Looks;
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), setup.Item, setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic(Discriminator, Penalty, discriminator, Objective, turn => (turn.Data, turn.ApplyFrozen(generator, Paste(turn))));
        Player blender = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor x = turn.Data, made = turn.Apply(generator, Paste(turn)), error = (x - made).Square().Mean();
            turn.Measure("error", error);
            if (Realism == 0)
                return Faithfulness * error;
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, x), turn.ApplyFrozen(discriminator, made));
            return (Faithfulness * error) + (Realism * Objective.GeneratorLoss(real, generated));
        }, average);
        Field other = new("image", looks), natural = new("natural", looks);
        return new GameParts([.. critic, blender], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("blend", [repair.Picture, other, repair.Mask], repair.Picture, (context, fields) =>
                {
                    Tensor answer = generator.Forward(context, Repair.Fill(fields[0], fields[2], fields[1]));
                    return KeepsBackground ? Repair.Fill(fields[0], fields[2], answer) : answer;
                })
                {
                    Average = average,
                    Finish = (given, made) => Blend(given, made.ToArray(), looks.Width).CopyTo(made),
                    Level = Blend,
                },
                new Function("harmonize", [repair.Picture], natural, (context, fields) => generator.Forward(context, fields[0])) { Average = average },
                new Function("relight", [repair.Picture], other, (context, fields) => Lights.Change(context, fields[0], Light)),
                repair.Drawing,
            ],
        };

        Tensor Paste(Turn turn) => Repair.Fill(turn.Data, repair.Draw(turn), Lights.Change(turn.Context, turn.Data, Light));
    }

    /// <summary>Blends at one size.</summary>
    /// <param name="given">The background, the picture with the object and the mask.</param>
    /// <param name="low">What it is to look like at large.</param>
    /// <param name="width">Pixels in a row.</param>
    internal float[] Blend(IReadOnlyList<ReadOnlyMemory<float>> given, float[] low, int width) =>
        [.. GaussianPoisson.Blend(given[0].Span, given[1].Span, given[2].Span, low, width, ColourWeight, Blur).Select(value => Math.Clamp(value, -1, 1))];
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.GpGan"/>
    [Model("gp-gan", Card = "D9", Year = 2017, Arxiv = "1703.07195",
        Title = "GP-GAN: Towards realistic high-resolution image blending", Authors = "Wu, Zheng, Zhang, Huang")]
    public static GpGan GpGan { get; } = new();
}
