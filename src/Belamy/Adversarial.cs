using System.ComponentModel.DataAnnotations;
using Belamy.Augmentation;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// The game of a discriminator and a generator. Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, with every part that
/// a recipe may add to it: penalty, augmentation, instance noise, replay, packing, unrolling, classes, balance.
/// </summary>
/// <remarks>Real and generated items pass the discriminator as batches of their own, each with its own statistics.</remarks>
public record Adversarial : LatentRecipe
{
    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

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

    /// <summary>
    /// Generated items of earlier moves that are kept, at least a batch, to take half of the discriminator's generated items
    /// from; 0 for none. Shrivastava et al. 2016, arXiv:1612.07828, section 2.3.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Replay { get; init; }

    /// <summary>Moves of the discriminator that the generator looks ahead. Metz et al. 2016, arXiv:1611.02163.</summary>
    [Range(0, 100)]
    public int Unrolling { get; init; }

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
    /// Decay of the moving average of the generator's weights that samples are made with, in [0, 1); 0 samples with the
    /// weights themselves.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>
    /// The share of a run, at its beginning, over which what has a final value, such as <c>penalty.final-gamma</c>, goes there by half
    /// a cosine, in [0, 1]; 0 leaves all at first values. Huang et al. 2024, arXiv:2501.05441.
    /// </summary>
    [Range(0.0, 1.0)]
    public double BurnIn { get; init; }

    /// <summary>Builds the networks <c>generator</c> and <c>discriminator</c>, and the two players.</summary>
    /// <exception cref="BelamyException">The networks put out other shapes than are needed, or need classes and the data have none.</exception>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        bool conditional = Networks.TakesClasses && (setup.Classes >= 2 || !Networks.ClassesAreOptional);
        if (conditional)
            setup.RequireClasses();
        if (conditional && Replay > 0)
            throw new BelamyException($"replay={Replay}: earlier items are kept without their classes, which this model needs; leave it out.");
        var game = new Roles(
            this,
            setup,
            setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item),
            setup.Build("discriminator", Networks.Discriminator(setup.Sizes), Games.Packing.Pack(setup.Item, Packing), [1]),
            InstanceNoise > 0 ? setup.Scheduled("instance-noise", InstanceNoiseAt) : null,
            Augmentation is AdaptiveAugmentation rule ? (rule, setup.State("augmentation", Shape.Scalar)) : null,
            Replay > 0 ? new ReplayBuffer(setup, Replay) : null,
            BurnIn > 0 ? setup.Course(BurnIn) : null,
            conditional);
        if (Augmentation is not NoAugmentation && setup.Item.Rank != 3)
            throw new BelamyException($"augmentation={Augmentation.Name}: changes pictures, and the data are items of {setup.Item}; choose augmentation=none.");
        var average = setup.Average(Averaging, game.Generator);
        List<Player> players = [.. setup.Critic("discriminator", Discriminator, Penalty, [game.Discriminator], game.DiscriminatorLoss)];
        Player discriminator = players[0];
        players.Add(setup.Player("generator", Generator, [game.Generator], turn => game.GeneratorLoss(turn, discriminator), average));
        if (LossGate > 0)
            players.Insert(players.Count - 1, new Player("gate", [], Discriminator.Optimizer, Discriminator.LearningRate!.Value, game.GateLoss));
        return new GameParts(
            players,
            LossGate > 0 ? new Equilibrium(Margin: LossGate) { Order = Order }
                : AccuracyLimit < 1 ? new AccuracyLimited(AccuracyLimit, Order)
                : Order,
            (context, latent, labels) => game.Generator.Forward(context, latent, labels))
        {
            Average = average,
            TakesClasses = conditional,
            Critic = Packing > 1 || conditional ? null : (context, items) => game.Discriminator.Forward(context, items),
            ScoresAreLogits = Objective.ScoresAreLogits,
            Features = Packing > 1 ? null : ItemFeatures.Hidden(game.Discriminator),
        };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(LossGate == 0 || AccuracyLimit == 1, "loss-gate", LossGate, FormattableString.Invariant($"0 where accuracy-limit={AccuracyLimit} decides who waits"));
        RequirePacks(Packing);
        // Items of a pack have a class each.
        if (Packing > 1 && Networks.TakesClasses)
            throw new BelamyException($"packing={Packing}: {Models.NameOf(this)}'s discriminator is told the class of one item; leave packing at 1, or choose a model without classes");
        Require(Replay == 0 || Replay >= Batch, "replay", Replay, $"0, or at least a batch ({Batch})");
    }

    /// <summary>The plain game with the networks and the settings of a system that adds something to it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="averaging">See <see cref="Averaging"/>.</param>
    internal static Adversarial Plain(LatentRecipe system, double averaging) => new()
    {
        Networks = system.Networks,
        Width = system.Width,
        Latent = system.Latent,
        LatentDistribution = system.LatentDistribution,
        Penalty = system.Penalty,
        Generator = system.Generator,
        Discriminator = system.Discriminator,
        DiscriminatorMoves = system.DiscriminatorMoves,
        Pretraining = system.Pretraining,
        Averaging = averaging,
        Batch = system.Batch,
        Steps = system.Steps,
        LearningRateDecay = system.LearningRateDecay,
        Seed = system.Seed,
    };

    /// <summary>The deviation of the instance noise at a step.</summary>
    internal double InstanceNoiseAt(long step, long? steps) =>
        (InstanceNoiseSteps ?? steps) is { } end ? InstanceNoise * Math.Max(0, 1 - ((double)step / end)) : InstanceNoise;

    private sealed record Roles(
        Adversarial Recipe, GameSetup Setup, Module Generator, Module Discriminator, Parameter? Noise, (AdaptiveAugmentation Rule, Parameter Probability)? Adaptive, ReplayBuffer? Replay, Parameter? Course, bool TakesClasses)
    {
        public Tensor DiscriminatorLoss(Turn turn)
        {
            turn.Context.Course = Course?.Value;
            Tensor? labels = TakesClasses ? turn.Labels : null;
            Tensor made = turn.ApplyFrozen(Generator, Setup.Prior.Draw(turn.Context, turn.Batch), labels);
            Tensor generatedItems = View(turn, Replay?.Mix(turn, made) ?? made);
            Tensor realItems = View(turn, turn.Data);
            Tensor real = turn.Apply(Discriminator, realItems, labels);
            Tensor generated = turn.Apply(Discriminator, generatedItems, labels);
            turn.MeasureAccuracy(real, generated, Recipe.Objective);
            if (Adaptive is { } adaptive)
            {
                Tensor probability = turn.Context.Read(adaptive.Probability);
                turn.Measure("augmentation", probability);
                turn.Context.Update(adaptive.Probability, adaptive.Rule.Next(probability, real));
            }

            turn.Judge(items => turn.ApplyFrozen(Discriminator, items, labels), realItems, generatedItems, real, generated);
            return Recipe.Objective.DiscriminatorLoss(turn.Context, real, generated);
        }

        public Tensor GeneratorLoss(Turn turn, Player opponent)
        {
            turn.Context.Course = Course?.Value;
            Tensor? labels = TakesClasses ? turn.DrawLabels(Setup.Classes) : null;
            Tensor items = turn.Apply(Generator, Setup.Prior.Draw(turn.Context, turn.Batch), labels);
            // The opponent is the discriminator as it is, or as it will be after its next moves.
            Turn against = Unroll(turn, opponent);
            Tensor generated = against.ApplyFrozen(Discriminator, View(against, items), labels);
            // Only relativistic objectives and the limit look at the real items here; for all others the compiler drops them.
            Tensor real = against.ApplyFrozen(Discriminator, View(against, against.Data), TakesClasses ? turn.Labels : null);
            if (Recipe.AccuracyLimit < 1)
            {
                (Tensor onReal, Tensor onGenerated) = Turn.Accuracies(real, generated, Recipe.Objective.ScoresHaveZero);
                turn.Measure(AccuracyLimited.Accuracy, (onReal + onGenerated) / 2);
            }
            return Recipe.Objective.GeneratorLoss(real, generated);
        }

        /// <summary>Moves nothing, and measures what the policy goes by.</summary>
        public Tensor GateLoss(Turn turn)
        {
            Tensor? labels = TakesClasses ? turn.Labels : null;
            Tensor made = turn.ApplyFrozen(Generator, Setup.Prior.Draw(turn.Context, turn.Batch), labels);
            return Equilibrium.Measure(
                turn, turn.ApplyFrozen(Discriminator, View(turn, turn.Data), labels), turn.ApplyFrozen(Discriminator, View(turn, made), labels));
        }

        /// <summary>Moves of the discriminator ahead, as graph: Metz et al. 2016, arXiv:1611.02163. Each goes by one batch.</summary>
        private Turn Unroll(Turn turn, Player discriminator)
        {
            Turn ahead = turn;
            for (int move = 0; move < Recipe.Unrolling; move++)
            {
                ahead = ahead.Branch();
                Tensor loss = LazyPenalty.Pay(DiscriminatorLoss(ahead), ahead, payments: 1, Recipe.Penalty);
                Move.Play(discriminator, ahead.Context, new(Setup.Store, discriminator.Name), Setup.Store[$"learning-rate/{discriminator.Name}"], loss);
            }

            return ahead;
        }

        /// <summary>What the discriminator sees of items, real or generated: augmented, noisy, packed.</summary>
        private Tensor View(Turn turn, Tensor items)
        {
            Tensor seen = Adaptive is { } adaptive
                ? adaptive.Rule.Apply(turn.Context, items, turn.Context.Read(adaptive.Probability))
                : Recipe.Augmentation.Apply(turn.Context, items);
            if (Noise is not null)
                seen += turn.Context.RandomNormal("instance-noise", seen.Shape) * turn.Context.Read(Noise);
            return Games.Packing.Pack(seen, Recipe.Packing);
        }
    }
}
