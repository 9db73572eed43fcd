using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("instance-noise", "two parallel line segments")]
    internal static void CheckInstanceNoise(ReproductionRun run)
    {
        const double Distance = 1;
        int alone = run.Choose(30, 3_000, 3_000);
        long steps = run.Choose(30L, 3_000, 3_000);
        run.Description = $"segments at distance {Distance}; gradient after {alone:N0} moves of the discriminator alone; {steps:N0} steps of 128 points, two hidden layers of 64";
        var random = new CounterRandom(run.Seed);
        float[] points = [.. Enumerable.Range(0, 20_000).Select(at => at % 2 == 0 ? 0 : (float)((2 * random.Uniform((ulong)at)) - 1))];
        var data = new ArrayDataset("segment", [2], points);
        // The generator is one number: it puts a second segment beside the first.
        Recipe recipe = run.Recipe with
        {
            Networks = new NetworkPair("segment", _ => new ShiftedSegment(Distance), DensePair.Create().Discriminator),
            Latent = 1,
            LatentDistribution = LatentDistribution.Uniform,
            Width = 32,
            Batch = 128,
            Averaging = 0,
            Generator = run.Recipe.Generator with { LearningRate = 1e-3 },
            Discriminator = run.Recipe.Discriminator with { LearningRate = 1e-3 },
        };
        using (TrainingRun trained = run.Train(recipe with { InstanceNoise = 0, Pretraining = alone }, data, steps: 1, label: "discriminator alone"))
        {
            run.Report("accuracy of the discriminator without noise, %", 50 * (trained.Result.Metrics["accuracy-real"] + trained.Result.Metrics["accuracy-generated"]), Ask.AtLeast(99.9));
            run.Report("gradient of the saturating loss without noise", SegmentGradient(trained.Game, noise: 0), Ask.AtMost(1e-3));
        }

        using (TrainingRun trained = run.Train(recipe with { InstanceNoise = Distance, Pretraining = alone }, data, steps: 1, label: "discriminator alone, with noise"))
            run.Report("gradient of the saturating loss with noise", SegmentGradient(trained.Game, Distance), Ask.AtLeast(1e-2));

        using TrainingRun played = run.Train(recipe with { InstanceNoise = Distance }, data, steps, label: "with noise");
        run.Report("distance of the segments at the end, with noise", Math.Abs(played.Generator.Sample(1).Values[0]), Ask.AtMost(0.1));
        run.Picture = ReproductionRun.Plot(played, data, "Instance noise, two segments");
        using TrainingRun plain = run.Train(recipe with { InstanceNoise = 0, Objective = new Minimax() }, data, steps, label: "without noise");
        run.Tell("distance of the segments at the end, saturating loss without noise", Math.Abs(plain.Generator.Sample(1).Values[0]));
    }

    /// <summary>|∂L/∂θ| of the saturating loss, over 1,000 items.</summary>
    private static double SegmentGradient(AssembledGame game, double noise)
    {
        var context = new ForwardContext(Tensor.Literal(ParameterScope.SeedWords(1))) { IsTraining = false, CollectsUpdates = false };
        Module generator = game.Networks["generator"];
        Tensor items = generator.Forward(context, game.Prior.Draw(context, 1000));
        Tensor scores = game.Parts.Critic!(context, items + (context.RandomNormal("noise", items.Shape) * noise));
        return Math.Abs(new Minimax().GeneratorLoss(scores, scores).Gradient(generator.Parameters[0].Value).Evaluate().AsSpan<float>()[0]);
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
