using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Translation between two sets of pictures that are no pairs, through latent codes that both sets share. Liu, Breuel and Kautz
/// 2017, "Unsupervised image-to-image translation networks", arXiv:1703.00848.
/// </summary>
/// <remarks>
/// <para>Each set has a variational autoencoder, q(z | x) = N(E(x), 1), and a discriminator: L = λ₁ KL(q(z₁ | x₁) ‖ N(0, 1)) + λ₂ ‖G₁(z₁) - x₁‖₁
/// + λ₀ L_GAN(G₁(z₂), D₁) + λ₃ (KL(q(z₁ | x₁) ‖ N(0, 1)) + KL(q(z₂ | G₂(z₁)) ‖ N(0, 1))) + λ₄ ‖G₁(z₂ of G₂(z₁)) - x₁‖₁, and the same of x₂ (equations 2 to 6).
/// λ₀ = 10, λ₁ = λ₃ = 0.1, λ₂ = λ₄ = 100. x₁ is of the field <c>a</c>, x₂ of <c>b</c>; in use z is E(x).</para>
/// <para>An encoder and a generator are the halves of a <see cref="ResidualTranslator"/>; the last residual block of both encoders is one, and
/// the first of both generators. D₁ and D₂ are <see cref="PatchCritic"/>s.</para>
/// <para>Ours: means over values in place of sums, as in the authors' program; four blocks below 128 pixels in place of eight, batches of 4 at four times the rate; no decay of weights.</para>
/// </remarks>
public sealed record Unit : TwoPlayerRecipe
{
    // Layers of a residual translator before its first block and behind its last.
    private const int Before = 10;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Unit()
    {
        Networks = new NetworkPair(
            "residual blocks and patches",
            sizes => ResidualTranslator.Create(sizes.Item[0], sizes.Width, Blocks(sizes.Item)),
            PatchCritic.For)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 128 ? 64 : 16, LearningRate: 4e-4),
        };
        Batch = 4;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ₀: what it counts that a translation looks real.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 10;

    /// <summary>λ₁: what it counts that codes of pictures are near to N(0, 1).</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Divergence { get; init; } = 0.1;

    /// <summary>λ₂: what it counts that a picture is made again of its own code.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 100;

    /// <summary>λ₃: what it counts on the way there and back that codes are near to N(0, 1).</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double CycleDivergence { get; init; } = 0.1;

    /// <summary>λ₄: what it counts that a picture comes back as it was.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Cycle { get; init; } = 100;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <summary>Whether encoders and generators have blocks in common.</summary>
    internal bool SharesBlocks { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Pictures looksOfA) = setup.Field<Pictures>("a");
        (Field b, Pictures looksOfB) = setup.Field<Pictures>("b");
        ResidualTranslator.RequireSize(looksOfA.Shape);
        ResidualTranslator.RequireSize(looksOfB.Shape);
        Coder coderOfB = Build("b", looksOfB, null), coderOfA = Build("a", looksOfA, SharesBlocks ? coderOfB : null);
        Module[] coders = [.. coderOfA.Parts.Concat(coderOfB.Parts).Distinct()];
        Module judgeOfA = Judge("discriminator-a", looksOfA), judgeOfB = Judge("discriminator-b", looksOfB);
        DomainCritic setOfA = new("a", Objective, judgeOfA), setOfB = new("b", Objective, judgeOfB);
        var average = setup.Average(Averaging, coders);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [judgeOfA, judgeOfB], turn =>
            setOfA.Loss(turn, turn[a], coderOfA.Decode(turn.ApplyFrozen, Noisy(turn, coderOfB.Encode(turn.ApplyFrozen, turn[b]))))
            + setOfB.Loss(turn, turn[b], coderOfB.Decode(turn.ApplyFrozen, Noisy(turn, coderOfA.Encode(turn.ApplyFrozen, turn[a])))));
        Player translators = setup.Player("generator", Generator, coders, turn => Half(turn, a, coderOfA, coderOfB, b, setOfB) + Half(turn, b, coderOfB, coderOfA, a, setOfA), average);
        return new GameParts([.. critics, translators], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("translate", [a], b, (context, fields) => Translate(context, coderOfA, coderOfB, fields[0])) { Average = average },
                new Function("translate-back", [b], a, (context, fields) => Translate(context, coderOfB, coderOfA, fields[0])) { Average = average },
            ],
        };

        // What pictures of one set cost: made again, translated, and brought back.
        Tensor Half(Turn turn, Field own, Coder coder, Coder coderOfOther, Field other, DomainCritic setOfOther)
        {
            Tensor mean = coder.Encode(turn.Apply, turn[own]), code = Noisy(turn, mean), translated = coderOfOther.Decode(turn.Apply, code);
            Tensor again = Reconstruction.Absolute(turn[own], coder.Decode(turn.Apply, code));
            Tensor meanOfOther = coderOfOther.Encode(turn.Apply, translated);
            Tensor back = Reconstruction.Absolute(turn[own], coder.Decode(turn.Apply, Noisy(turn, meanOfOther)));
            turn.Measure($"reconstruction-{own.Name}", again);
            turn.Measure($"cycle-{own.Name}", back);
            return (Realism * setOfOther.LossOfMaker(turn, turn[other], translated)) + (Divergence * FromStandard(mean)) + (Faithfulness * again)
                + (CycleDivergence * (FromStandard(mean) + FromStandard(meanOfOther))) + (Cycle * back);
        }

        Coder Build(string set, Pictures looks, Coder? other)
        {
            Sequential chain = Networks.Chain(Networks.Generator(setup.Sizes with { Item = looks.Shape }));
            int middle = Before + (Blocks(looks.Shape) / 2);
            (Sequential encoding, Sequential generating) = chain.Split(middle);
            (Sequential encoder, Sequential meaning) = encoding.Split(^1);
            (Sequential scene, Sequential generator) = generating.Split(1);
            Module seen = setup.Build($"encoder-{set}", encoder, looks.Shape);
            string name = SharesBlocks ? "" : $"-of-{set}";
            Module code = other?.Code ?? setup.Build($"encoder{name}", meaning, seen.OutputShape), shown = other?.Scene ?? setup.Build($"generator{name}", scene, code.OutputShape);
            return new Coder(seen, code, shown, setup.Build($"generator-{set}", generator, shown.OutputShape, looks.Shape));
        }

        Module Judge(string name, Pictures looks) => setup.Build(name, Networks.Discriminator(setup.Sizes with { Item = looks.Shape }), looks.Shape);
    }

    private static int Blocks(Shape item) => item[^1] >= 128 ? 8 : 4;

    private static Tensor Noisy(Turn turn, Tensor mean) => mean + turn.Context.RandomNormal("code", mean.Shape);

    /// <summary>KL(N(m, 1) ‖ N(0, 1)) of a value of a code: m²/2.</summary>
    private static Tensor FromStandard(Tensor mean) => 0.5 * mean.Square().Mean();

    private static Tensor Translate(ForwardContext context, Coder from, Coder to, Tensor items)
    {
        return to.Decode(Use, from.Encode(Use, items));

        Tensor Use(Module network, Tensor input, Tensor? labels) => network.Forward(context, input);
    }

    /// <summary>The autoencoder of a set; <paramref name="Code"/> and <paramref name="Scene"/> are those of the other set too.</summary>
    private sealed record Coder(Module Encoder, Module Code, Module Scene, Module Generator)
    {
        public IReadOnlyList<Module> Parts => [Encoder, Code, Scene, Generator];

        public Tensor Encode(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor items) => apply(Code, apply(Encoder, items, null), null);

        public Tensor Decode(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor code) => apply(Generator, apply(Scene, code, null), null);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Unit"/>
    [Model("unit", Card = "F5", Takes = "a b", Year = 2017, Arxiv = "1703.00848", Title = "Unsupervised image-to-image translation networks", Authors = "Liu, Breuel, Kautz")]
    public static Unit Unit { get; } = new();
}
