using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// AdaGAN: generators are added one by one, each trained on what the mixture so far misses. Tolstikhin, Gelly, Bousquet,
/// Simon-Gabriel and Schölkopf 2017, "AdaGAN: boosting generative models", arXiv:1701.02386.
/// </summary>
/// <remarks>
/// <para>Round t: a classifier C is trained between data and the mixture P of the generators before, which gives
/// d = (1 - C)/C at each item of data. With β = 1/t items weigh w_i = p_i/β max(0, λ - (1 - β) d_i), λ such that they add up
/// to 1 (theorem 1, algorithm 2); a new generator and its discriminator play over data drawn by these weights, and
/// P ← (1 - β) P + β G_t: in the end each generator makes an equal share.</para>
/// <para>A run is five rounds of equal length, the classifier's a quarter of each but the first. Data are drawn by weight
/// within each batch, of 256; the classifier goes on from the round before. The authors play ten rounds of unrolled
/// GANs.</para>
/// </remarks>
public sealed record Adagan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Adagan()
    {
        Batch = 256;
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>Generators, each with a discriminator, added one by one.</summary>
    [Range(1, 100)]
    public int Rounds { get; init; } = 5;

    /// <summary>Whether each is trained on what those before miss; else all on the data as they are.</summary>
    internal bool IsWeighted { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module classifier = setup.Build("mixture", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        Module[] generators = [.. Enumerable.Range(1, Rounds).Select(at => setup.Build($"generator-{at}", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item))];
        Module[] discriminators = [.. Enumerable.Range(1, Rounds).Select(at => setup.Build($"discriminator-{at}", Networks.Discriminator(setup.Sizes), setup.Item, [1]))];
        Stages policy = StagesOf();
        Parameter round = setup.Scheduled("round", (step, steps) => RoundOf(policy.At(step, steps)));
        List<Player> players = [setup.Player("mixture", Discriminator, [classifier], ClassifierLoss)];
        for (int at = 0; at < Rounds; at++)
        {
            (Module generator, Module discriminator) = (generators[at], discriminators[at]);
            players.AddRange(setup.Critic($"discriminator-{at + 1}", Discriminator, Penalty, [discriminator], turn =>
            {
                Tensor items = Missed(turn), samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
                Tensor real = turn.Apply(discriminator, items);
                Tensor generated = turn.Apply(discriminator, samples);
                turn.MeasureAccuracy(real, generated, Objective);
                turn.Judge(batch => turn.ApplyFrozen(discriminator, batch), items, samples, real, generated);
                return Objective.DiscriminatorLoss(turn.Context, real, generated);
            }));
            players.Add(setup.Player($"generator-{at + 1}", Generator, [generator], turn => Objective.GeneratorLoss(
                turn.ApplyFrozen(discriminator, Missed(turn)), turn.ApplyFrozen(discriminator, turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch))))));
        }

        return new GameParts(players, policy, (context, latent, _) => Sample(context, latent, context.Read(round)))
        {
            Critic = (context, items) => classifier.Forward(context, items),
            Features = ItemFeatures.Hidden(classifier),
        };

        Tensor ClassifierLoss(Turn turn)
        {
            Tensor before = (turn.Context.Read(round) - 1).Max(1);
            Tensor generated = turn.ApplyFrozen(classifier, Sample(turn.Context, setup.Prior.Draw(turn.Context, turn.Batch), before));
            return new NonSaturating().DiscriminatorLoss(turn.Apply(classifier, turn.Data), generated);
        }

        // An equal share of each of the first generators.
        Tensor Sample(ForwardContext context, Tensor latent, Tensor count)
        {
            Tensor place = context.RandomUniform("member", [latent.Shape[0]]);
            bool collects = context.CollectsUpdates;
            context.CollectsUpdates = false;
            Tensor items = Mixture.Choose((place * count).Floor(), [.. generators.Select(generator => generator.Forward(context, latent))]);
            context.CollectsUpdates = collects;
            return items;
        }

        // As many items as a batch holds, drawn from it by weight.
        Tensor Missed(Turn turn)
        {
            if (!IsWeighted)
                return turn.Data;
            Tensor ratio = (-turn.ApplyFrozen(classifier, turn.Data).Clamp(-10, 10)).Exp().Reshape(turn.Batch);
            Tensor weights = WeightsOf(ratio, 1 / turn.Context.Read(round));
            Tensor places = (Tensor.Iota([turn.Batch], 0, ElementType.Float32) + turn.Context.RandomUniform("missed", [turn.Batch])) / turn.Batch;
            return turn.Data.Gather(Mixture.Numbers(places, weights).Cast(ElementType.Int32));
        }
    }

    /// <summary>The first pair alone; then for each pair the classifier, a quarter of the round, and the pair.</summary>
    internal Stages StagesOf()
    {
        return new Stages(Steps, [Pair(1, share: 4), .. Enumerable.Range(2, Rounds - 1).SelectMany(round => (Stage[])[new Stage(1, new Alternating(), "mixture"), Pair(round, share: 3)])]);

        Stage Pair(int round, int share) => new(share, new Alternating(DiscriminatorMoves, Pretraining) { Interval = Penalty.Interval }, $"discriminator-{round}", $"generator-{round}");
    }

    /// <summary>The round, from 1, that a stage belongs to.</summary>
    internal static int RoundOf(int stage) => 1 + ((stage + 1) / 2);

    /// <summary>The weights of equally likely items.</summary>
    /// <param name="ratios">d, the density of the mixture over that of the data at each item, [items].</param>
    /// <param name="beta">β, the share that the next component gets, a scalar.</param>
    internal static Tensor WeightsOf(Tensor ratios, Tensor beta)
    {
        int count = ratios.Shape[0];
        Tensor rest = 1 - beta;
        // λ is the least of those that every prefix of the sorted ratios would have were it the whole.
        Tensor isInPrefix = 1 - (ratios.Reshape(1, count) > ratios.Reshape(count, 1)).Cast(ElementType.Float32);
        Tensor prefix = isInPrefix.Sum(1) / count;
        Tensor lambda = ((beta + (rest * (isInPrefix * ratios.Reshape(1, count)).Sum(1) / count)) / prefix).ReduceMin();
        return (lambda - (rest * ratios)).Max(0) / (beta * count);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Adagan"/>
    [Model("adagan", Card = "A17", Year = 2017, Arxiv = "1701.02386", Title = "AdaGAN: boosting generative models",
        Authors = "Tolstikhin, Gelly, Bousquet, Simon-Gabriel, Schölkopf")]
    public static Adagan Adagan { get; } = new();
}
