using Belamy.Data;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("genegan", "drawn faces with glasses and without")]
    internal static void CheckGeneGan(ReproductionRun run)
    {
        long steps = run.Choose(4L, 3_000, 20_000);
        Dataset data = run.Open("drawn-glasses");
        var sheet = new GlassesSheet(run.Choose(16, 500, 2_000));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} drawn faces of 32×32 with glasses of twelve sorts and {run.Recipe.Batch} others without, all terms, without the null code, without the parallelogram, three seeds of each, one of the authors' game; {sheet.Count:N0} faces of each set held back";
        var recipe = (GeneGan)run.Recipe;
        List<float[]> rows = [];
        (GlassesMeasure Off, GlassesMeasure On)[] all = Play(recipe, "all terms"), unnamed = Play(recipe with { HasNullCode = false }, "without the null code"), free = Play(recipe with { Parallelogram = 0 }, "without the parallelogram");
        (GlassesMeasure Off, GlassesMeasure On)[] clipped = Play(AsTheAuthors(recipe), "the authors' game", seeds: 1);
        run.Effect("mean absolute error of faces beside glasses put on, by the null code", [.. all.Select(one => one.On.Rest)], [.. unnamed.Select(one => one.On.Rest)], higher: false);
        run.Effect("mean absolute error of faces beside glasses taken off, by the null code", [.. all.Select(one => one.Off.Rest)], [.. unnamed.Select(one => one.Off.Rest)], higher: false);
        run.Effect("glasses put on that are the donor's, of twelve sorts, %, by the parallelogram", [.. all.Select(one => one.On.Matched)], [.. free.Select(one => one.On.Matched)], published: "better by the eye");
        run.Effect("glasses taken off, %, by the parallelogram", [.. all.Select(one => one.Off.Worn)], [.. free.Select(one => one.Off.Worn)], published: "better by the eye");
        run.Works("glasses taken off, %", [.. all.Select(one => one.Off.Worn)], Ask.AtLeast(85));
        run.Works("glasses put on, of any sort, %", [.. all.Select(one => one.On.Worn)], Ask.AtLeast(85));
        run.Tell("the donor's without the null code, %", [.. unnamed.Select(one => one.On.Matched)]);
        run.Tell("error beside glasses put on without the parallelogram", [.. free.Select(one => one.On.Rest)]);
        run.Tell("error beside glasses taken off without the parallelogram", [.. free.Select(one => one.Off.Rest)]);
        run.Tell("glasses taken off by the authors' game at our rates, %", [.. clipped.Select(one => one.Off.Worn)]);
        run.Tell("glasses put on that are the donor's by it, %", [.. clipped.Select(one => one.On.Matched)]);
        run.Picture = GlassesSheet.Draw(12, sheet.With, rows[0], sheet.Bare, sheet.Without, rows[1], sheet.Dressed);
        run.Note("What a face wears is told by which of thirteen drawings of it, with each sort of glasses and without, is nearest where glasses show.");
        run.Note("Without the null code there is nothing to remove glasses by but the code of another picture without.");
        run.Note("In the picture: faces with glasses, these taken off, the truth; faces without, with the glasses of the face at the top, the truth.");

        (GlassesMeasure, GlassesMeasure)[] Play(GeneGan played, string label, int seeds = SeedStatistics.FewestSeeds) => run.Each(played, data, steps, label, trained =>
        {
            float[] bare = played.HasNullCode ? GlassesSheet.Apply(trained, "remove", sheet.With) : GlassesSheet.Apply(trained, "put", sheet.With, sheet.Without);
            float[] dressed = GlassesSheet.Apply(trained, "put", sheet.Without, sheet.With);
            if (rows.Count == 0)
                rows.AddRange([bare, dressed]);
            return (sheet.Removed(bare), sheet.Put(dressed));
        }, seeds);

        // At the program's own rates, 20 and 40 times as low, nothing would be learned in so few steps.
        static GeneGan AsTheAuthors(GeneGan recipe) => recipe with
        {
            Objective = new Wasserstein(),
            Penalty = new WeightClipping(),
            Pretraining = 100,
            Realism = 1,
            Nulling = 1,
            Averaging = 0,
            Networks = recipe.Networks with { Discriminator = Networks.NetworkPair.ByData.Discriminator },
            Generator = new PlayerSettings { LearningRate = 2e-3, Optimizer = new RmsProp { Decay = 0.8 } },
            Discriminator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new RmsProp { Decay = 0.8 } },
        };
    }
}
