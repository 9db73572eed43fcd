using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("vgan", "films of a shape that moves over a still background")]
    internal static void CheckVgan(ReproductionRun run)
    {
        (int width, int batch, long steps, int count) = run.Choose((1, 4, 2L, 8), (8, 16, 400L, 200), (16, 64, 10_000L, 1_000));
        Dataset data = run.Open("moving-shapes");
        Vgan recipe = Vgan with { Width = width, Batch = batch };
        if (run.Protocol != Protocol.Full)
        {
            recipe = recipe.With("learning-rate", "1e-3");
            run.Note("Scaled down: a rate of 10⁻³ stands in for 10,000 steps at 2·10⁻⁴.");
        }

        run.Description = $"{steps:N0} steps of {batch} films of 16 frames of 32×32, width {width}, {count:N0} samples; without the price of the mask, λ = 0, beside it";
        int[] items = [.. Enumerable.Range(0, 100)];
        var real = new float[items.Length * data.ItemLength];
        data.ReadBatch(items, real);
        double moved = Change(real, data.ItemShape);
        (double Mask, double Change)[] priced = Play(recipe, "λ = 0.1"), free = Play(recipe with { MaskWeight = 0 }, "λ = 0");
        run.Works("mean of the mask, %", [.. priced.Select(film => 100 * film.Mask)], Ask.Between(2, 50));
        run.Works("squared change from frame to frame, as a share of that of the data, %", [.. priced.Select(film => 100 * film.Change / moved)], Ask.Between(50, 200));
        run.Effect("mean of the mask, %, by its price", [.. priced.Select(film => 100 * film.Mask)], [.. free.Select(film => 100 * film.Mask)], higher: false, published: "the price has G use the background");

        (double Mask, double Change)[] Play(Vgan of, string label) => run.Each(of, data, steps, label, trained =>
        {
            Samples samples = trained.Generator.Sample(count);
            run.Picture ??= data.Main.Field.Kind.Draw(samples.Take(8).Values);
            (Module foreground, Module mask) = (trained.Game.Networks["foreground"], trained.Game.Networks["mask"]);
            float[] masks = ItemFunction.Apply("mask", trained.Generator.Latents(count), [trained.Generator.Prior.Size], (context, latent) => mask.Forward(context, foreground.Forward(context, latent)));
            return ((double)masks.Average(), Change(samples.Values, samples.Item.Span));
        });
    }

    /// <summary>The mean squared difference of a value to that of the frame before.</summary>
    private static double Change(ReadOnlySpan<float> films, ReadOnlySpan<int> item)
    {
        int area = item[2] * item[3], count = 0;
        double sum = 0;
        for (int at = 0; at + area < films.Length; at++)
        {
            if ((at / area + 1) % item[1] == 0)
                continue;
            double change = films[at + area] - films[at];
            sum += change * change;
            count++;
        }

        return sum / count;
    }
}
