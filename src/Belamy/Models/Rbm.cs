using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Restricted Boltzmann machine trained by contrastive divergence, with chains that go on from step to step. Hinton 2002,
/// "Training products of experts by minimizing contrastive divergence", Neural Computation 14(8); Tieleman 2008, "Training
/// restricted Boltzmann machines using approximations to the likelihood gradient", ICML.
/// </summary>
/// <remarks>
/// <para>ΔW ∝ ⟨v h⟩ of the data - ⟨v h⟩ after one step of Gibbs sampling. That is the gradient of F(v) - F(v′),
/// F(v) = -b·v - Σ softplus(v W + c), with v′, where the chain ended, held fixed. Hinton's chains begin at the data each time
/// (CD-1); Tieleman's, the ones here, where they ended the step before, as many as a batch has items. CD-1 never comes to
/// places far from the data, and leaves too much probability there: its own samples are blots.</para>
/// <para>Momentum ½, a rate that falls from 0.1 to 0, weight decay 2·10⁻⁴, W from N(0, 0.01²), b = ln(p / (1 - p)) of the
/// data's means p. Greys are the probabilities by which bits are drawn anew every time. Latent is the number of hidden
/// units.</para>
/// <para>Samples go on from the chains of the training, one drawn for each, by 200 steps, and show the probabilities of the
/// last; the latent vector itself is of no account.</para>
/// </remarks>
public sealed record Rbm : Recipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Rbm()
    {
        LearningRateDecay = 1;
        Batch = 100;
        Steps = 6_000;
    }

    /// <summary>Number of hidden units, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Latent { get; init; } = 500;

    /// <summary>How it learns.</summary>
    public PlayerSettings Generator { get; init; } = new() { LearningRate = 0.1, Optimizer = new Sgd { Momentum = 0.5 } };

    /// <summary>Whether chains go on from step to step (Tieleman); else they begin at the data (Hinton's CD-1).</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>The weight decay.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double WeightDecay { get; init; } = 2e-4;

    /// <inheritdoc/>
    public override LatentPrior Prior => new(Latent);

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.RequireChances();
        var machine = (RestrictedBoltzmann)setup.Build("machine", new RestrictedBoltzmann(setup.Sizes.Latent), [(int)setup.Item.Count]);
        setup.OnStart(data => LogOdds(data).CopyTo(machine.VisibleBias.AsSpan<float>()));
        Parameter chains = setup.State("chains", [Batch, setup.Sizes.Latent]);
        Player player = setup.Player("machine", Generator with { LearningRate = Generator.LearningRate ?? 0.1 }, [machine], turn =>
        {
            Tensor bits = Flat(BitPixels.Draw(turn.Context, turn.Data));
            Tensor begun = Persistent ? turn.Context.Read(chains) : machine.Draw(turn.Context, machine.HiddenLogits(turn.Context, bits));
            (Tensor ended, Tensor hidden) = machine.Gibbs(turn.Context, begun);
            turn.Context.Update(chains, hidden);
            if (!Persistent)
                turn.Measure("reconstruction-error", (ended - bits).Square().Mean());
            Tensor contrast = machine.FreeEnergy(turn.Context, bits).Mean() - machine.FreeEnergy(turn.Context, ended).Mean();
            return contrast + (0.5 * WeightDecay * turn.Context.Read(machine.Weight).Square().Sum());
        });
        return new GameParts([player], new Alternating(), (context, latent, _) =>
        {
            Tensor drawn = context.RandomUniform("chain", [latent.Shape[0]]) * Batch;
            Tensor hidden = context.Read(chains).Gather(drawn.Cast(ElementType.Int32));
            for (int step = 0; step < 200; step++)
                (_, hidden) = machine.Gibbs(context, hidden);
            return ((machine.VisibleLogits(context, hidden).Sigmoid() * 2) - 1).Reshape(new Shape([latent.Shape[0], .. setup.Item]));
        })
        {
            Features = new ItemFeatures(machine.Path, (context, items) => machine.HiddenLogits(context, Flat((items + 1) * 0.5)).Sigmoid()),
        };
    }

    internal static Tensor Flat(Tensor items) => items.Reshape(items.Shape[0], -1);

    /// <summary>ln(p / (1 - p)) of every pixel's mean p over the data.</summary>
    internal static float[] LogOdds(Dataset data)
    {
        var sums = new double[data.ItemLength];
        var item = new float[data.ItemLength];
        for (int at = 0; at < data.Count; at++)
        {
            data.Read(at, item);
            for (int pixel = 0; pixel < item.Length; pixel++)
                sums[pixel] += (item[pixel] + 1) / 2;
        }

        return [.. sums.Select(sum => (float)Math.Log((sum + 1) / (data.Count + 1 - sum)))];
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Rbm"/>
    [Model("rbm", Card = "K1", Year = 2002, Title = "Training products of experts by minimizing contrastive divergence", Authors = "Hinton")]
    public static Rbm Rbm { get; } = new();
}
