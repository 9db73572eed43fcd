using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("dtn", "digits in colours, and others white on black")]
    internal static void CheckDtn(ReproductionRun run)
    {
        long steps = run.Choose(4L, 800, 4_000);
        int count = run.Choose(20, 1_000, 10_000);
        run.Description = $"{steps:N0} steps of {Dtn.Batch} digits in colours and {Dtn.Batch} others white on black, the first half f's, width 16; the same without the identity, with f-constancy and without it; {count:N0} digits held back, in colours, whose translations a classifier of digits judges";
        var data = (FieldedDataset)run.Open("digit-colours");
        var held = (ImageDataset)run.Open("mnist", DataSplit.Test);
        using ImageClassifier classifier = run.Judge(run.Open("mnist"));
        float[] digits = ItemFunction.Read(held, count), coloured = DigitColoursSource.Coloured(digits, held.ItemLength, data.Column("a").Rows.Count);
        (double Kept, double Seen, double Distance)[] whole = Play(Dtn, "both terms");
        (double Kept, double Seen, double Distance)[] with = Play(Dtn with { Identity = 0 }, "f-constancy alone"), without = Play(Dtn with { Identity = 0, Constancy = 0 }, "neither term");
        run.Effect("translated digits that are told for the true one, %, by f-constancy, without the identity", [.. with.Select(one => one.Kept)], [.. without.Select(one => one.Kept)]);
        run.Works("translated digits that are told for the true one, of both terms, over those that f's classifier is right of", [.. whole.Select(one => one.Kept / Math.Max(1, one.Seen))], Ask.AtLeast(0.85));
        run.Works("mean absolute error to the digit before it was coloured", [.. whole.Select(one => one.Distance)], Ask.AtMost(0.3));
        run.Tell("translated digits that are told for the true one, of both terms, %", [.. whole.Select(one => one.Kept)], "90.66, from house numbers to digits");
        run.Tell("digits in colours that f's classifier is right of, %", [.. whole.Select(one => one.Seen)]);
        run.Note("Beside the identity f-constancy made no difference here: 78 % of the translations were told for the true digit with it and 80 % without after 800 steps. White on black is one of the pairs of colours that f learns from, so that g learns all from the other set; the paper's f errs much more often there than on its own.");

        (double, double, double)[] Play(Dtn recipe, string label) => run.Each(recipe with { Width = 16 }, data, steps, label, trained =>
        {
            using var translate = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            using var classify = new TrainedFunction(trained.Game.Functions[1], trained.Recipe.Seed);
            float[] made = translate.Apply(coloured);
            if (run.Picture is null)
            {
                // Grey pictures as such of three channels, to stand below the coloured ones.
                float[] shown = [.. made[..(8 * held.ItemLength)].Chunk(held.ItemLength).SelectMany(one => Enumerable.Repeat(one, 3).SelectMany(channel => channel))];
                run.Picture = ((Pictures)data.Column("a").Field.Kind).Draw([.. coloured[..shown.Length], .. shown], 8);
            }

            return (ShareTold(classifier.Classify(made).Classes, held), ShareTold([.. classify.Apply(coloured).Select(value => (int)value)], held), MeanDistance(made, digits));
        });
    }
}
