using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Domain transfer network: pictures of one set as such of another that a given function sees the same in. Taigman, Polyak and Wolf 2016,
/// "Unsupervised cross-domain image generation", arXiv:1611.02200.
/// </summary>
/// <remarks>
/// <para>G = g∘f. D tells three kinds: G(s), G(t) and t, L_D = -E ln D₁(G(s)) - E ln D₂(G(t)) - E ln D₃(t) (equation 3). g lowers
/// -E ln D₃(G(s)) - E ln D₃(G(t)) + α E d(f(s), f(G(s))) + β E d(t, G(t)) with d the mean of squares and α = β = 15 (equations 4 to 7).
/// s is the field <c>a</c>, t the field <c>b</c>.</para>
/// <para>f is what a classifier of s, by the field <c>class</c>, sees before its last layer; it is learned first and then stands still. The paper's is
/// learned beforehand on other pictures of the sort of s.</para>
/// <para>f has 3×3 convolutions with stride 2 to w, 2w and 4w maps, ReLU, and 128 values by tanh. It has no batch norm: what it sees of a picture is to be
/// the same beside any others. g and D are the networks of the data; at 32×32 and width 128 those are the paper's, with 512, 256, 128 maps in g.</para>
/// <para>Ours: strides in place of max pooling; half of the steps is f's; batches of 32; where t is grey and s is not, f sees its grey in each channel,
/// and where s is grey and t is not, the mean of its channels. The paper's smoothing of pictures, which digits did without, is left out.</para>
/// </remarks>
public sealed record Dtn : TwoPlayerRecipe
{
    private const int FromSource = 0, FromTarget = 1, OfTarget = 2, Kinds = 3;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Dtn()
    {
        Batch = 32;
        Steps = 4000;
    }

    /// <summary>Number of values by which f tells what a picture shows, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Features { get; init; } = 128;

    /// <summary>α: what it counts that f sees in a translation what it saw in the picture.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Constancy { get; init; } = 15;

    /// <summary>β: what it counts that a picture of the other set is left as it is.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Identity { get; init; } = 15;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Pictures source) = setup.Field<Pictures>("a");
        (Field b, Pictures target) = setup.Field<Pictures>("b");
        (Field category, Classes classes) = setup.Field<Classes>(DatasetColumns.ClassName);
        if ((source.Height, source.Width) != (target.Height, target.Width))
            throw new BelamyException($"dtn: both sets must be of one size, and a has {source.Description}, b {target.Description}; bring them to one, as by --size");
        NetworkSizes sizes = setup.Sizes with { Item = target.Shape, Latent = Features };
        Module seeing = setup.Build("features", Seeing(sizes.Width), source.Shape, [Features]);
        Module head = setup.Build("classes", new Dense(classes.Names.Count), [Features]);
        Module generator = setup.Build("generator", Networks.Generator(sizes), [Features], target.Shape);
        Module discriminator = setup.Build("discriminator", new Sequential(Networks.Features(sizes), new Dense(Kinds)), target.Shape, [Kinds]);
        var average = setup.Average(Averaging, generator);
        Player classifier = setup.Player("classifier", Discriminator, [seeing, head], turn =>
        {
            Tensor logits = turn.Apply(head, turn.Apply(seeing, turn[a]));
            turn.Measure("class-accuracy", Turn.ShareOf(Tensor.Equal(logits.ArgMax(1), turn[category])));
            return CrossEntropy.Softmax(logits, turn[category]);
        });
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor translated = turn.ApplyFrozen(generator, turn.ApplyFrozen(seeing, turn[a])), kept = turn.ApplyFrozen(generator, turn.ApplyFrozen(seeing, AsSource(turn[b])));
            (Tensor first, Tensor second, Tensor real) = (turn.Apply(discriminator, translated), turn.Apply(discriminator, kept), turn.Apply(discriminator, turn[b]));
            turn.MeasureAccuracy(Score(real), Score(first));
            turn.Judge(pictures => Score(turn.ApplyFrozen(discriminator, pictures)), turn[b], translated, Score(real), Score(first));
            return Told(first, FromSource) + Told(second, FromTarget) + Told(real, OfTarget);
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor seen = turn.ApplyFrozen(seeing, turn[a]);
            (Tensor translated, Tensor kept) = (turn.Apply(generator, seen), turn.Apply(generator, turn.ApplyFrozen(seeing, AsSource(turn[b]))));
            Tensor constancy = Reconstruction.Squared(seen, turn.ApplyFrozen(seeing, AsSource(translated))), identity = Reconstruction.Squared(turn[b], kept);
            turn.Measure("constancy", constancy);
            turn.Measure("identity", identity);
            return Told(turn.ApplyFrozen(discriminator, translated), OfTarget) + Told(turn.ApplyFrozen(discriminator, kept), OfTarget) + (Constancy * constancy) + (Identity * identity);
        }, average);
        return new GameParts([.. critic, classifier, maker], new Stages(Steps, new Stage(1, new Alternating(), classifier.Name), new Stage(1, Order, critic[0].Name, maker.Name)), null)
        {
            Average = average,
            Functions =
            [
                new Function("translate", [a], b, (context, fields) => generator.Forward(context, seeing.Forward(context, fields[0]))) { Average = average },
                new Function("classify", [a], category, (context, fields) => head.Forward(context, seeing.Forward(context, fields[0])).ArgMax(1)),
            ],
        };

        // A picture of the target, or one that is to look like it, as f takes it.
        Tensor AsSource(Tensor pictures) => source.Channels == target.Channels ? pictures
            : Tensor.Concat(1, [.. Enumerable.Repeat(target.Channels == 1 ? pictures : pictures.Mean([1], keepAxes: true), source.Channels)]);

        Tensor Told(Tensor logits, int kind) => CrossEntropy.Softmax(logits, Tensor.Constant(kind, [logits.Shape[0]], ElementType.Int32));

        // ln D₃ / (1 - D₃).
        static Tensor Score(Tensor logits) => logits.Slice(1, OfTarget, 1) - logits.Slice(1, 0, OfTarget).Exp().Sum(1, keepAxes: true).Log();
    }

    private Sequential Seeing(int width) => new(
    [
        .. Enumerable.Range(0, 3).SelectMany(halving => new Module[] { new Convolution(width << halving, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new ReLU() }),
        new Flatten(), new Dense(Features), new Tanh(),
    ]);
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Dtn"/>
    [Model("dtn", Card = "F6", Takes = "a b class", Year = 2016, Arxiv = "1611.02200", Title = "Unsupervised cross-domain image generation", Authors = "Taigman, Polyak, Wolf")]
    public static Dtn Dtn { get; } = new();
}
