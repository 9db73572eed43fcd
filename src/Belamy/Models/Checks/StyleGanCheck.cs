using Belamy.Data;
using Belamy.Latent;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("stylegan", "MNIST digits padded to 32×32")]
    internal static void CheckStyleGan(ReproductionRun run)
    {
        (long steps, int width, int count) = run.Choose((10L, 2, 100), (3_600L, 16, 2_000), (50_000L, 16, 10_000));
        var data = new ResizedDataset((ImageDataset)run.Open("mnist"), 32, ResizeMode.Pad);
        using ImageClassifier classifier = run.Judge(data);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(data, count));
        StyleGan recipe = (StyleGan)run.Recipe with { Width = width, Averaging = run.Protocol == Protocol.Full ? StyleGan.Averaging : 0.99 };
        int projected = run.Choose(2, 8, 50);
        float[] unseen = ItemFunction.Read(new ResizedDataset((ImageDataset)run.Open("mnist", DataSplit.Test), 32, ResizeMode.Pad), projected);
        run.Description = $"{steps:N0} steps of {recipe.Batch} digits at width {width}, and the same without mixing of styles; {count:N0} samples, {projected} digits of the test part projected";
        MixedStyles[] with = Play(recipe, "nine of ten pictures of two styles"), without = Play(recipe with { Mixing = 0 }, "pictures of one style");
        run.Effect("Fréchet distance of pictures of two styles, by mixing", Each(with, one => one.OfTwo), Each(without, one => one.OfTwo), higher: false, published: "5.11 of faces, 8.22 without mixing");
        run.Effect("path length in a classifier's features, by styles in place of latent vectors", Each(with, one => one.StylePath), Each(with, one => one.LatentPath), higher: false, published: "324 by styles, 896 by latent vectors behind eight layers (table 4)");
        run.Works("change of pixels by another style of the last layer, in parts of that by one of the first", Each(with, one => one.LastToFirst), Ask.AtMost(0.7));
        run.Works("error of digits projected to w, in parts of that of the same projected to z", Each(with, one => one.Projection), Ask.AtMost(1), published: "w takes pictures that z does not (2019, section 5)");
        run.Tell("Fréchet distance of pictures of one style", Each(with, one => one.OfOne));
        run.Tell("the same without mixing", Each(without, one => one.OfOne));
        run.Note("Pictures of two styles have another one from a layer on that is drawn for each of them. Distances are on the features of a classifier of digits; the paper's are on those of Inception.");
        run.Note("In the picture: rows of digits of a style that the first layers have, columns of one that the others have; above them and beside them each by itself.");

        MixedStyles[] Play(StyleGan of, string label) => run.Each(of, data, steps, label, Measure);

        MixedStyles Measure(TrainingRun trained)
        {
            var sheet = new StyleSheet(trained);
            run.Picture ??= sheet.Grid(rows: 5, columns: 9);
            return new MixedStyles(Distance(sheet.Mixed(count)), Distance(trained.Generator.Sample(count).Values.ToArray()), sheet.LastToFirst(200), sheet.PathLength(count / 2, byStyles: true, Rows), sheet.PathLength(count / 2, byStyles: false, Rows), Error(LatentSpace.W) / Error(LatentSpace.Z));

            double Error(LatentSpace space)
            {
                using var projector = new Projector(trained.Game, new ProjectionOptions { Space = space, Steps = run.Choose(2, 200, 1_000), Restarts = 4, Candidates = 256 });
                return Enumerable.Range(0, projected).Average(at => projector.Find(unseen.AsSpan(at * data.ItemLength, data.ItemLength)).Error);
            }
        }

        double Distance(float[] pictures) => FrechetDistance.Between(real, Rows(pictures));

        FeatureMatrix Rows(float[] pictures) => ClassifierRows(classifier, pictures);

        static double[] Each(MixedStyles[] runs, Func<MixedStyles, double> value) => [.. runs.Select(value)];
    }

    /// <summary>How a generator takes to pictures of two styles.</summary>
    private sealed record MixedStyles(double OfTwo, double OfOne, double LastToFirst, double StylePath, double LatentPath, double Projection);
}
