using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("instance-noise", "two parallel line segments", Revision = 2)]
    internal static void CheckInstanceNoise(ReproductionRun run)
    {
        const double Distance = 1, Rate = 1e-3;
        (int alone, long steps) = run.Choose((30, 30L), (3_000, 3_000L), (3_000, 3_000L));
        run.Description = $"segments at distance {Distance}, noise of σ = {InstanceNoise.InstanceNoise} that falls to 0, two hidden layers of 64, the saturating loss; the generator's first gradient after {alone:N0} moves of the discriminator alone; {steps:N0} steps of 128 points";
        var random = new CounterRandom(run.Seed);
        float[] points = [.. Enumerable.Range(0, 20_000).Select(at => at % 2 == 0 ? 0 : (float)((2 * random.Uniform((ulong)at)) - 1))];
        var data = new ArrayDataset("segment", [2], points);
        // The generator is one number: it puts a second segment beside the first.
        Adversarial noisy = InstanceNoise with
        {
            Networks = new NetworkPair("segment", _ => new ShiftedSegment(Distance), DensePair.Create().Discriminator),
            Objective = new Minimax(),
            Latent = 1,
            LatentDistribution = LatentDistribution.Uniform,
            Width = 32,
            Batch = 128,
            Averaging = 0,
            Generator = InstanceNoise.Generator with { LearningRate = Rate },
            Discriminator = InstanceNoise.Discriminator with { LearningRate = Rate },
        };
        Adversarial plain = noisy with { InstanceNoise = 0 };

        (double Gradient, double Accuracy)[] with = Gradients(noisy, "discriminator alone, with noise"), without = Gradients(plain, "discriminator alone, without");
        run.Effect("gradient of the generator against a discriminator that learned alone", [.. with.Select(one => one.Gradient)], [.. without.Select(one => one.Gradient)]);
        run.Works("accuracy of that discriminator without noise, %", [.. without.Select(one => one.Accuracy)], Ask.AtLeast(99.9));
        run.Effect("distance of the segments at the end", Play(noisy, "with noise"), Play(plain, "without noise"), higher: false);

        // One move by plain descent goes as far as its gradient says, which is that of the game as it is played.
        (double, double)[] Gradients(Adversarial recipe, string label) => run.Each(
            recipe with { Pretraining = alone, Generator = recipe.Generator with { Optimizer = new Sgd() } }, data, steps: 1, label, trained =>
            (Math.Abs(Shift(trained) - Distance) / Rate, 50 * (trained.Result.Metrics["accuracy-real"] + trained.Result.Metrics["accuracy-generated"])));

        double[] Play(Adversarial recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            run.Picture ??= ReproductionRun.Plot(trained, data, "Instance noise, two segments");
            return Math.Abs(Shift(trained));
        });

        static double Shift(TrainingRun trained) => trained.Generator.Sample(1).Values[0];
    }

    /// <summary>z ↦ (θ, z).</summary>
    private sealed class ShiftedSegment(double initial) : Module
    {
        private Parameter? _shift;

        public override string Description => "(θ, z)";

        protected override Shape OnBuild(ParameterScope scope, Shape input)
        {
            _shift = AddParameter(scope, "shift", [1, 1], Initializers.Constant(initial));
            return [2];
        }

        protected override Tensor OnForward(ForwardContext context, Tensor input) =>
            Tensor.Concat(1, context.Read(_shift!).BroadcastTo(input.Shape), input);
    }
}
