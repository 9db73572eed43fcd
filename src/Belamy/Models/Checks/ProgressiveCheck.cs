using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("progressive", "MNIST digits padded to 32×32")]
    internal static void CheckProgressive(ReproductionRun run)
    {
        (long steps, int width, int count) = run.Choose((14L, 2, 200), (4_900L, 16, 5_000), (7 * 100_000L, 16, 10_000));
        var data = new ResizedDataset((ImageDataset)run.Open("mnist"), 32, ResizeMode.Pad);
        using ImageClassifier classifier = run.Judge(data);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(data, count));
        Progressive growing = Progressive with { Width = width, Averaging = run.Protocol == Protocol.Full ? Progressive.Averaging : 0.99 };
        double ends = 0;
        long equal = 0;
        Grown[] with = run.Each(growing, data, steps, "growing", trained =>
        {
            ends = Math.Max(ends, DifferenceAtTheEnds(trained));
            equal = StepsOfEqualWork(trained.Game.Game, steps);
            return Measure(trained);
        });
        Grown[] whole = run.Each(growing with { IsGrowing = false }, data, equal, "whole from the beginning", Measure);
        run.Description = $"{steps:N0} steps of {growing.Batch} digits at width {width}: {steps / 7:N0} at 4×4, then as many to fade in 8×8, 16×16 and 32×32 and as many after; {equal:N0} steps at 32×32, which is as much work, for the whole networks from the beginning; {count:N0} samples";
        run.Works("classifier score, of 10", Each(with, one => one.Score), Ask.AtLeast(5));
        run.Effect("Fréchet distance on the classifier's features, by growing, as much work", Each(with, one => one.Distance), Each(whole, one => one.Distance), higher: false, published: "two to six times as fast");
        run.Works("G and D at a = 0 and a = 1, from the one and the other path", ends, Ask.AtMost(1e-5), always: true);
        run.Tell("classifier score, whole from the beginning", Each(whole, one => one.Score));

        Grown Measure(TrainingRun trained)
        {
            Samples made = trained.Generator.Sample(count);
            run.Picture ??= made.Take(60).ToGrid(10);
            var probabilities = new float[count * classifier.ClassNames.Count];
            var features = new float[count * classifier.FeatureCount];
            classifier.Analyze(made.Values, probabilities, features);
            return new Grown(ClassifierScore.Compute(new FeatureMatrix(probabilities, classifier.ClassNames.Count)).Mean, FrechetDistance.Between(real, new FeatureMatrix(features, classifier.FeatureCount)));
        }

        static double[] Each(Grown[] runs, Func<Grown, double> value) => [.. runs.Select(value)];
    }

    /// <summary>Steps of the whole networks that take as many operations as all sizes of a run that grew.</summary>
    private static long StepsOfEqualWork(Game game, long steps)
    {
        var stages = (Stages)game.Policy;
        double[] work = [.. stages.Parts.Select(part => game.Players.Where(player => part.Players.Contains(player.Name)).Sum(player => game.MoveOf(player).Program.Flops))];
        return (long)Math.Round(work.Select((one, at) => one * (stages.Begin(at + 1, steps) - stages.Begin(at, steps))).Sum() / work[^1]);
    }

    /// <summary>How far networks whose last size has a share of 0 or of 1 are from those without it, or wholly grown, relative to the largest value.</summary>
    private static double DifferenceAtTheEnds(TrainingRun trained)
    {
        const int Items = 4;
        var generator = (GrowingGenerator)trained.Game.Networks["generator"];
        var discriminator = (GrowingDiscriminator)trained.Game.Networks["discriminator"];
        var context = new ForwardContext { IsTraining = false };
        Tensor latent = Tensor.RandomNormal(Tensor.Literal(ParameterScope.SeedWords(1)), 1, [Items, .. generator.InputShape]);
        IReadOnlyList<Tensor?> before = new Tensor?[generator.Doublings - 1];
        Tensor none = Tensor.Constant(0, Shape.Scalar), all = Tensor.Constant(1, Shape.Scalar);
        Tensor whole = generator.Forward(context, latent), small = generator.Forward(context, latent, before);
        using var nothing = new ParameterStore();
        var scope = new ParameterScope(nothing, seed: 1);
        Tensor halved = new AveragePool().Build(scope, generator.OutputShape).Forward(context, whole);
        Tensor doubled = new NearestUpsampling().Build(scope, new Shape(small.Shape.Span[1..])).Forward(context, small);
        (Tensor Faded, Tensor Path)[] pairs =
        [
            (generator.Forward(context, latent, [.. before, none]), doubled), (generator.Forward(context, latent, [.. before, all]), whole),
            (discriminator.Forward(context, whole, [.. before, none]), discriminator.Forward(context, halved, before)), (discriminator.Forward(context, whole, [.. before, all]), discriminator.Forward(context, whole)),
        ];
        return pairs.Max(pair => Largest(pair.Faded - pair.Path) / Largest(pair.Path));

        static double Largest(Tensor values) => values.Evaluate().ToDoubles().Max(Math.Abs);
    }

    /// <summary>What samples of a run are like.</summary>
    private sealed record Grown(double Score, double Distance);
}
