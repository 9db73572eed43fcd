using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("projection", "MNIST digits", Revision = 2)]
    internal static void CheckProjection(ReproductionRun run)
    {
        long steps = run.Choose(6, 600, 20_000);
        int count = run.Choose(100, 5_000, 10_000);
        run.Description = $"{steps:N0} steps of {Projection.Batch} digits at width 16, and the same with the class as maps of the input; {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(Projection, data, steps, label: "projection");
        Adversarial concatenating = Projection with
        {
            Networks = ProjectionPair("class as maps", sizes => new Sequential(new LabelMaps(sizes.Classes), ProjectionTrunk(sizes), new Dense(1, weight: new SpectralNorm()))),
        };
        using ImageClassifier classifier = run.Judge(data);
        double[] with = [Agreement(trained), .. run.Seeds(SeedStatistics.FewestSeeds).Skip(1).Select(seed =>
        {
            using TrainingRun other = run.Train(Projection, data, steps, seed, "projection");
            return Agreement(other);
        })];
        run.Effect("samples of the class that was asked for, %, by projection in place of maps of the class", with, run.Each(concatenating, data, steps, "class as maps", Agreement), published: "projection above concatenation");
        run.Works("greatest deviation of D(x, y') - D(x, y) from (V_y' - V_y) · φ(x)", LargestDeviation(trained.Game.Networks["discriminator"], data), Ask.AtMost(1e-4), always: true);
        run.Picture = trained.Generator.Sample(100).ToGrid(10);

        double Agreement(TrainingRun made) => 100 * DigitReport.Create(classifier, made.Generator, count).Agreement!.Value;
    }

    /// <summary>How far a change of class changes the score by anything else than the paper's product, of all classes against the first.</summary>
    private static double LargestDeviation(Module discriminator, Dataset data) => ReproductionRun.Apply(data, 100, (context, items) =>
    {
        var head = (ProjectionHead)discriminator.Children[1];
        Tensor features = discriminator.Children[0].Forward(context, items);
        Tensor products = Tensor.MatMul(features, head.Embedding(context), transposeRight: true);
        Tensor[] scores = [.. Enumerable.Range(0, products.Shape[1]).Select(label =>
            discriminator.Forward(context, items, Tensor.Constant(label, [items.Shape[0]], ElementType.Int32)))];
        Tensor changes = Tensor.Concat(1, [.. scores.Select(score => score - scores[0])]);
        return (changes - (products - products.Slice(1, 0, 1))).Abs().ReduceMax([1], keepAxes: true);
    }).Values.ToArray().Max();
}
