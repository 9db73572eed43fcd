using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Translation both ways between two sets of items of which few are known to be pairs. Gan et al. 2017, "Triangle generative adversarial
/// networks", arXiv:1709.06548.
/// </summary>
/// <remarks>
/// <para>E_(x,y)[ln D₁(x, y)] + E_y[ln((1 - D₁(G_x(y), y)) D₂(G_x(y), y))] + E_x[ln((1 - D₁(x, G_y(x))) (1 - D₂(x, G_y(x))))], which D₁ and D₂ raise
/// and G_x and G_y lower (section 2.2). D₁ tells known pairs from both kinds of made ones; D₂ tells these two apart, for which it
/// takes no pair. Together they tell three kinds of pairs. As in the authors' program the generators play the non-saturating form, the discriminators
/// move three times, and D₂'s answers have the other sign.</para>
/// <para>x is the field <c>a</c>, y the field <c>b</c>; known pairs are the fields <c>input</c> and <c>target</c>. Both discriminators see a pair as
/// the channels, or the coordinates, of one item.</para>
/// <para>Ours: the networks are those of the data. A generator is a discriminator without its last layer, a vector of 64 values, two numbers of noise
/// beside it as in the authors' toy, and the generator. Translations are made by moving averages of the weights.</para>
/// </remarks>
public sealed record TriangleGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public TriangleGan()
    {
        DiscriminatorMoves = 3;
        Steps = 4000;
    }

    /// <summary>Number of values that an item is brought to before it is translated, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Latent { get; init; } = 64;

    /// <summary>Number of values of noise, by which one item may be translated in several ways, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Noise { get; init; } = 2;

    /// <summary>What it counts for the generators that D₂ cannot tell which of them made a pair; 1 in the paper, 0 for a game of known pairs alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Agreement { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field x, Field y, Field knownX, Field knownY) = (FieldOf("a"), FieldOf("b"), FieldOf("input"), FieldOf("target"));
        RequireFit(x, y, knownX, knownY);
        Shape pair = x.Kind.Shape.With(0, x.Kind.Shape[0] + y.Kind.Shape[0]);
        Module xToY = Translator("a-to-b", x, y), yToX = Translator("b-to-a", y, x);
        Module reality = Judge("discriminator"), direction = Judge("discriminator-of-makers");
        var average = setup.Average(Averaging, xToY, yToX);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [reality, direction], turn =>
        {
            (Tensor known, Tensor madeY, Tensor madeX) = (Pair(turn[knownX], turn[knownY]), Pair(turn[x], turn.ApplyFrozen(xToY, turn[x])), Pair(turn.ApplyFrozen(yToX, turn[y]), turn[y]));
            (Tensor real, Tensor fakeY, Tensor fakeX) = (turn.Apply(reality, known), turn.Apply(reality, madeY), turn.Apply(reality, madeX));
            (Tensor first, Tensor second) = (turn.Apply(direction, madeY), turn.Apply(direction, madeX));
            turn.MeasureAccuracy(real, Tensor.Concat(0, fakeY, fakeX));
            turn.Judge(pairs => turn.ApplyFrozen(reality, pairs), known, madeY, real, fakeY);
            turn.Judge(pairs => turn.ApplyFrozen(direction, pairs), madeY, madeX, first, second);
            return CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(fakeY, 0) + CrossEntropy.Binary(fakeX, 0) + CrossEntropy.Binary(first, 1) + CrossEntropy.Binary(second, 0);
        });
        Player translators = setup.Player("generator", Generator, [xToY, yToX], turn =>
        {
            (Tensor madeY, Tensor madeX) = (Pair(turn[x], turn.Apply(xToY, turn[x])), Pair(turn.Apply(yToX, turn[y]), turn[y]));
            Tensor apart = CrossEntropy.Binary(turn.ApplyFrozen(direction, madeY), 0) + CrossEntropy.Binary(turn.ApplyFrozen(direction, madeX), 1);
            turn.Measure("apart", apart);
            return CrossEntropy.Binary(turn.ApplyFrozen(reality, madeY), 1) + CrossEntropy.Binary(turn.ApplyFrozen(reality, madeX), 1) + (Agreement * apart);
        }, average);
        return new GameParts([.. critics, translators], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("translate", [x], y, (context, fields) => xToY.Forward(context, fields[0])) { Average = average },
                new Function("translate-back", [y], x, (context, fields) => yToX.Forward(context, fields[0])) { Average = average },
            ],
        };

        Field FieldOf(string name) => setup.Field<Kind>(name).Field;

        Module Judge(string name) => setup.Build(name, Networks.Discriminator(setup.Sizes with { Item = pair }), pair, [1]);

        Module Translator(string name, Field from, Field to)
        {
            NetworkSizes sizes = setup.Sizes with { Latent = Latent };
            return setup.Build(
                name,
                new Sequential(Networks.Features(sizes with { Item = from.Kind.Shape }), new Dense(Latent), new NoiseInput(Noise), Networks.Generator(sizes with { Item = to.Kind.Shape })),
                from.Kind.Shape,
                to.Kind.Shape);
        }

        static Tensor Pair(Tensor x, Tensor y) => Tensor.Concat(1, x, y);
    }

    /// <summary>Fails unless pairs are of what the sets are, and both can stand side by side.</summary>
    private static void RequireFit(Field x, Field y, Field knownX, Field knownY)
    {
        foreach ((Field field, Field known) in new[] { (x, knownX), (y, knownY) })
        {
            if (field.Kind is not (Pictures or Points) || known.Kind.Shape != field.Kind.Shape)
                throw new BelamyException($"triangle-gan: takes pictures or points, those of pairs like the others; {field.Name} has {field.Kind.Description} of {field.Kind.Shape}, {known.Name} {known.Kind.Description} of {known.Kind.Shape}");
        }

        if (!x.Kind.Shape.Skip(1).SequenceEqual(y.Kind.Shape.Skip(1)))
            throw new BelamyException($"triangle-gan: both sets must be of one size, and {x.Name} has {x.Kind.Description}, {y.Name} {y.Kind.Description}; bring them to one, as by --size");
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.TriangleGan"/>
    [Model("triangle-gan", Card = "F13", Takes = "a b input target", Year = 2017, Arxiv = "1709.06548",
        Title = "Triangle generative adversarial networks", Authors = "Gan, Chen, Wang, Pu, Zhang, Liu, Li, Carin")]
    public static TriangleGan TriangleGan { get; } = new();
}
