using Belamy.Data;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// R1: a discriminator that is flat at real items lets the game settle. Mescheder, Geiger and Nowozin 2018, "Which training
    /// methods for GANs do actually converge?", arXiv:1801.04406.
    /// </summary>
    /// <remarks>
    /// <para>The discriminator pays γ/2 E[‖∇D(x)‖²] at real items (equation 9), γ = 10; <c>penalty=r2</c> has it pay at
    /// generated ones (equation 10). The non-saturating objective, RMSProp with rate 10⁻⁴ and a decay of 0.99, batches of 64
    /// (section 5 and appendix).</para>
    /// <para>Dirac-GAN (section 2): the data are a single number 0, the generator is a number θ, D(x) = ψx. With
    /// f(t) = -ln(1 + e⁻ᵗ) the players follow ±f(ψθ); both stand at (0, 0), which only penalties reach.</para>
    /// </remarks>
    [Model("r1", Card = "A12", Year = 2018, Arxiv = "1801.04406",
        Title = "Which training methods for GANs do actually converge?", Authors = "Mescheder, Geiger, Nowozin")]
    public static Recipe R1 { get; } = Recipe.Default with
    {
        Penalty = new R1(),
        Averaging = 0.999,
        Generator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new RmsProp() },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new RmsProp() },
    };

    [Check("r1", "Dirac-GAN; 8 Gaussians on a circle")]
    internal static void CheckR1(ReproductionRun run)
    {
        long steps = run.Choose(20L, 6_000, 25_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = "Dirac-GAN: 5,000 steps of 0.1 from (1, 1), the distance from the equilibrium at the end, in double precision; "
            + $"ring: {steps:N0} steps of 64 points, two hidden layers of 64, rate 10⁻³, γ = 0.1, {seeds.Count} seeds";
        Expect("minimax, in turn", 1.40, DiracDistance(DiracMinimax));
        Expect("minimax, at once", 3.49, DiracDistance(DiracMinimax, inTurn: false));
        Expect("non-saturating, in turn", 0.125, DiracDistance(DiracNonSaturating));
        Expect("non-saturating, at once", 0.445, DiracDistance(DiracNonSaturating, inTurn: false));
        Expect("Wasserstein, in turn", 1.39, DiracDistance(DiracWasserstein));
        Expect("Wasserstein clipped to 1, in turn", 1.01, DiracDistance(DiracWasserstein, bound: 1));
        foreach (double gamma in (double[])[1, 0.1])
        {
            double farthest = new[] { DiracMinimax, DiracNonSaturating, DiracWasserstein }.Max(slopes => DiracDistance(slopes, gamma: gamma));
            run.Report($"r of all three with R1, γ = {gamma}", farthest, Ask.AtMost(1e-3), always: true);
        }

        var data = (MixtureDataset)run.Open("ring8-easy");
        run.Tell("modes reached on the ring with R1, of 8", Modes(new R1 { Gamma = 0.1 }));
        run.Tell("modes reached on the ring without, of 8", Modes(new NoPenalty()));

        void Expect(string game, double distance, double measured) =>
            run.Report($"r, {game}", measured, Ask.Between(0.95 * distance, 1.05 * distance), always: true);

        double[] Modes(Penalty penalty) => [.. seeds.Select(seed =>
        {
            Recipe small = run.Recipe with
            {
                Penalty = penalty,
                Latent = 8,
                Width = 32,
                Generator = run.Recipe.Generator with { LearningRate = 1e-3 },
                Discriminator = run.Recipe.Discriminator with { LearningRate = 1e-3 },
            };
            using TrainingRun trained = run.Train(small, data, steps, seed, penalty.Name);
            run.Picture ??= ReproductionRun.Plot(trained, data, "R1, 8 Gaussians on a circle");
            return (double)ReproductionRun.Modes(trained.Generator, data).Covered;
        })];
    }

    /// <summary>
    /// How far from (0, 0) two numbers end that play Dirac-GAN from (1, 1): ψ falls along the slope of its loss, at once with
    /// θ or before it.
    /// </summary>
    /// <param name="slopes">The slopes of both losses along t = ψθ, discriminator's and generator's.</param>
    /// <param name="inTurn">Whether the generator sees the discriminator's move.</param>
    /// <param name="gamma">Weight of R1: as ∇D = ψ, it costs γ/2 ψ².</param>
    /// <param name="bound">What ψ is clipped to.</param>
    private static double DiracDistance(Func<double, (double OfDiscriminator, double OfGenerator)> slopes, bool inTurn = true, double gamma = 0, double bound = double.PositiveInfinity)
    {
        (double theta, double psi) = (1, 1);
        for (int step = 0; step < 5000; step++)
        {
            double next = Math.Clamp(psi - (0.1 * ((theta * slopes(psi * theta).OfDiscriminator) + (gamma * psi))), -bound, bound);
            double seen = inTurn ? next : psi;
            theta -= 0.1 * seen * slopes(seen * theta).OfGenerator;
            psi = next;
        }

        return Math.Sqrt((theta * theta) + (psi * psi));
    }

    private static (double OfDiscriminator, double OfGenerator) DiracMinimax(double t) => (DiracSigmoid(t), -DiracSigmoid(t));

    private static (double OfDiscriminator, double OfGenerator) DiracNonSaturating(double t) => (DiracSigmoid(t), -DiracSigmoid(-t));

    private static (double OfDiscriminator, double OfGenerator) DiracWasserstein(double t) => (1, -1);

    private static double DiracSigmoid(double t) => 1 / (1 + Math.Exp(-t));
}
