using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// An object that is taken off one picture and put on another, learned of two sets that are no pairs. Zhou, Xiao, Yang, Feng, He and He 2017,
/// "GeneGAN: Learning object transfiguration and attribute subspace from unpaired data", arXiv:1705.04932.
/// </summary>
/// <remarks>
/// <para>Pictures of the field <c>a</c> have the object, those of <c>b</c> have not. An encoder finds in both a code of two parts: A and x in a, B and e in b. A decoder makes
/// a' of A and x, b' of B and 0, and, exchanged, Bx of B and x, A0 of A and 0. The loss of both is ‖a - a'‖₁ + ‖b - b'‖₁ of the picture made again, ‖e‖₁, which is to be
/// nothing, the parallelogram ‖a + b - Bx - A0‖₁, and what two discriminators say: one tells Bx from a, the other A0 from b.</para>
/// <para>All but the parallelogram counts 1 in the authors' program (Prinsphield/GeneGAN), of pixels in [0, 1], and that 0.01 of pixels up to 255; of values in [-1, 1], as here,
/// pictures made again count 0.5 and the parallelogram 1.275. A quarter of the code's maps are x or e. The networks are an <see cref="EncoderDecoder"/> that leaves 8 pixels a
/// side, as the program does of 64.</para>
/// <para>Ours: the non-saturating form, R1 with γ = 0.1 and discriminators without batch norm (<see cref="NetworkPair.ItemByItem"/>), Adam at 2·10⁻³ and 10⁻³, an average of
/// weights, batches of 16, and the weights 0.1 of what the discriminators say and 0.2 of e; no decay of weights. The program has Wasserstein's objective, clipping to 0.01 and
/// RMSProp with ρ = 0.8 at 5·10⁻⁵, batches of 64; these are settings. Batch norm sees pictures of both sets, and all mixtures, as one batch, since one average of it is
/// what there is in use.</para>
/// </remarks>
public sealed record GeneGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public GeneGan()
    {
        Networks = new NetworkPair(
            "encoder and decoder", sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], halvings: Halvings(sizes.Item)), NetworkPair.ItemByItem.Discriminator)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 64 ? 32 : 16, LearningRate: 1e-3),
        };
        Penalty = new R1 { Gamma = 0.1 };
        Generator = new PlayerSettings { LearningRate = 2e-3 };
        Batch = 16;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>The share of a code's maps that hold the object; 1/4 in the authors' program.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ObjectShare { get; init; } = 0.25;

    /// <summary>What it counts that a picture is made again of its own code.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 0.5;

    /// <summary>What it counts that pictures without the object have nothing in its part of the code.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Nulling { get; init; } = 0.2;

    /// <summary>What it counts that both pictures that are made add up to what both given ones do.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Parallelogram { get; init; } = 1.275;

    /// <summary>What it counts that pictures with exchanged objects look real.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 0.1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether no object is a code of zeros; else it is what the encoder finds in a picture without.</summary>
    internal bool HasNullCode { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Field b, Pictures looks) = setup.TwoSetsAlike();
        Sequential chain = Networks.Chain(Networks.Generator(setup.Sizes with { Item = looks.Shape }));
        (Sequential encoding, Sequential decoding) = chain.Split(chain.Children.TakeWhile(module => module is not TransposedConvolution).Count());
        Module encoder = setup.Build("encoder", encoding, looks.Shape), decoder = setup.Build("decoder", decoding, encoder.OutputShape, looks.Shape);
        int maps = encoder.OutputShape[0], objects = Math.Clamp((int)(maps * ObjectShare), 1, maps - 1);
        DomainCritic with = Judge("a"), without = Judge("b");
        var average = setup.Average(Averaging, encoder, decoder);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [.. with.Parts, .. without.Parts], turn =>
        {
            (Code ax, Code be) = Encode(turn.ApplyFrozen, turn[a], turn[b]);
            Tensor[] made = Decode(turn.ApplyFrozen, be with { Object = ax.Object }, ax with { Object = Nothing(be) });
            return with.Loss(turn, turn[a], made[0]) + without.Loss(turn, turn[b], made[1]);
        });
        Player maker = setup.Player("generator", Generator, [encoder, decoder], turn =>
        {
            (Code ax, Code be) = Encode(turn.Apply, turn[a], turn[b]);
            Code nothing = be with { Object = Nothing(be) };
            Tensor[] made = Decode(turn.Apply, be with { Object = ax.Object }, ax with { Object = nothing.Object }, ax, nothing);
            Tensor again = Reconstruction.Absolute(turn[a], made[2]) + Reconstruction.Absolute(turn[b], made[3]);
            Tensor sums = Reconstruction.Absolute(turn[a] + turn[b], made[0] + made[1]), empty = be.Object.Abs().Mean();
            turn.Measure("reconstruction", again);
            turn.Measure("parallelogram", sums);
            turn.Measure("null", empty);
            Tensor loss = (Realism * (with.LossOfMaker(turn, turn[a], made[0]) + without.LossOfMaker(turn, turn[b], made[1]))) + (Faithfulness * again) + (Parallelogram * sums);
            return HasNullCode ? loss + (Nulling * empty) : loss;
        }, average);
        return new GameParts([.. critics, maker], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("remove", [a], b, (context, fields) =>
                {
                    Code code = Split(encoder.Forward(context, fields[0]));
                    return decoder.Forward(context, Join(code with { Object = Tensor.Zeros(code.Object.Shape) }));
                }) { Average = average },
                new Function("put", [b, a], a, (context, fields) =>
                {
                    (Code who, Code donor) = (Split(encoder.Forward(context, fields[0])), Split(encoder.Forward(context, fields[1])));
                    return decoder.Forward(context, Join(who with { Object = donor.Object }));
                }) { Average = average },
            ],
        };

        DomainCritic Judge(string name) =>
            new(name, Objective, setup.Build($"discriminator-{name}", Networks.Discriminator(setup.Sizes with { Item = looks.Shape }), looks.Shape, [1]));

        Tensor Nothing(Code code) => HasNullCode ? Tensor.Zeros(code.Object.Shape) : code.Object;

        Code Split(Tensor code) => new(code.Slice(1, 0, maps - objects), code.Slice(1, maps - objects, objects));

        static Tensor Join(Code code) => Tensor.Concat(1, code.Rest, code.Object);

        // Pictures of both sets and of all mixtures go through at once: batch norm sees of them together what it sees in use.
        (Code, Code) Encode(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor ax, Tensor be)
        {
            Tensor codes = apply(encoder, Tensor.Concat(0, ax, be), null);
            return (Split(codes.Slice(0, 0, ax.Shape[0])), Split(codes.Slice(0, ax.Shape[0], be.Shape[0])));
        }

        Tensor[] Decode(Func<Module, Tensor, Tensor?, Tensor> apply, params Code[] codes)
        {
            Tensor made = apply(decoder, Tensor.Concat(0, [.. codes.Select(Join)]), null);
            int batch = made.Shape[0] / codes.Length;
            return [.. codes.Select((_, at) => made.Slice(0, at * batch, batch))];
        }
    }

    /// <summary>As often as leaves 8 pixels: thrice for 64, as in the paper.</summary>
    private static int Halvings(Shape item) => Math.Max(1, (int)Math.Ceiling(Math.Log2(Math.Min(item[1], item[2]) / 8.0)));

    /// <summary>The code of a picture: <paramref name="Object"/> holds what one set has and the other has not, <paramref name="Rest"/> all else.</summary>
    private sealed record Code(Tensor Rest, Tensor Object);
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.GeneGan"/>
    [Model("genegan", Card = "H9", Takes = "a b", Year = 2017, Arxiv = "1705.04932",
        Title = "GeneGAN: Learning object transfiguration and attribute subspace from unpaired data", Authors = "Zhou, Xiao, Yang, Feng, He, He")]
    public static GeneGan GeneGan { get; } = new();
}
