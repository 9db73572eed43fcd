using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Naive Bayes as a generative classifier: within a class every pixel is drawn by itself. Maron 1961, "Automatic
/// indexing: an experimental inquiry", Journal of the ACM 8(3).
/// </summary>
/// <remarks>
/// <para>p(x, y) = p(y) Π_i θ_yi^x_i (1 - θ_yi)^(1 - x_i), with x_i = 1 where a pixel is brighter than the middle.
/// θ_yi = (n_yi + 1) / (n_y + 2) and p(y) = (n_y + 1) / (n + classes), Laplace's rule of succession.</para>
/// <para>Its one player has no parameters: a move counts a batch. The loss is -ln p(x, y) of the batch by what was
/// counted before, so its mean over the run is the length of the data in nats when coded one after the other.</para>
/// <para>One pass over the data is all of the training: 600 steps of 100 of MNIST's 60,000 digits.</para>
/// </remarks>
public sealed record NaiveBayes : Recipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public NaiveBayes()
    {
        Batch = 100;
        Steps = 600;
    }

    /// <inheritdoc/>
    public override LatentPrior Prior => new(1);

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        int classes = setup.RequireClasses();
        setup.RequireChances();
        Parameter counts = setup.State("class-counts", [classes]);
        Parameter ones = setup.State("ones", [classes, (int)setup.Item.Count]);
        Player counter = setup.Player("counter", new PlayerSettings { LearningRate = NetworkPair.ByData.Defaults(setup.Item).LearningRate }, [], turn =>
        {
            Tensor bits = Bits(turn.Data);
            Tensor chosen = Tensor.OneHot(turn.Labels, classes);
            Tensor joint = LogJoint(bits, turn.Context.Read(counts), turn.Context.Read(ones));
            turn.Context.Update(counts, turn.Context.Read(counts) + chosen.Sum(0));
            turn.Context.Update(ones, turn.Context.Read(ones) + Tensor.MatMul(chosen, bits, transposeLeft: true));
            return -(joint * chosen).Sum(1).Mean();
        });
        return new GameParts([counter], new Alternating(), (context, latent, labels) =>
        {
            Tensor chance = Chances(counts.Value, ones.Value).Gather(labels!);
            Tensor bits = (context.RandomUniform("pixels", chance.Shape) < chance).Cast(ElementType.Float32);
            return ((bits * 2) - 1).Reshape(new Shape([latent.Shape[0], .. setup.Item]));
        })
        { TakesClasses = true };
    }

    internal static Tensor Bits(Tensor data) => (data.Reshape(data.Shape[0], -1) > 0).Cast(ElementType.Float32);

    private static Tensor Chances(Tensor counts, Tensor ones) => (ones + 1) / (counts.Reshape(-1, 1) + 2);

    /// <summary>ln p(x, y) for every class: [batch, classes].</summary>
    internal static Tensor LogJoint(Tensor bits, Tensor counts, Tensor ones)
    {
        Tensor chance = Chances(counts, ones);
        (Tensor on, Tensor off) = (chance.Log(), (1 - chance).Log());
        Tensor prior = ((counts + 1) / (counts.Sum() + counts.Shape[0])).Log();
        return Tensor.MatMul(bits, on - off, transposeRight: true) + off.Sum(1) + prior;
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.NaiveBayes"/>
    [Model("naive-bayes", Card = "K2", Year = 1961, Title = "Automatic indexing: an experimental inquiry", Authors = "Maron")]
    public static NaiveBayes NaiveBayes { get; } = new();
}
