using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("cogan", "digits, and negatives of other digits")]
    internal static void CheckCoGan(ReproductionRun run)
    {
        const int Side = 16, Area = Side * Side;
        long steps = run.Choose(3L, 1_000, 25_000);
        int count = run.Choose(16, 1_000, 10_000);
        CoGan cogan = CoGan with { Batch = run.Choose(8, 32, 64) };
        run.Description = $"{steps:N0} steps of {cogan.Batch} of 5,000 digits and {cogan.Batch} negatives of 5,000 others at {Side}×{Side}, width 16; the same with no layer shared; {count:N0} pairs";
        FieldedDataset data = DigitsAndNegatives(new ResizedDataset((ImageDataset)run.Open("digits"), Side));
        (double Agree, double Strokes)[] shared = Play(cogan, "shared layers");
        (double Agree, double Strokes)[] apart = Play(cogan with { SharesGenerator = false, SharesDiscriminator = false }, "no layer shared");
        run.Effect("pixels in which the negative of a made digit is the made negative, %, by shared layers", [.. shared.Select(one => one.Agree)], [.. apart.Select(one => one.Agree)], published: "96.7");
        run.Effect("strokes that both of a pair have, of those that one has, %, by shared layers", [.. shared.Select(one => one.Strokes)], [.. apart.Select(one => one.Strokes)]);
        run.Note("Pixels agree easily, most being background: those of pairs that have nothing in common in 83 %. So strokes are counted too.");
        run.Note("Outlines of other digits in place of negatives, 1,000 steps, a seed: 84.4 % of pixels agree and 31 % of strokes with shared layers, 81.9 and 18 % without; the paper has 95.2 % of pixels after 25,000 steps at 28×28.");

        (double, double)[] Play(CoGan recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            using var pair = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            float[] pairs = pair.Apply(trained.Generator.Latents(count, seed: 1)), digits = Half(pairs, 0), negatives = Half(pairs, 1);
            run.Picture ??= new Pictures(1, Side, Side).Draw([.. digits[..(12 * Area)], .. negatives[..(12 * Area)]], 12);
            (bool One, bool Other)[] strokes = [.. digits.Zip(negatives, (digit, negative) => (digit > 0, negative < 0))];
            return (100.0 * strokes.Count(at => at.One == at.Other) / strokes.Length, 100.0 * strokes.Count(at => at.One && at.Other) / strokes.Count(at => at.One || at.Other));
        });

        // The rows of a pair's pictures lie side by side.
        static float[] Half(float[] pairs, int which) => [.. pairs.Chunk(Side).Where((_, row) => row % 2 == which).SelectMany(row => row)];
    }
}
