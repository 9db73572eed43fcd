using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("enhance-gan", "drawn faces spoilt by gamma and colour cast")]
    internal static void CheckEnhanceGan(ReproductionRun run)
    {
        long steps = run.Choose(4L, 2_000, 10_000);
        Dataset faces = run.Open("drawn-faces");
        var looks = (Pictures)faces.Columns.First(one => one.Field.Name == "picture").Field.Kind;
        int length = (int)looks.Shape.Count;
        float[] drawn = ValuesOf(faces, "picture"), held = ValuesOf(run.Open("drawn-faces", DataSplit.Test), "picture");
        int half = drawn.Length / length / 2 * length;
        ToneSheet learned = new(drawn[..half], looks, seed: 1), sheet = new(held[..(run.Choose(20, 500, 2_000) * length)], looks, seed: 2);
        var data = new FieldedDataset(
            "spoilt and clean faces", "b",
            new ArrayColumn(new Field("a", looks), new Rows("spoilt", learned.Count), learned.Spoilt), new ArrayColumn(new Field("b", looks), new Rows("clean", learned.Count), drawn[half..]));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} of 5,000 drawn faces of 32×32 spoilt by a gamma of ½ to 2 and a cast and {run.Recipe.Batch} of 5,000 other clean ones, and as many by the critic without the classifier, three seeds of each; one by the classifier alone and one with the paper's clipping; {sheet.Count:N0} faces held back";
        var recipe = (EnhanceGan)run.Recipe;
        float[] enhanced = [], levelled = [];
        (double Own, double Mean)[] both = Play(recipe, "with both"), critic = Play(recipe with { ClassWeight = 0 }, "the critic alone");
        (double Own, double Mean)[] classifier = Play(recipe with { Realism = 0 }, "the classifier alone", seeds: 1), clipped = Play(recipe with { Penalty = new WeightClipping() }, "with clipping", seeds: 1);
        run.Effect("squared distance to the hidden clean pictures, % of what it was, by curves of each picture's own beside the mean of all curves", [.. both.Select(one => one.Own)], [.. both.Select(one => one.Mean)], higher: false);
        run.Effect("the same, %, by the critic beside pictures as they are", [.. critic.Select(one => one.Own)], [.. critic.Select(_ => 100.0)], higher: false);
        run.Effect("the same, %, by the classifier beside the critic alone", [.. both.Select(one => one.Own)], [.. critic.Select(one => one.Own)], higher: false);
        run.Works("how much of the squared distance is gone, %", [.. both.Select(one => 100 - one.Own)], Ask.AtLeast(30));
        run.Tell("squared distance left by the classifier alone, %", [.. classifier.Select(one => one.Own)]);
        run.Tell("squared distance left with the paper's clipping, %", [.. clipped.Select(one => one.Own)]);
        run.Picture = sheet.Draw(10, sheet.Spoilt, levelled, enhanced, sheet.Clean);
        run.Note("No picture is there both spoilt and clean in what is learned from. The mean of all curves is that of the pictures held back, each of which it bends alike.");
        run.Note("In the picture: spoilt faces, bent by the mean of all curves, by curves of their own, and the truth.");

        (double, double)[] Play(EnhanceGan played, string label, int seeds = SeedStatistics.FewestSeeds) => run.Each(played, data, steps, label, trained =>
        {
            float[] own = sheet.Enhance(trained), mean = sheet.EnhanceByMean(trained);
            (enhanced, levelled) = enhanced.Length > 0 ? (enhanced, levelled) : (own, mean);
            return (sheet.Left(own), sheet.Left(mean));
        }, seeds);
    }
}
