using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

/// <summary>
/// The gradient of a generator that plays against the discriminator as it will be, against central differences of the same
/// game written out in float64.
/// </summary>
public sealed class UnrollingTests
{
    private const int Batch = 4;
    private const int Features = 2;
    private const int Hidden = 3;

    private static readonly float[] Items = [1, -0.5f, 1.5f, 0.25f, -0.75f, 0.5f, 0.5f, 2];

    /// <summary>A linear generator of two latent values and a discriminator of three hidden units, in two dimensions.</summary>
    private static Adversarial Tiny => new Adversarial
    {
        Networks = new NetworkPair(
            "tiny",
            _ => new Sequential(new Dense(Features)),
            _ => new Sequential(new Dense(Hidden), new Tanh(), new Dense(1))),
        Objective = new Minimax(),
        Latent = Features,
        Batch = Batch,
        Averaging = 0,
        // At a rate of 1 the generator's change is its gradient.
        Generator = new PlayerSettings { LearningRate = 1, Optimizer = new Sgd() },
    };

    // A unit that no item wakes has no gradient, and the root of its mean square has an infinite slope there.
    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void Unit_that_is_dead_leaves_the_gradient_of_the_generator_finite(string optimizer)
    {
        Recipe recipe = Tiny.With($"discriminator.optimizer={optimizer}") with
        {
            Networks = new NetworkPair("dead", _ => new Sequential(new Dense(Features)), _ => new Sequential(new Dense(Hidden), new Affine(1, -1e6), new ReLU(), new Dense(1))),
            Unrolling = 2,
        };
        using var game = new AssembledGame(recipe, [Features]);
        Move move = game.Game.MoveOf(game.Game.Players[1]);
        Items.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
        move.Program.Run();
        Assert.All(Values(game, "generator"), value => Assert.True(double.IsFinite(value), $"{value}"));
    }

    // The program computes in float32, where gradients near 1 through a few moves are good to some 1e-6. Adam divides by
    // the root of a second moment, which enlarges the error of small gradients.
    [Theory]
    [InlineData(0, "sgd", 1e-5)]
    [InlineData(1, "sgd", 1e-5)]
    [InlineData(2, "sgd", 1e-5)]
    [InlineData(2, "adam", 1e-4)]
    public void Gradient_of_the_generator_equals_differences_through_the_moves_of_the_discriminator(int moves, string optimizer, double tolerance)
    {
        bool isAdam = optimizer == "adam";
        var settings = new PlayerSettings { LearningRate = isAdam ? 0.2 : 2, Optimizer = isAdam ? new Adam { Beta1 = 0.5 } : new Sgd() };
        using var game = new AssembledGame(Tiny with { Unrolling = moves, Discriminator = settings }, [Features]);
        var random = new Random(5);
        foreach (Parameter parameter in game.Networks.Values.SelectMany(network => network.Parameters))
        {
            foreach (ref float value in parameter.AsSpan<float>())
                value = (float)((2 * random.NextDouble()) - 1);
        }

        // Latent vectors are drawn for the generator's own items first, then for each move.
        var context = new ForwardContext(game.Game.Store["random"].Value);
        double[][] noise = [.. Enumerable.Range(0, moves + 1).Select(_ => game.Prior.Draw(context, Batch).Evaluate().ToDoubles())];
        double[] generator = Values(game, "generator"), discriminator = Values(game, "discriminator");
        double[] opponents = [.. Enumerable.Range(0, moves).SelectMany(move => Generated(generator, noise[move + 1]))];

        Move ahead = game.Game.MoveOf(game.Game.Players[1]);
        if (moves > 0)
            Items.CopyTo(ahead.Program.Input(Turn.DataInput).AsSpan<float>());
        ahead.Program.Run();
        double[] gradient = [.. generator.Zip(Values(game, "generator"), (before, after) => before - after)];

        Assert.Equal(Loss(generator, frozen: false), ahead.Loss, 1e-5);
        double[] expected = Differences(frozen: false);
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, tolerance));

        // What the gradient owes to the moves, which differ with the items they see, is far more than the tolerance.
        double owed = Differences(frozen: true).Zip(expected, (without, with) => Math.Abs(with - without)).Max();
        Assert.True(moves == 0 ? owed == 0 : owed > 100 * tolerance, $"the moves give {owed}");

        double[] Differences(bool frozen) => [.. Enumerable.Range(0, generator.Length).Select(at =>
        {
            // Off by a third derivative times 1e-10 / 6, and by rounding of some 1e-16 / 1e-5.
            const double Step = 1e-5;
            double[] above = [.. generator], below = [.. generator];
            above[at] += Step;
            below[at] -= Step;
            return (Loss(above, frozen) - Loss(below, frozen)) / (2 * Step);
        })];

        // Frozen, the moves see the items of the generator as it is, however it is varied.
        double Loss(double[] varied, bool frozen)
        {
            double[] moved = [.. discriminator], first = new double[moved.Length], second = new double[moved.Length];
            for (int move = 0; move < moves; move++)
            {
                double[] shown = frozen ? opponents[(move * Batch * Features)..((move + 1) * Batch * Features)] : Generated(varied, noise[move + 1]);
                double[] slope = Slope(moved, shown);
                for (int at = 0; at < moved.Length; at++)
                {
                    first[at] = (0.5 * first[at]) + (0.5 * slope[at]);
                    second[at] = (0.999 * second[at]) + (0.001 * slope[at] * slope[at]);
                    moved[at] -= isAdam
                        ? 0.2 * first[at] / (1 - Math.Pow(0.5, move + 1)) / (Math.Sqrt(second[at] / (1 - Math.Pow(0.999, move + 1))) + 1e-8)
                        : 2 * slope[at];
                }
            }

            return -Generated(varied, noise[0]).Chunk(Features).Average(item => Math.Log(1 + Math.Exp(Logit(moved, item, out _))));
        }
    }

    private static double[] Values(AssembledGame game, string network) =>
        [.. game.Networks[network].Parameters.SelectMany(parameter => parameter.AsSpan<float>().ToArray()).Select(value => (double)value)];

    // z W + b, W [latent, features].
    private static double[] Generated(double[] generator, double[] noise) =>
        [.. noise.Chunk(Features).SelectMany(z => Enumerable.Range(0, Features).Select(feature =>
            (z[0] * generator[feature]) + (z[1] * generator[Features + feature]) + generator[(2 * Features) + feature]))];

    // tanh(x V + c) u + d; the values of V [features, hidden], c, u and d lie behind one another.
    private static double Logit(double[] discriminator, double[] item, out double[] hidden)
    {
        hidden = [.. Enumerable.Range(0, Hidden).Select(unit =>
            Math.Tanh((item[0] * discriminator[unit]) + (item[1] * discriminator[Hidden + unit]) + discriminator[(2 * Hidden) + unit]))];
        return hidden.Select((value, unit) => value * discriminator[(3 * Hidden) + unit]).Sum() + discriminator[4 * Hidden];
    }

    // The gradient of E[softplus(-D(x))] + E[softplus(D(G(z)))] by the discriminator.
    private static double[] Slope(double[] discriminator, double[] generated)
    {
        double[] slope = new double[discriminator.Length];
        foreach ((double[] item, double target) in Items.Select(value => (double)value).Chunk(Features).Select(item => (item, 1.0))
            .Concat(generated.Chunk(Features).Select(item => (item, 0.0))))
        {
            double byLogit = ((1 / (1 + Math.Exp(-Logit(discriminator, item, out double[] hidden)))) - target) / Batch;
            slope[4 * Hidden] += byLogit;
            for (int unit = 0; unit < Hidden; unit++)
            {
                double byUnit = byLogit * discriminator[(3 * Hidden) + unit] * (1 - (hidden[unit] * hidden[unit]));
                slope[(3 * Hidden) + unit] += byLogit * hidden[unit];
                slope[(2 * Hidden) + unit] += byUnit;
                slope[unit] += byUnit * item[0];
                slope[Hidden + unit] += byUnit * item[1];
            }
        }

        return slope;
    }
}
