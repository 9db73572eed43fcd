using Belamy.Data;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("residual-images", "drawn faces with glasses and without", Revision = 2)]
    internal static void CheckResidualImages(ReproductionRun run)
    {
        long steps = run.Choose(4L, 2_500, 20_000);
        Dataset data = run.Open("drawn-glasses");
        var sheet = new GlassesSheet(run.Choose(16, 500, 2_000));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} drawn faces of 32×32 with glasses and {run.Recipe.Batch} others without, networks that make what is added to a picture and such that make the picture, three seeds of each, one of the first without the dual term; {sheet.Count:N0} faces of each set held back";
        var recipe = (ResidualImages)run.Recipe;
        List<float[]> rows = [];
        (GlassesMeasure Off, GlassesMeasure On)[] added = Play(recipe, "added"), made = Play(recipe with { IsAdded = false }, "made"), alone = Play(recipe with { Duality = 0 }, "without the dual term", seeds: 1);
        run.Effect("mean absolute error of faces beside glasses taken off, by what is added", [.. added.Select(one => one.Off.Rest)], [.. made.Select(one => one.Off.Rest)], higher: false, published: "less by the eye");
        run.Effect("mean absolute error of faces beside glasses put on, by what is added", [.. added.Select(one => one.On.Rest)], [.. made.Select(one => one.On.Rest)], higher: false, published: "less by the eye");
        run.Works("glasses taken off, %", [.. added.Select(one => one.Off.Worn)], Ask.AtLeast(90));
        run.Works("glasses put on, %", [.. added.Select(one => one.On.Worn)], Ask.AtLeast(90));
        run.Tell("glasses taken off where the picture is made, %", [.. made.Select(one => one.Off.Worn)]);
        run.Tell("glasses put on there, %", [.. made.Select(one => one.On.Worn)]);
        run.Tell("glasses taken off without the dual term, %", [.. alone.Select(one => one.Off.Worn)]);
        run.Tell("glasses put on without it, %", [.. alone.Select(one => one.On.Worn)]);
        run.Picture = GlassesSheet.Draw(12, sheet.With, rows[0], rows[1], sheet.Bare, sheet.Without, rows[2], rows[3]);
        run.Note("What a face wears is told by which of thirteen drawings of it, with each sort of glasses and without, is nearest where glasses show.");
        run.Note("In the picture: faces with glasses, what is added halved, these taken off, the truth; faces without, what is added halved, glasses put on.");

        (GlassesMeasure, GlassesMeasure)[] Play(ResidualImages played, string label, int seeds = SeedStatistics.FewestSeeds) => run.Each(played, data, steps, label, trained =>
        {
            float[] bare = GlassesSheet.Apply(trained, "remove", sheet.With), dressed = GlassesSheet.Apply(trained, "add", sheet.Without);
            if (rows.Count == 0)
                rows.AddRange([Difference(bare, sheet.With), bare, Difference(dressed, sheet.Without), dressed]);
            return (sheet.Removed(bare), sheet.Put(dressed));
        }, seeds);

        static float[] Difference(float[] made, float[] given) => [.. made.Zip(given, (after, before) => (after - before) / 2)];
    }
}
