using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("stylegan2", "MNIST digits padded to 32×32")]
    internal static void CheckStyleGan2(ReproductionRun run)
    {
        (long steps, int width, int count) = run.Choose((10L, 2, 100), (2_400L, 16, 2_000), (50_000L, 16, 10_000));
        var data = new ResizedDataset((ImageDataset)run.Open("mnist"), 32, ResizeMode.Pad);
        using ImageClassifier classifier = run.Judge(data);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(data, count));
        StyleGan2 recipe = (StyleGan2)run.Recipe with { Width = width, Averaging = run.Protocol == Protocol.Full ? StyleGan2.Averaging : 0.99 };
        run.Description = $"{steps:N0} steps of {recipe.Batch} digits at width {width}, and the same without the price of path lengths; {count:N0} samples";
        Styled[] with = Play(recipe, "path lengths cost"), without = Play(recipe with { PathLengthWeight = 0 }, "path lengths cost nothing");
        run.Effect("deviation of path lengths over styles, in parts of their mean, by their price", Each(with, one => one.Unevenness), Each(without, one => one.Unevenness), higher: false);
        run.Works("change of pixels by another style of the last layer, in parts of that by one of the first", Each(with, one => one.LastToFirst), Ask.AtMost(0.7));
        run.Works("largest difference of a pixel between pictures of ψ = 0 with the same noise", Each(with, one => one.DifferenceAtMean), Ask.AtMost(1e-6), always: true);
        run.Works("price of path lengths in the last tenth of the run, in parts of the first", Each(with, one => one.Price), Ask.AtMost(1));
        run.Tell("Fréchet distance on the classifier's features", Each(with, one => one.Distance));
        run.Tell("the same without the price", Each(without, one => one.Distance));
        run.Note("With R1 at every 16th move, as in the paper, and after 600 steps samples were strokes still, at a Fréchet distance of 538, and the price evened nothing: a deviation of 0.236 with it, 0.222 without, medians of three seeds.");

        Styled[] Play(StyleGan2 of, string label) => [.. run.Seeds(SeedStatistics.FewestSeeds).Select(seed =>
        {
            List<double> prices = [];
            using TrainingRun trained = run.Train(of, data, steps, seed, label, (_, means) =>
            {
                if (means.TryGetValue("path-price", out double price))
                    prices.Add(price);
            });
            run.Picture ??= trained.Generator.Sample(60).ToGrid(10);
            int tenth = Math.Max(1, prices.Count / 10);
            return Measure(trained, prices.Count == 0 ? double.NaN : prices.TakeLast(tenth).Average() / prices.Take(tenth).Average());
        })];

        Styled Measure(TrainingRun trained, double price)
        {
            const int Pairs = 200;
            Module generator = trained.Game.Networks["generator"];
            var (mapping, layers, synthesis) = ((MappingNetwork)generator.Children[0], (LayerStyles)generator.Children[1], (SynthesisNetwork)generator.Children[2]);
            int latent = trained.Generator.Prior.Size;
            float[] latents = trained.Generator.Latents(2 * Pairs);
            float[] plain = Pictures((front, _) => front), last = Pictures((front, behind) => Mixed(front, behind, synthesis.Layers - 1)), first = Pictures((front, behind) => Mixed(behind, front, 1));
            float[] lengths = ItemFunction.Apply("path lengths", latents, [latent], (context, z) =>
            {
                Tensor styles = layers.Forward(context, mapping.Forward(context, z)), made = synthesis.Forward(context, styles);
                return PathLength.Of(made, styles, context.RandomNormal("path", made.Shape)).Reshape(z.Shape[0], 1);
            });
            double mean = lengths.Average(), deviation = Math.Sqrt(lengths.Average(length => Math.Pow(length - mean, 2)));
            return new Styled(deviation / mean, Change(last) / Change(first), DifferenceAtMean(), price, FrechetDistance.Between(real, ClassifierRows(classifier, trained.Generator.Sample(count).Values.ToArray())));

            float[] Pictures(Func<Tensor, Tensor, Tensor> styles) => ItemFunction.Apply("pictures", latents, [2 * latent], (context, pair) =>
            {
                Tensor Of(int at) => layers.Forward(context, mapping.Forward(context, pair.Slice(1, at * latent, latent)));
                Tensor made = synthesis.Forward(context, styles(Of(0), Of(1)));
                return made.Reshape(made.Shape[0], -1);
            });

            double Change(float[] changed) => changed.Zip(plain, (one, other) => Math.Abs((double)one - other)).Average();

            // Each by itself, so that the noise is the same.
            double DifferenceAtMean()
            {
                double[][] pictures = [.. Enumerable.Range(0, 4).Select(at =>
                {
                    var context = new ForwardContext(Tensor.Literal(ParameterScope.SeedWords(1))) { IsTraining = false };
                    Tensor z = Tensor.Literal(NDArray.From<float>([1, latent], latents[(at * latent)..((at + 1) * latent)]));
                    return synthesis.Forward(context, layers.Forward(context, mapping.Truncate(context, mapping.Forward(context, z), Tensor.Constant(0, Shape.Scalar)))).Evaluate().ToDoubles();
                })];
                return pictures.Max(picture => picture.Zip(pictures[0], (one, other) => Math.Abs(one - other)).Max());
            }
        }

        static Tensor Mixed(Tensor front, Tensor behind, int from) => LayerStyles.Mix(front, behind, Tensor.Constant(from, [front.Shape[0]]));

        static double[] Each(Styled[] runs, Func<Styled, double> value) => [.. runs.Select(value)];
    }

    /// <summary>What a trained generator does with its styles.</summary>
    private sealed record Styled(double Unevenness, double LastToFirst, double DifferenceAtMean, double Price, double Distance);
}
