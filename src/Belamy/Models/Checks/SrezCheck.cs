using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("srez", "MNIST's test digits, from 7×7 to 28×28")]
    internal static void CheckSrez(ReproductionRun run)
    {
        const int Factor = 4;
        long steps = run.Choose(3, 2_000, 20_000);
        Dataset whole = run.Open("mnist");
        FieldedDataset data = ShrunkenPictures.Pair(whole, Factor), test = ShrunkenPictures.Pair(run.Open("mnist", DataSplit.Test), Factor);
        var large = (Pictures)test.Column("target").Field.Kind;
        var small = (Pictures)test.Column("input").Field.Kind;
        int count = run.Choose(100, 2_000, 10_000);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits; likeness alone, and the game alone, as long; three seeds of each; {count:N0} test digits";
        float[] real = Values(test.Column("target")), inputs = Values(test.Column("input"));
        float[] bicubic = [.. inputs.Chunk(small.Height * small.Width).SelectMany(item => large.ToItem(Resampling.Resize(small.ToImage(item), large.Width, large.Height, ResampleFilter.Bicubic)))];
        using ImageClassifier classifier = run.Judge(whole);
        FeatureMatrix seen = ClassifierRows(classifier, real);
        List<float[]> rows = [];
        var recipe = (Srez)run.Recipe;
        Enlarged[] both = Play(recipe, "likeness and game"), faithful = Play(recipe with { Faithfulness = 1 }, "likeness alone"), free = Play(recipe with { Faithfulness = 0 }, "the game alone");
        run.Effect("Fréchet distance to the truth in a classifier's features, by the game", Each(both, one => one.Distance), Each(faithful, one => one.Distance), higher: false, published: "plausible faces");
        run.Effect("mean difference to the small picture once shrunk, by likeness", Each(both, one => one.Difference), Each(free, one => one.Difference), higher: false, published: "keeps faces like what is given");
        run.Effect("error in a classifier's features, picture by picture, by likeness", Each(both, one => one.Error), Each(free, one => one.Error), higher: false);
        run.Tell("Fréchet distance of bicubic enlargement", FrechetDistance.Between(seen, ClassifierRows(classifier, bicubic)));
        run.Tell("the same of the game alone", Each(free, one => one.Distance));
        run.Tell("difference to the small picture of likeness alone", Each(faithful, one => one.Difference));
        int row = 10 * large.Height * large.Width;
        float[] squares = [.. inputs.Chunk(small.Height * small.Width).Take(10).SelectMany(item => large.ToItem(Resampling.Enlarge(small.ToImage(item), Factor)))];
        run.Picture = new Samples(large.Shape, [.. squares, .. bicubic[..row], .. rows[1][..row], .. rows[2][..row], .. rows[0][..row], .. real[..row]]).ToGrid(10);
        run.Note("In the picture: what is given, enlarged by bicubic interpolation, by likeness alone, by the game alone, by both, and the truth.");

        Enlarged[] Play(Srez of, string label)
        {
            int before = rows.Count;
            return run.Each(of, data, steps, label, trained =>
            {
                using var runner = new Runner(trained.Game.Functions[0]);
                float[] made = runner.Run([inputs]);
                if (rows.Count == before)
                    rows.Add(made);
                FeatureMatrix features = ClassifierRows(classifier, made);
                return new Enlarged(FrechetDistance.Between(seen, features), Difference(made), MeanSquare([.. features.Values], [.. seen.Values]));
            });
        }

        // Of means of squares, as the loss takes them.
        double Difference(float[] made)
        {
            float[] one = Means(made), other = Means(real);
            return one.Zip(other, (left, right) => Math.Abs((double)left - right)).Average();
        }

        float[] Means(float[] pictures)
        {
            var sums = new float[pictures.Length / Factor / Factor];
            for (int at = 0; at < pictures.Length; at++)
            {
                int x = at % large.Width, y = at / large.Width;
                sums[(y / Factor * small.Width) + (x / Factor)] += pictures[at] / (Factor * Factor);
            }

            return sums;
        }

        float[] Values(Column column)
        {
            var values = new float[count * column.Field.Kind.Shape.Count];
            column.Read([.. Enumerable.Range(0, count)], values);
            return values;
        }

        static double[] Each(Enlarged[] runs, Func<Enlarged, double> value) => [.. runs.Select(value)];
    }

    /// <summary>How enlarged pictures are.</summary>
    private sealed record Enlarged(double Distance, double Difference, double Error);
}
