using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Holes in pictures filled so that their parts are where they belong. Li, Liu, Yang and Yang 2017, "Generative face completion", arXiv:1704.05838.
/// </summary>
/// <remarks>
/// <para>G sees a picture x without its hole M; x' is x with what G makes in the hole. min over G, max over both D of L_r + λ₁ L_local + λ₂ L_global + λ₃ L_p:
/// the error of what G makes; what a D of the hole and one of the whole picture say of x'; and the cross-entropy of what P sees in x' against what it sees in x, the
/// likeliest label at each pixel. P tells the parts of pictures by the field <c>map</c>, learns that first, and stands still then. G learns in three stages: by L_r
/// alone, with L_local, with all.</para>
/// <para>In the authors' program (Yijunmaverick/GenerativeFaceCompletion) errors are sums over a picture of 3·128² values, and λ₁ = λ₂ = 300, λ₃ = 0.05 for each
/// of 128² pixels; of means, as here, that is 0.006 and 0.017.</para>
/// <para>Ours: L_r is the squared error of the whole picture, as the paper has it, not the program's absolute one; G is an <see cref="EncoderDecoder"/> whose middle tells all places
/// of each other, not VGG-19 halfway and back; both D are of <see cref="ContextDiscriminator"/>; P is a <see cref="ParsingNetwork"/>, trained within the run;
/// the middle grey in the hole, not noise; holes of a quarter to half of the sides, of which the local D sees half as much as the picture; the non-saturating form;
/// the lengths of the stages; rates of 10⁻³ and 10⁻⁴, width 16.</para>
/// </remarks>
public sealed record FaceCompletion : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public FaceCompletion()
    {
        Networks = new NetworkPair(
            "encoder and decoder, and context discriminators",
            sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], tellsAll: true),
            sizes => new Sequential([ContextDiscriminator.Create(sizes.Item, sizes.Width), new Dense(1)]))
        {
            Defaults = _ => new NetworkDefaults(Width: 16, LearningRate: 1e-3),
        };
        Discriminator = new PlayerSettings { LearningRate = 1e-4 };
        Batch = 32;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>Where the holes are.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Anywhere;

    /// <summary>λ₁: what it counts that a hole looks real from near; 0 for no such stage.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double LocalRealism { get; init; } = 0.006;

    /// <summary>λ₂: what it counts that the whole picture looks real.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double GlobalRealism { get; init; } = 0.006;

    /// <summary>λ₃: what it counts that parts are seen where they are in the true picture.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Parsing { get; init; } = 0.017;

    /// <summary>How much of the run P takes, beside the other shares.</summary>
    [Range(1, 1000)]
    public int ParserShare { get; init; } = 1;

    /// <summary>How much of the run G takes by L_r alone.</summary>
    [Range(1, 1000)]
    public int CompletionShare { get; init; } = 3;

    /// <summary>How much of the run G and the local D take.</summary>
    [Range(1, 1000)]
    public int LocalShare { get; init; } = 3;

    /// <summary>How much of the run all terms take.</summary>
    [Range(1, 1000)]
    public int JointShare { get; init; } = 3;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var repair = new Repair(setup, Holes);
        (Field map, SegmentationMaps parts) = setup.MapsOf(repair.Looks);
        (Shape item, Shape window) = (repair.Looks.Shape, HoleWindow.ShapeOf(repair.Looks.Shape));
        Module completion = setup.Build("generator", Networks.Generator(setup.Sizes), item, item);
        Module parser = setup.Build("parser", ParsingNetwork.Create(parts.Colours.Count, setup.Sizes.Width, item[1], item[2]), item);
        var near = new Judge(setup.Build("discriminator-local", Networks.Discriminator(setup.Sizes with { Item = window }), window, [1]), LocalRealism, HoleWindow.Cut);
        var whole = new Judge(setup.Build("discriminator-global", Networks.Discriminator(setup.Sizes), item, [1]), GlobalRealism, (pictures, _) => pictures);
        Judge[] early = LocalRealism > 0 ? [near] : [], all = [.. early, .. GlobalRealism > 0 ? (Judge[])[whole] : []];
        var average = setup.Average(Averaging, completion);
        Player reader = setup.Player("parser", Generator, [parser], turn =>
        {
            Tensor logits = turn.Apply(parser, turn[repair.Picture]);
            turn.Measure("accuracy-parser", Turn.ShareOf((logits.ArgMax(1).Cast(ElementType.Float32).Reshape(turn[map].Shape) - turn[map]).Abs() < 0.5));
            return CrossEntropy.PerPixel(logits, turn[map]);
        });
        Player alone = Painter("completion", [], isParsed: false), local = Painter("generator-local", early, isParsed: false), joint = Painter("generator", all, isParsed: Parsing > 0);
        IReadOnlyList<Player> nearCritic = Critic("discriminator-local", early), critic = Critic("discriminator", all);
        Stage[] stages =
        [
            new(ParserShare, new Alternating(), reader.Name),
            new(CompletionShare, new Alternating(), alone.Name),
            .. early.Length > 0 ? (Stage[])[new(LocalShare, Order, nearCritic[0].Name, local.Name)] : [],
            all.Length > 0 ? new(JointShare, Order, critic[0].Name, joint.Name) : new(JointShare, new Alternating(), joint.Name),
        ];
        return new GameParts([.. critic, .. nearCritic, reader, alone, .. early.Length > 0 ? (Player[])[local] : [], joint], new Stages(Steps, stages), null)
        {
            Average = average,
            Functions =
            [
                .. repair.Functions((context, pictures, masks) => completion.Forward(context, Repair.Cut(pictures, masks)), average),
                new Function("parse", [repair.Picture], map, (context, fields) => Likeliest(parser.Forward(context, fields[0])).Cast(ElementType.Float32)),
            ],
        };

        static Tensor Likeliest(Tensor logits) => logits.ArgMax(1).Reshape(logits.Shape.With(1, 1));

        IReadOnlyList<Player> Critic(string name, Judge[] judges) => judges.Length == 0 ? [] : setup.Critic(name, Discriminator, Penalty, [.. judges.Select(judge => judge.Network)], turn =>
        {
            Tensor x = turn[repair.Picture], masks = repair.Draw(turn), filled = Repair.Fill(x, masks, turn.ApplyFrozen(completion, Repair.Cut(x, masks)));
            return judges.Select(judge =>
            {
                (Tensor seen, Tensor seenFilled) = (judge.See(x, masks), judge.See(filled, masks));
                (Tensor real, Tensor generated) = (turn.Apply(judge.Network, seen), turn.Apply(judge.Network, seenFilled));
                turn.Judge(pictures => turn.ApplyFrozen(judge.Network, pictures), seen, seenFilled, real, generated);
                if (judge == judges[^1])
                    turn.MeasureAccuracy(real, generated, Objective);
                return Objective.DiscriminatorLoss(turn.Context, real, generated);
            }).Aggregate((sum, loss) => sum + loss);
        });

        Player Painter(string name, Judge[] judges, bool isParsed) => setup.Player(name, Generator, [completion], turn =>
        {
            Tensor x = turn[repair.Picture], masks = repair.Draw(turn), made = turn.Apply(completion, Repair.Cut(x, masks)), filled = Repair.Fill(x, masks, made);
            Tensor squares = (x - made).Square(), loss = squares.Mean();
            turn.Measure("error", Repair.PerHole(squares * masks, masks));
            foreach (Judge judge in judges)
                loss += judge.Weight * Objective.GeneratorLoss(turn.ApplyFrozen(judge.Network, judge.See(x, masks)), turn.ApplyFrozen(judge.Network, judge.See(filled, masks)));
            if (!isParsed)
                return loss;
            Tensor misread = CrossEntropy.PerPixel(turn.ApplyFrozen(parser, filled), Likeliest(turn.ApplyFrozen(parser, x)));
            turn.Measure("parsing", misread);
            return loss + (Parsing * misread);
        }, average);
    }

    /// <summary>A discriminator, what it counts, and what it sees of pictures and their holes.</summary>
    private sealed record Judge(Module Network, double Weight, Func<Tensor, Tensor, Tensor> See);
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.FaceCompletion"/>
    [Model("face-completion", Card = "D4", Takes = "map picture", Year = 2017, Arxiv = "1704.05838", Title = "Generative face completion", Authors = "Li, Liu, Yang, Yang")]
    public static FaceCompletion FaceCompletion { get; } = new();
}
