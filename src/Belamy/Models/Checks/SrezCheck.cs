using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("srez", "MNIST's test digits, from 7×7 to 28×28")]
    internal static void CheckSrez(ReproductionRun run)
    {
        long steps = run.Choose(3, 2_000, 20_000);
        int count = run.Choose(100, 2_000, 10_000);
        var sheet = new EnlargementSheet(run, count);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits; likeness alone, and the game alone, as long; three seeds of each; {count:N0} test digits";
        using ImageClassifier classifier = run.Judge(sheet.Whole);
        FeatureMatrix seen = ClassifierRows(classifier, sheet.Truth);
        List<float[]> rows = [];
        var recipe = (Srez)run.Recipe;
        Enlarged[] both = Play(recipe, "likeness and game"), faithful = Play(recipe with { Faithfulness = 1 }, "likeness alone"), free = Play(recipe with { Faithfulness = 0 }, "the game alone");
        run.Effect("Fréchet distance to the truth in a classifier's features, by the game", Each(both, one => one.Distance), Each(faithful, one => one.Distance), higher: false, published: "plausible faces");
        run.Effect("mean difference to the small picture once shrunk, by likeness", Each(both, one => one.Difference), Each(free, one => one.Difference), higher: false, published: "keeps faces like what is given");
        run.Effect("error in a classifier's features, picture by picture, by likeness", Each(both, one => one.Error), Each(free, one => one.Error), higher: false);
        run.Tell("Fréchet distance of bicubic enlargement", FrechetDistance.Between(seen, ClassifierRows(classifier, sheet.Bicubic)));
        run.Tell("the same of the game alone", Each(free, one => one.Distance));
        run.Tell("difference to the small picture of likeness alone", Each(faithful, one => one.Difference));
        run.Picture = sheet.Draw(rows[1], rows[2], rows[0]);
        run.Note("In the picture: what is given, enlarged by bicubic interpolation, by likeness alone, by the game alone, by both, and the truth.");

        Enlarged[] Play(Srez of, string label)
        {
            int before = rows.Count;
            return run.Each(of, sheet.Data, steps, label, trained =>
            {
                using var runner = new Runner(trained.Game.Functions[0]);
                float[] made = runner.Run([sheet.Inputs]);
                if (rows.Count == before)
                    rows.Add(made);
                FeatureMatrix features = ClassifierRows(classifier, made);
                return new Enlarged(FrechetDistance.Between(seen, features), Difference(made), MeanSquare([.. features.Values], [.. seen.Values]));
            });
        }

        // Of means of squares, as the loss takes them.
        double Difference(float[] made)
        {
            float[] one = Means(made), other = Means(sheet.Truth);
            return one.Zip(other, (left, right) => Math.Abs((double)left - right)).Average();
        }

        float[] Means(float[] pictures)
        {
            const int Side = EnlargementSheet.Factor;
            var sums = new float[pictures.Length / Side / Side];
            for (int at = 0; at < pictures.Length; at++)
            {
                int x = at % sheet.Large.Width, y = at / sheet.Large.Width;
                sums[(y / Side * sheet.Small.Width) + (x / Side)] += pictures[at] / (Side * Side);
            }

            return sums;
        }

        static double[] Each(Enlarged[] runs, Func<Enlarged, double> value) => [.. runs.Select(value)];
    }

    /// <summary>How enlarged pictures are.</summary>
    private sealed record Enlarged(double Distance, double Difference, double Error);
}
