using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// MIX+GAN: each side is a mixture of networks. Arora, Ge, Liang, Ma and Zhang 2017, "Generalization and equilibrium in
/// generative adversarial nets", arXiv:1703.00573.
/// </summary>
/// <remarks>
/// <para>T generators with shares w = softmax(a) and T discriminators with shares v = softmax(b) play for
/// Σ w_i v_j F(G_i, D_j), where F is the objective; a moves with the generators, b with the discriminators. Each side pays
/// -λ/T Σ ln w_i, so that no share dies out (section 6). A sample is made by generator i with probability w_i.</para>
/// <para>T = 4, of 3 to 5 in the paper. Ours: λ = 0.1. Each discriminator pays a penalty, which sees data and the
/// items of the first generator.</para>
/// <para>Ours: samples are made by the moving average of the generator.</para>
/// </remarks>
public sealed record MixGan : LatentRecipe
{
    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>T: networks on each side.</summary>
    [Range(1, 100)]
    public int Size { get; init; } = 4;

    /// <summary>λ: what the entropy of the shares counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Entropy { get; init; } = 0.1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module[] generators = [.. Enumerable.Range(1, Size).Select(at => setup.Build($"generator-{at}", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item))];
        Module[] discriminators = [.. Enumerable.Range(1, Size).Select(at => setup.Build($"discriminator-{at}", Networks.Discriminator(setup.Sizes), setup.Item, [1]))];
        Parameter generatorLogits = setup.State("generator-shares", [1, Size]), discriminatorLogits = setup.State("discriminator-shares", [1, Size]);
        var average = setup.Average(Averaging, generators);
        IReadOnlyList<Player> discriminator = setup.Critic(
            "discriminator", Discriminator, Penalty, discriminators, turn => DiscriminatorLoss(turn) - LogShares(turn, discriminatorLogits), [discriminatorLogits]);
        Player generator = setup.Player(
            "generator", Generator, generators, turn => GeneratorLoss(turn) - LogShares(turn, generatorLogits), average, [generatorLogits]);
        return new GameParts([.. discriminator, generator], Order, (context, latent, _) =>
        {
            Tensor place = context.RandomUniform("member", [latent.Shape[0]]);
            Tensor shares = CrossEntropy.LogSoftmax(context.Read(generatorLogits)).Exp().Reshape(Size);
            return Mixture.Choose(Mixture.Numbers(place, shares), [.. generators.Select(network => network.Forward(context, latent))]);
        })
        {
            Average = average,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => Tensor.MatMul(
                Tensor.Concat(1, [.. discriminators.Select(network => network.Forward(context, items))]),
                CrossEntropy.LogSoftmax(context.Read(discriminatorLogits)).Exp(),
                transposeRight: true),
            Features = ItemFeatures.Hidden(discriminators[0]),
        };

        Tensor LogShares(Turn turn, Parameter logits) => CrossEntropy.LogSoftmax(turn.Context.Read(logits)).Mean() * Entropy;

        Tensor DiscriminatorLoss(Turn turn)
        {
            Tensor[] items = [.. generators.Select(network => turn.ApplyFrozen(network, setup.Prior.Draw(turn.Context, turn.Batch)))];
            Tensor all = Tensor.Concat(0, items);
            List<Tensor> reals = [], fakes = [];
            Tensor loss = Payoff(turn, discriminators.SelectMany(network =>
            {
                Tensor real = turn.Apply(network, turn.Data), generated = turn.Apply(network, all);
                turn.Judge(batch => turn.ApplyFrozen(network, batch), turn.Data, items[0], real, generated.Slice(0, 0, turn.Batch));
                reals.Add(real);
                fakes.Add(generated);
                return Parts(turn, generated).Select(part => Objective.DiscriminatorLoss(turn.Context, real, part));
            }));
            turn.MeasureAccuracy(Tensor.Concat(0, [.. reals]), Tensor.Concat(0, [.. fakes]), Objective);
            return loss;
        }

        Tensor GeneratorLoss(Turn turn)
        {
            Tensor all = Tensor.Concat(0, [.. generators.Select(network => turn.Apply(network, setup.Prior.Draw(turn.Context, turn.Batch)))]);
            Tensor logShares = CrossEntropy.LogSoftmax(turn.Context.Read(generatorLogits));
            turn.Measure("entropy", -(logShares * logShares.Exp()).Sum());
            return Payoff(turn, discriminators.SelectMany(network =>
            {
                Tensor real = turn.ApplyFrozen(network, turn.Data), generated = turn.ApplyFrozen(network, all);
                return Parts(turn, generated).Select(part => Objective.GeneratorLoss(real, part));
            }));
        }

        IEnumerable<Tensor> Parts(Turn turn, Tensor generated) =>
            Enumerable.Range(0, Size).Select(at => generated.Slice(0, at * turn.Batch, turn.Batch));

        // v L wᵀ with L one row a discriminator, one column a generator.
        Tensor Payoff(Turn turn, IEnumerable<Tensor> losses)
        {
            Tensor table = Tensor.Concat(0, [.. losses.Select(loss => loss.Reshape(1))]).Reshape(Size, Size);
            Tensor v = CrossEntropy.LogSoftmax(turn.Context.Read(discriminatorLogits)).Exp(), w = CrossEntropy.LogSoftmax(turn.Context.Read(generatorLogits)).Exp();
            return Tensor.MatMul(Tensor.MatMul(v, table), w, transposeRight: true).Sum();
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.MixGan"/>
    [Model("mix-gan", Card = "A16", Year = 2017, Arxiv = "1703.00573",
        Title = "Generalization and equilibrium in generative adversarial nets", Authors = "Arora, Ge, Liang, Ma, Zhang")]
    public static MixGan MixGan { get; } = new();
}
