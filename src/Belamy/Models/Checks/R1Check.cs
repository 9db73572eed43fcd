using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("r1", "Dirac-GAN; 8 Gaussians on a circle", Revision = 3)]
    internal static void CheckR1(ReproductionRun run)
    {
        long steps = run.Choose(20L, 6_000, 25_000);
        run.Description = "Dirac-GAN: 5,000 steps of 0.1, from (1, 1) for the facts, from other places for the effect, the distance r from the equilibrium at the end; "
            + $"ring: {steps:N0} steps of 64 points, two hidden layers of 64, rate 10⁻³, γ = 10 and 0.1";
        Expect("minimax, in turn", 1.40, DiracDistance(run, new Minimax(), new NoPenalty()));
        Expect("minimax, at once", 3.49, DiracDistance(run, new Minimax(), new NoPenalty(), inTurn: false));
        Expect("non-saturating, in turn", 0.125, DiracDistance(run, new NonSaturating(), new NoPenalty()));
        Expect("non-saturating, at once", 0.445, DiracDistance(run, new NonSaturating(), new NoPenalty(), inTurn: false));
        Expect("Wasserstein, in turn", 1.39, DiracDistance(run, new Wasserstein(), new NoPenalty()));
        Expect("Wasserstein clipped to 1, in turn", 1.01, DiracDistance(run, new Wasserstein(), new WeightClipping { Bound = 1 }));
        foreach (double gamma in (double[])[1, 0.1])
        {
            double farthest = new Objective[] { new Minimax(), new NonSaturating(), new Wasserstein() }.Max(objective => DiracDistance(run, objective, new R1 { Gamma = gamma }));
            run.Works($"r of all three with R1, γ = {gamma}", farthest, Ask.AtMost(1e-3), always: true);
        }

        foreach (Objective objective in (Objective[])[new Minimax(), new Wasserstein(), new NonSaturating()])
            run.Effect($"r at the end, of that at the start, {objective.Name}, by R1", Shares(objective, R1.Penalty), Shares(objective, new NoPenalty()), higher: false, published: "converges; without, not or slowly");

        var data = (MixtureDataset)run.Open("ring8-easy");
        double[] without = Modes(new NoPenalty());
        run.Tell("modes reached on the ring with R1, γ = 10 as for pictures, of 8", Modes(R1.Penalty));
        run.Tell("modes reached on the ring with R1, γ = 0.1, of 8", Modes(new R1 { Gamma = 0.1 }));
        run.Tell("modes reached on the ring without, of 8", without);

        void Expect(string game, double distance, double measured) =>
            run.Works($"r, {game}", measured, Ask.Between(0.95 * distance, 1.05 * distance), always: true);

        // From a place on the circle of radius √2 that the seed chooses.
        double[] Shares(Objective objective, Penalty penalty) => [.. run.Seeds(SeedStatistics.FewestSeeds).Select(seed =>
            DiracDistance(run, objective, penalty, angle: 2 * Math.PI * new CounterRandom(seed).Uniform(0)) / Math.Sqrt(2))];

        double[] Modes(Penalty penalty) => [.. run.EachModes(
            R1 with
            {
                Penalty = penalty,
                Latent = 8,
                Width = 32,
                Generator = R1.Generator with { LearningRate = 1e-3 },
                Discriminator = R1.Discriminator with { LearningRate = 1e-3 },
            },
            data,
            steps,
            penalty.Name,
            "R1, 8 Gaussians on a circle").Select(modes => (double)modes.Covered)];
    }

    /// <summary>
    /// How far from (0, 0) two numbers end that play Dirac-GAN, with the parts that every game is made of.
    /// </summary>
    /// <param name="run">The check.</param>
    /// <param name="objective">Gives f.</param>
    /// <param name="penalty">R1, of which ∇D = ψ makes γ/2 ψ², or clipping, or nothing.</param>
    /// <param name="inTurn">Whether the generator sees the discriminator's move; else both move at once.</param>
    /// <param name="angle">Where on the circle of radius √2 they begin: θ at its cosine, ψ at its sine.</param>
    private static double DiracDistance(ReproductionRun run, Objective objective, Penalty penalty, bool inTurn = true, double angle = Math.PI / 4)
    {
        PlayerSettings player = new() { LearningRate = 0.1, Optimizer = new Sgd() };
        Adversarial recipe = (inTurn ? new Adversarial() : new DiracAtOnce()) with
        {
            // The generator makes its latent number 1, and that θ.
            Networks = new NetworkPair(
                "Dirac",
                _ => new Sequential(new Affine(0, 1), new Dense(1, bias: false, At(Math.Cos(angle)))),
                _ => new Dense(1, bias: false, At(Math.Sin(angle)))),
            Objective = objective,
            Penalty = penalty,
            Latent = 1,
            Batch = 1,
            Averaging = 0,
            Generator = player,
            Discriminator = player,
        };
        using TrainingRun trained = run.Train(recipe, new ArrayDataset("the number 0", [1], [0f]), 5000, label: $"Dirac-GAN, {objective.Name}");
        double theta = trained.Generator.Sample(1).Values[0];
        double psi = ReproductionRun.Apply(new ArrayDataset("the number 1", [1], [1f]), 1, trained.Game.Parts.Critic!).Row(0)[0];
        return Math.Sqrt((theta * theta) + (psi * psi));

        static Initializer At(double part) => Initializers.Constant(Math.Sqrt(2) * part);
    }

    /// <summary>The generator moves second, against the discriminator as it was before its own move.</summary>
    private sealed record DiracAtOnce : Adversarial
    {
        public override GameParts Build(GameSetup setup)
        {
            Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
            Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
            Module before = setup.Build("before", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
            Tensor Samples(Turn turn) => turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Player first = setup.Player("discriminator", Discriminator, [discriminator], turn =>
            {
                turn.Context.Update(before.Parameters[0], turn.Context.Read(discriminator.Parameters[0]));
                return Objective.DiscriminatorLoss(turn.Context, turn.Apply(discriminator, turn.Data), turn.Apply(discriminator, Samples(turn)));
            });
            Player second = setup.Player("generator", Generator, [generator], turn =>
                Objective.GeneratorLoss(turn.Apply(before, turn.Data), turn.Apply(before, Samples(turn))));
            return new GameParts([first, second], new Alternating(), (context, latent, _) => generator.Forward(context, latent))
            {
                Critic = (context, items) => discriminator.Forward(context, items),
                Features = ItemFeatures.Hidden(discriminator),
            };
        }
    }
}
