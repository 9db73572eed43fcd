using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Holes in pictures filled by what is around them. Pathak, Krähenbühl, Donahue, Darrell and Efros 2016, "Context encoders:
/// feature learning by inpainting", arXiv:1604.07379.
/// </summary>
/// <remarks>
/// <para>F sees a picture x with the mean in the hole M. L_rec = ‖M (x - F((1 - M) x))‖² (equation 1); D tells true from made,
/// max over D of E[ln D(x)] + E[ln(1 - D(F))], without being shown M (equation 2); F minimizes 0.999 L_rec + 0.001 L_adv
/// (equation 3). Next to the hole's border L_rec looks at known pixels too, and they count tenfold (section 4.1).</para>
/// <para>F is an <see cref="EncoderDecoder"/> whose middle tells all places of each other, D that of <see cref="ConvolutionalPair"/>. Adam with β₁ = ½; F moves ten times
/// as fast as D (section 5).</para>
/// <para>Ours: F makes the whole picture, so that a hole may be anywhere, and D judges the picture with the hole filled, where the
/// paper's looks at the filled hole alone; F plays the non-saturating form; 7 pixels of 128 beside the border become
/// <see cref="Overlap"/>; width 32; rates of 10⁻³ and 10⁻⁴.</para>
/// </remarks>
public sealed record ContextEncoder : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public ContextEncoder()
    {
        NetworkPair critics = ConvolutionalPair.Create();
        Networks = new NetworkPair("context encoder and convolutional", sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], tellsAll: true), critics.Discriminator)
        {
            Defaults = _ => new NetworkDefaults(Width: 32, LearningRate: 1e-3),
        };
        Discriminator = new PlayerSettings { LearningRate = 1e-4 };
        Batch = 32;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>Where the holes are.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Centre;

    /// <summary>λ_rec: what the squared error within the hole counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 0.999;

    /// <summary>λ_adv: what it counts that a filled picture looks real; 0 for the error alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 0.001;

    /// <summary>Pixels around the hole that the error is taken of too.</summary>
    [Range(0, 64)]
    public int Overlap { get; init; } = 2;

    /// <summary>What an error of those counts beside one within the hole.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double OverlapWeight { get; init; } = 10;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var repair = new Repair(setup, Holes);
        Module encoder = setup.Build("generator", Networks.Generator(setup.Sizes), setup.Item, setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        var average = setup.Average(Averaging, encoder);
        IReadOnlyList<Player> critic = setup.Critic(Discriminator, Penalty, discriminator, Objective, turn =>
        {
            Tensor x = turn.Data, masks = repair.Draw(turn);
            return (x, Repair.Fill(x, masks, turn.ApplyFrozen(encoder, Repair.Cut(x, masks))));
        });
        Player painter = setup.Player("generator", Generator, [encoder], turn =>
        {
            Tensor x = turn.Data, masks = repair.Draw(turn);
            Tensor made = turn.Apply(encoder, Repair.Cut(x, masks));
            Tensor squares = (x - made).Square();
            turn.Measure("error", Repair.PerHole(squares * masks, masks));
            Tensor error = Repair.PerHole(squares * (masks + (OverlapWeight * Repair.Around(masks, Overlap))), masks);
            if (Realism == 0)
                return Faithfulness * error;
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, x), turn.ApplyFrozen(discriminator, Repair.Fill(x, masks, made)));
            return (Faithfulness * error) + (Realism * Objective.GeneratorLoss(real, generated));
        }, average);
        return new GameParts([.. critic, painter], Order, null)
        {
            Average = average,
            Functions = repair.Functions((context, pictures, masks) => encoder.Forward(context, Repair.Cut(pictures, masks)), average),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.ContextEncoder"/>
    [Model("context-encoder", Card = "D1", Year = 2016, Arxiv = "1604.07379",
        Title = "Context encoders: feature learning by inpainting", Authors = "Pathak, Krähenbühl, Donahue, Darrell, Efros")]
    public static ContextEncoder ContextEncoder { get; } = new();
}
