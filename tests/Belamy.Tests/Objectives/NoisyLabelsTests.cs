using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests.Objectives;

/// <summary>The targets that <see cref="NoisyLabels"/> draws, read off the gradient of its loss: σ(l) - t for each item, over their number.</summary>
public sealed class NoisyLabelsTests
{
    private const int Items = 4000;

    // Random numbers are float32, logits here float64.
    private const double Tolerance = 1e-5;

    [Fact]
    public void Targets_fill_their_ranges_and_a_pair_flips_together()
    {
        (double[] real, double[] generated) = Targets(new NoisyLabels(), step: 1);
        bool[] flipped = [.. real.Select(target => target < 0.5)];
        Assert.All(Enumerable.Range(0, Items), at =>
        {
            (double high, double low) = flipped[at] ? (generated[at], real[at]) : (real[at], generated[at]);
            Assert.InRange(high, 0.7 - Tolerance, 1.2 + Tolerance);
            Assert.InRange(low, -Tolerance, 0.3 + Tolerance);
        });
        double[] straight = [.. real.Where(target => target > 0.5)];
        Assert.True(straight.Min() < 0.72 && straight.Max() > 1.18, "targets of real items fill [0.7, 1.2]");
        Assert.True(generated.Min() < 0.02, "targets of generated items come near 0");

        // Of 4,000 items 5 % flip: 200, with a deviation of 14.
        Assert.InRange(flipped.Count(isFlipped => isFlipped), 140, 260);
    }

    [Fact]
    public void Targets_are_drawn_anew_at_each_move() =>
        Assert.NotEqual(Targets(new NoisyLabels(), step: 1).Real, Targets(new NoisyLabels(), step: 2).Real);

    [Fact]
    public void Without_noise_it_is_the_game_with_smoothed_labels()
    {
        var certain = new NoisyLabels { RealFrom = 0.9, RealTo = 0.9, FakeFrom = 0, FakeTo = 0, Flipping = 0 };
        (Tensor real, Tensor generated) = (Logits(1), Logits(2));
        double expected = Number(new SmoothedCrossEntropy().DiscriminatorLoss(real, generated));
        Assert.Equal(expected, Number(certain.DiscriminatorLoss(Context(1), real, generated)), Tolerance);
        Assert.Equal(expected, Number(certain.DiscriminatorLoss(real, generated)), 1e-12);
    }

    [Fact]
    public void The_loss_without_random_numbers_is_the_mean_of_that_with_them()
    {
        var objective = new NoisyLabels { Flipping = 0.2 };
        (Tensor real, Tensor generated) = (Logits(1), Logits(2));
        double mean = Enumerable.Range(1, 40).Average(step => Number(objective.DiscriminatorLoss(Context(step), real, generated)));

        // One loss deviates by about 0.015 (the flips of 4,000 items), the mean of 40 by a sixth of that.
        Assert.Equal(Number(objective.DiscriminatorLoss(real, generated)), mean, 0.01);
    }

    [Fact]
    public void Gradients_with_random_numbers_agree_with_differences_to_second_order()
    {
        NDArray real = NDArray.From<double>([6, 1], [-1.5, 0.3, 2, -0.2, 0.9, -0.6]);
        NDArray generated = NDArray.From<double>([6, 1], [0.7, -2.5, 1.1, 0.4, -0.8, 1.9]);
        var objective = new NoisyLabels { Flipping = 0.5 };
        GradientCheck.CheckGradients(x => objective.DiscriminatorLoss(Context(1), x[0], x[1]), [real, generated], order: 2);
    }

    private static (double[] Real, double[] Generated) Targets(NoisyLabels objective, int step)
    {
        (Tensor real, Tensor generated) = (Logits(1), Logits(2));
        Tensor loss = objective.DiscriminatorLoss(Context(step), real, generated);
        return (Read(real), Read(generated));

        double[] Read(Tensor logits) =>
            [.. logits.Evaluate().ToDoubles().Zip(loss.Gradient(logits).Evaluate().ToDoubles(), (logit, slope) => (1 / (1 + Math.Exp(-logit))) - (Items * slope))];
    }

    private static Tensor Logits(int seed)
    {
        var random = new Random(seed);
        return Tensor.Literal(NDArray.From<double>([Items, 1], [.. Enumerable.Range(0, Items).Select(_ => (4 * random.NextDouble()) - 2)]));
    }

    private static ForwardContext Context(int step) => new(Tensor.Literal(NDArray.From<int>([4], [7, 0, step, 0])));

    private static double Number(Tensor loss) => loss.Evaluate().ToDoubles()[0];
}
