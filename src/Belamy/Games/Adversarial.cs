using Belamy.Augmentation;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// The game of a discriminator and a generator. Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, with every part that
/// a recipe may add to it: penalty, augmentation, instance noise, replay, packing, unrolling, classes, balance.
/// </summary>
/// <remarks>Real and generated items pass the discriminator as batches of their own, each with its own statistics.</remarks>
public static class Adversarial
{
    /// <summary>Builds the networks <c>generator</c> and <c>discriminator</c>, and the two players.</summary>
    /// <exception cref="BelamyException">The networks put out other shapes than are needed, or need classes and the data have none.</exception>
    public static GameParts Assemble(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Recipe recipe = setup.Recipe;
        bool conditional = recipe.Networks.TakesClasses;
        if (conditional)
            setup.RequireClasses();
        if (conditional && recipe.Replay > 0)
            throw new BelamyException($"replay={recipe.Replay}: earlier items are kept without their classes, which this model needs; leave it out.");
        var game = new Roles(
            setup,
            setup.Build("generator", recipe.Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item),
            setup.Build("discriminator", recipe.Networks.Discriminator(setup.Sizes), Packing.Pack(setup.Item, recipe.Packing), [1]),
            recipe.InstanceNoise > 0 ? setup.Scheduled("instance-noise", recipe.InstanceNoiseAt) : null,
            recipe.Augmentation is AdaptiveAugmentation rule ? (rule, setup.State("augmentation", Shape.Scalar)) : null,
            recipe.Replay > 0 ? new ReplayBuffer(setup, recipe.Replay) : null);
        if (recipe.Augmentation is not NoAugmentation && setup.Item.Rank != 3)
            throw new BelamyException($"augmentation={recipe.Augmentation.Name}: changes pictures, and the data are items of {setup.Item}; choose augmentation=none.");
        var average = setup.Average(game.Generator);
        List<Player> players = [.. setup.Critic("discriminator", recipe.Discriminator, [game.Discriminator], game.DiscriminatorLoss)];
        Player discriminator = players[0];
        players.Add(setup.Player("generator", recipe.Generator, [game.Generator], turn => game.GeneratorLoss(turn, discriminator), average));
        if (recipe.LossGate > 0)
            players.Insert(players.Count - 1, new Player("gate", [], recipe.Discriminator.Optimizer, recipe.Discriminator.LearningRate!.Value, game.GateLoss));
        return new GameParts(
            players,
            recipe.LossGate > 0 ? new Equilibrium(Margin: recipe.LossGate) { Order = setup.Order }
                : recipe.AccuracyLimit < 1 ? new AccuracyLimited(recipe.AccuracyLimit, setup.Order)
                : setup.Order,
            (context, latent, labels) => game.Generator.Forward(context, latent, labels))
        {
            Average = average,
            Places = Recipe.OptionalParts,
            TakesClasses = conditional,
            Critic = recipe.Packing > 1 || conditional ? null : (context, items) => game.Discriminator.Forward(context, items),
            Features = recipe.Packing > 1 ? null : ItemFeatures.Hidden(game.Discriminator),
        };
    }

    private sealed record Roles(
        GameSetup Setup, Module Generator, Module Discriminator, Parameter? Noise, (AdaptiveAugmentation Rule, Parameter Probability)? Adaptive, ReplayBuffer? Replay)
    {
        private Recipe Recipe => Setup.Recipe;

        private bool TakesClasses => Recipe.Networks.TakesClasses;

        public Tensor DiscriminatorLoss(Turn turn)
        {
            Tensor? labels = TakesClasses ? turn.Labels : null;
            Tensor made = turn.ApplyFrozen(Generator, Setup.Prior.Draw(turn.Context, turn.Batch), labels);
            Tensor generatedItems = View(turn, Replay?.Mix(turn, made) ?? made);
            Tensor realItems = View(turn, turn.Data);
            Tensor real = turn.Apply(Discriminator, realItems, labels);
            Tensor generated = turn.Apply(Discriminator, generatedItems, labels);
            turn.MeasureAccuracy(real, generated);
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
            Tensor? labels = TakesClasses ? turn.DrawLabels(Setup.Classes) : null;
            Tensor items = turn.Apply(Generator, Setup.Prior.Draw(turn.Context, turn.Batch), labels);
            // The opponent is the discriminator as it is, or as it will be after its next moves.
            Turn against = Unroll(turn, opponent);
            Tensor generated = against.ApplyFrozen(Discriminator, View(against, items), labels);
            // Only relativistic objectives and the limit look at the real items here; for all others the compiler drops them.
            Tensor real = against.ApplyFrozen(Discriminator, View(against, against.Data), TakesClasses ? turn.Labels : null);
            if (Recipe.AccuracyLimit < 1)
                turn.Measure(AccuracyLimited.Accuracy, (Turn.ShareOf(real > 0) + Turn.ShareOf(generated < 0)) / 2);
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
            return Packing.Pack(seen, Recipe.Packing);
        }
    }
}
