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
        (int width, int batch, long steps, int count) = run.Choose((1, 4, 2L, 8), (16, 16, 800L, 200), (16, 64, 10_000L, 1_000));
        Dataset data = run.Open("moving-shapes");
        Vgan recipe = Vgan with { Width = width, Batch = batch };
        if (run.Protocol != Protocol.Full)
        {
            recipe = recipe.With("learning-rate", "5e-4");
            run.Note("Scaled down: a rate of 5·10⁻⁴ stands in for 10,000 steps at 2·10⁻⁴; movement comes last, and after 800 steps films have a quarter of it.");
            run.Note("Judged before: what the price of the mask does, after 400 steps at width 8 and a rate of 10⁻³: a mean of 42 % with λ = 0.1 and of 47 % without, no more than the seeds differ.");
        }

        run.Description = $"{steps:N0} steps of {batch} films of 16 frames of 32×32, width {width}, {count:N0} samples; without a background, one stream, beside it";
        double moved = Changes(ItemFunction.Read(data, 100), data.ItemShape).Average();
        (double Mask, double Change, double Still)[] layered = Play(recipe, "two streams"), single = Play(recipe with { HasBackground = false }, "one stream");
        run.Works("mean of the mask, %", [.. layered.Select(film => 100 * film.Mask)], Ask.Between(2, 50));
        run.Works("squared change from frame to frame, as a share of that of the data, %", [.. layered.Select(film => 100 * film.Change / moved)], Ask.Between(50, 200));
        run.Effect("change of the half of the pixels that stand stillest, as a share of that of the data's films, %, by a background",
            [.. layered.Select(film => 100 * film.Still / moved)], [.. single.Select(film => 100 * film.Still / moved)], higher: false, published: "people prefer two streams to one");

        (double Mask, double Change, double Still)[] Play(Vgan of, string label) => run.Each(of, data, steps, label, trained =>
        {
            Samples samples = trained.Generator.Sample(count);
            run.Picture ??= data.Main.Field.Kind.Draw(samples.Take(8).Values);
            (Module foreground, Module mask) = (trained.Game.Networks["foreground"], trained.Game.Networks["mask"]);
            float[] masks = ItemFunction.Apply("mask", trained.Generator.Latents(count), [trained.Generator.Prior.Size], (context, latent) => mask.Forward(context, foreground.Forward(context, latent)));
            double[] changes = Changes(samples.Values, samples.Item.Span);
            return ((double)masks.Average(), changes.Average(), changes.Chunk(changes.Length / count).Average(film => film.Order().Take(film.Length / 2).Average()));
        });
    }

    /// <summary>For each film, channel and pixel the mean squared difference to the frame before.</summary>
    private static double[] Changes(ReadOnlySpan<float> films, ReadOnlySpan<int> item)
    {
        int area = item[2] * item[3], frames = item[1];
        var changes = new double[films.Length / frames];
        for (int at = 0; at < changes.Length; at++)
        {
            int first = (at / area * frames * area) + (at % area);
            for (int frame = 1; frame < frames; frame++)
                changes[at] += Math.Pow(films[first + frame * area] - films[first + (frame - 1) * area], 2) / (frames - 1);
        }

        return changes;
    }
}
