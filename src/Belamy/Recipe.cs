using System.ComponentModel.DataAnnotations;
using Belamy.Augmentation;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// A model: the parts of an adversarial game and how it is trained by default. A record, so a variation is a
/// <c>with</c> expression; <see cref="RecipeSettings"/> reads and changes its parts by name.
/// </summary>
public sealed record Recipe
{
    /// <summary>The most items per batch.</summary>
    public const int LargestBatch = 65_536;

    /// <summary>Networks chosen by the data, the non-saturating objective, Adam; the base of most models.</summary>
    public static Recipe Default { get; } = new();

    /// <summary>
    /// The name of the model that it is, or that it is a variation of; empty for a recipe of one's own. Models get theirs
    /// from their attribute.
    /// </summary>
    public string Model { get; internal set; } = "";

    /// <summary>The networks.</summary>
    public NetworkPair Networks { get; init; } = NetworkPair.ByData;

    /// <summary>
    /// How the parts become players; the game of a discriminator and a generator when nothing else is said. A system with
    /// other players builds its own, and may use of the settings what it needs.
    /// </summary>
    public Func<GameSetup, GameParts> Game { get; init; } = Adversarial.Assemble;

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What keeps the discriminator honest.</summary>
    public Penalty Penalty { get; init; } = new NoPenalty();

    /// <summary>What is done to everything that the discriminator sees; for pictures.</summary>
    public PictureAugmentation Augmentation { get; init; } = new NoAugmentation();

    /// <summary>
    /// Deviation of the Gaussian noise added to everything that the discriminator sees, at the beginning of the run; it falls
    /// linearly to 0. 0 for none. Sønderby et al. 2016, arXiv:1610.04490; Arjovsky and Bottou 2017, arXiv:1701.04862.
    /// </summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double InstanceNoise { get; init; }

    /// <summary>Steps over which the instance noise falls to 0; null for the whole run.</summary>
    [Range(1, double.PositiveInfinity)]
    public long? InstanceNoiseSteps { get; init; }

    /// <summary>Items of the same origin that the discriminator judges at once, at least 1. Lin et al. 2017, arXiv:1712.04086.</summary>
    [Range(1, int.MaxValue)]
    public int Packing { get; init; } = 1;

    /// <summary>Moves of the discriminator that the generator looks ahead. Metz et al. 2016, arXiv:1611.02163.</summary>
    [Range(0, 100)]
    public int Unrolling { get; init; }

    /// <summary>Number of values of a latent vector, at least 1; null for what suits the networks and the data.</summary>
    [Range(1, 1_000_000)]
    public int? Latent { get; init; }

    /// <summary>The distribution of each value of a latent vector.</summary>
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Normal;

    /// <summary>
    /// The unit that widths of layers are multiples of, at least 1, each model says how; null for what suits the networks
    /// and the data.
    /// </summary>
    [Range(1, 65_536)]
    public int? Width { get; init; }

    /// <summary>How the generator learns.</summary>
    public PlayerSettings Generator { get; init; } = new();

    /// <summary>How the discriminator learns.</summary>
    public PlayerSettings Discriminator { get; init; } = new();

    /// <summary>Moves of the discriminator per move of the generator, at least 1.</summary>
    [Range(1, 10_000)]
    public int DiscriminatorMoves { get; init; } = 1;

    /// <summary>
    /// How much of its items the discriminator may judge rightly and still move, in (0, 1]: above that it waits until the
    /// generator has caught up. 1 for never.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double AccuracyLimit { get; init; } = 1;

    /// <summary>
    /// How far from 0.68, the cost of a discriminator that cannot tell real from generated, its costs may be and both players
    /// still move: it waits while one cost is lower than by this margin, the generator while one is higher, and where neither
    /// might move, both do. Costs are cross-entropies of logits. 0 for no gate. After Larsen et al. 2015, arXiv:1512.09300;
    /// see <see cref="Equilibrium"/>.
    /// </summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double LossGate { get; init; }

    /// <summary>
    /// Generated items of earlier moves that are kept, at least a batch, to take half of the discriminator's generated items
    /// from; 0 for none. Shrivastava et al. 2016, arXiv:1612.07828, section 2.3.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Replay { get; init; }

    /// <summary>Moves of the discriminator alone before the game begins.</summary>
    [Range(0, 1_000_000)]
    public int Pretraining { get; init; }

    /// <summary>
    /// Decay of the moving average of the generator's weights that samples are made with, in [0, 1); 0 samples with the
    /// weights themselves.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Items per batch, at least 1.</summary>
    [Range(1, LargestBatch)]
    public int Batch { get; init; } = 64;

    /// <summary>Steps of a run when neither steps nor time are asked for.</summary>
    [Range(1, double.PositiveInfinity)]
    public long Steps { get; init; } = 2000;

    /// <summary>
    /// The share of a run, at its end, over which learning rates fall linearly to 0; in [0, 1]. Without effect on a run
    /// that is limited by time alone.
    /// </summary>
    [Range(0.0, 1.0)]
    public double LearningRateDecay { get; init; }

    /// <summary>Decides all random numbers: initial values, order of the data, latent vectors, dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Names of the properties that say something of the game of a discriminator and a generator that not every game has: a
    /// system with a game of its own says which it has a place for.
    /// </summary>
    public static IReadOnlyList<string> OptionalParts { get; } =
    [
        .. GameParts.Usual,
        nameof(Penalty), nameof(Augmentation), nameof(InstanceNoise), nameof(Packing), nameof(Unrolling), nameof(Replay), nameof(AccuracyLimit), nameof(LossGate),
    ];

    /// <summary>The recipe with every setting that it leaves open filled in for a kind of data.</summary>
    /// <param name="item">The shape of one item of the data.</param>
    public Recipe Resolve(Shape item)
    {
        NetworkDefaults defaults = Networks.Defaults(item);
        return this with
        {
            Latent = Latent ?? defaults.Latent,
            Width = Width ?? defaults.Width,
            Generator = Generator with { LearningRate = Generator.LearningRate ?? defaults.LearningRate },
            Discriminator = Discriminator with { LearningRate = Discriminator.LearningRate ?? defaults.LearningRate },
        };
    }

    /// <summary>The deviation of the instance noise at a step.</summary>
    internal double InstanceNoiseAt(long step, long? steps) =>
        (InstanceNoiseSteps ?? steps) is { } end ? InstanceNoise * Math.Max(0, 1 - ((double)step / end)) : InstanceNoise;

    /// <summary>Fails if a part is out of its range.</summary>
    /// <exception cref="BelamyException">One line that names the setting and its range.</exception>
    public void Validate()
    {
        RecipeSettings.RequireRanges(this);
        // A penalty of one's own may have an interval without saying its range.
        Require(Penalty.Interval >= 1, "penalty.every", Penalty.Interval, "at least 1");
        Require(LossGate == 0 || AccuracyLimit == 1, "loss-gate", LossGate, $"0 where accuracy-limit={AccuracyLimit} decides who waits");
        Require(Packing <= Batch, "packing", Packing, $"at most a batch ({Batch})");
        Require(Batch % Packing == 0, "batch", Batch, $"a multiple of packing={Packing}, such as {Batch - (Batch % Packing)}");
        Require(Replay == 0 || Replay >= Batch, "replay", Replay, $"0, or at least a batch ({Batch})");
    }

    private static void Require(bool holds, string setting, object? value, string range)
    {
        if (!holds)
            throw new BelamyException($"{setting}={value}: must be {range}");
    }
}
