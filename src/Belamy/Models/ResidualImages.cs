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
/// An attribute taken off pictures and put on them by what is added to each, learned of two sets that are no pairs. Shen and Liu 2017, "Learning residual images for face
/// attribute manipulation", arXiv:1612.05363.
/// </summary>
/// <remarks>
/// <para>Pictures of the field <c>a</c> have the attribute, those of <c>b</c> have not. Two networks make residual images, which are added to pictures: x' = x + G(x). One D tells
/// three kinds: pictures of a, pictures of b, and all that is made. Each G loses -ln D(x') of the other set's kind, α ‖G(x)‖₁, β ‖φ(x) - φ(x')‖₁, where φ is what D's first three
/// convolutions see, and, by the dual term, -ln D of its own set's kind of x' with the attribute changed back by the other G.</para>
/// <para>Ours: the weights, which count means over values; each G is an <see cref="EncoderDecoder"/> of two halvings, whose values of [-1, 1] are doubled, so that any pixel can become any other;
/// D is that of <see cref="NetworkPair.ItemByItem"/> with R1, γ = 0.1, upon the log-odds of the kind of real pictures; an average of weights; rates of 2·10⁻³ (G) and 10⁻³ (D), batches of 16; in use what is made is cut
/// off at the ends of the range.</para>
/// </remarks>
public sealed record ResidualImages : TwoPlayerRecipe
{
    // What D tells apart.
    private const int OfA = 0, OfB = 1, Made = 2, Kinds = 3;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public ResidualImages()
    {
        Networks = new NetworkPair(
            "encoder and decoder", sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], halvings: 2), NetworkPair.ItemByItem.Discriminator)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 64 ? 32 : 16, LearningRate: 1e-3),
        };
        Penalty = new R1 { Gamma = 0.1 };
        Generator = new PlayerSettings { LearningRate = 2e-3 };
        Batch = 16;
        Steps = 4000;
    }

    /// <summary>α: what it counts that little is added to a picture.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Sparsity { get; init; } = 5;

    /// <summary>β: what it counts that D sees the same in a picture and in what is made of it.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Likeness { get; init; } = 0.5;

    /// <summary>What it counts that a picture with the attribute exchanged twice is told for what it was.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Duality { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether what the networks make is added to a picture; else it takes its place.</summary>
    internal bool IsAdded { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Field b, Pictures looks) = setup.TwoSetsAlike();
        NetworkSizes sizes = setup.Sizes with { Item = looks.Shape };
        Module toB = setup.Build("a-to-b", Networks.Generator(sizes), looks.Shape, looks.Shape), toA = setup.Build("b-to-a", Networks.Generator(sizes), looks.Shape, looks.Shape);
        (Sequential seeing, Sequential telling) = Networks.Features(sizes).Split(SeenBy(Networks.Features(sizes)));
        Module eye = setup.Build("discriminator", seeing, looks.Shape), judge = setup.Build("kinds", new Sequential([.. telling.Children, new Dense(Kinds)]), eye.OutputShape, [Kinds]);
        var average = setup.Average(Averaging, toB, toA);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [eye, judge], turn =>
        {
            Tensor madeB = Changed(turn[a], turn.ApplyFrozen(toB, turn[a])), madeA = Changed(turn[b], turn.ApplyFrozen(toA, turn[b]));
            return Half(turn, "a", OfA, turn[a], madeA) + Half(turn, "b", OfB, turn[b], madeB);
        });
        Player maker = setup.Player("generator", Generator, [toB, toA], turn => Transform(turn, a, toB, OfB, toA, OfA) + Transform(turn, b, toA, OfA, toB, OfB), average);
        return new GameParts([.. critics, maker], Order, null)
        {
            Average = average,
            Functions = [new Function("remove", [a], b, Use(toB)) { Average = average }, new Function("add", [b], a, Use(toA)) { Average = average }],
        };

        // What pictures of one set cost: made into those of the other, and back.
        Tensor Transform(Turn turn, Field own, Module there, int kind, Module back, int ownKind)
        {
            Tensor x = turn[own], added = turn.Apply(there, x), made = Changed(x, added), seen = turn.ApplyFrozen(eye, made);
            Tensor again = Changed(made, turn.Apply(back, made)), sparse = Reconstruction.Absolute(x, made);
            turn.Measure($"added-{own.Name}", sparse);
            return Told(turn.ApplyFrozen(judge, seen), kind) + (Sparsity * sparse) + (Likeness * Reconstruction.Absolute(turn.ApplyFrozen(eye, x), seen))
                + (Duality * Told(turn.ApplyFrozen(judge, turn.ApplyFrozen(eye, again)), ownKind));
        }

        Tensor Half(Turn turn, string set, int kind, Tensor items, Tensor made)
        {
            (Tensor real, Tensor generated) = (turn.Apply(judge, turn.Apply(eye, items)), turn.Apply(judge, turn.Apply(eye, made)));
            turn.Measure($"score-real-{set}", LogOdds(real, kind).Mean());
            turn.Measure($"score-generated-{set}", LogOdds(generated, kind).Mean());
            turn.Judge(pictures => LogOdds(turn.ApplyFrozen(judge, turn.ApplyFrozen(eye, pictures)), kind), items, made, LogOdds(real, kind), LogOdds(generated, kind));
            return Told(real, kind) + Told(generated, Made);
        }

        FunctionGraph Use(Module network) => (context, fields) => Changed(fields[0], network.Forward(context, fields[0])).Clamp(-1, 1);

        // A network puts out values in [-1, 1]; from one end of the range of pictures to the other are twice as many.
        Tensor Changed(Tensor x, Tensor added) => IsAdded ? x + (2 * added) : added;
    }

    private static Tensor Told(Tensor logits, int kind) => CrossEntropy.Softmax(logits, Tensor.Constant(kind, [logits.Shape[0]], ElementType.Int32));

    /// <summary>ln p / (1 - p) of one of three kinds.</summary>
    private static Tensor LogOdds(Tensor logits, int kind) =>
        logits.Slice(1, kind, 1) - Tensor.Concat(1, [.. Enumerable.Range(0, Kinds).Where(other => other != kind).Select(other => logits.Slice(1, other, 1))]).Exp().Sum(1, keepAxes: true).Log();

    /// <summary>How many modules there are up to the third convolution and what follows it.</summary>
    private static int SeenBy(Sequential network) =>
        network.Children.Select((module, at) => (Module: module, At: at)).Where(one => one.Module is Convolution).Take(3).Last().At + 2;
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.ResidualImages"/>
    [Model("residual-images", Card = "H6", Takes = "a b", Year = 2016, Arxiv = "1612.05363", Title = "Learning residual images for face attribute manipulation", Authors = "Shen, Liu")]
    public static ResidualImages ResidualImages { get; } = new();
}
