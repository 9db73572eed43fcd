using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("gan-cls", "coloured shapes with captions such as \"a small red circle\"")]
    internal static void CheckGanCls(ReproductionRun run)
    {
        (int width, long steps, int each) = run.Choose((2, 3L, 1), (16, 2_000L, 20), (64, 10_000L, 100));
        GanCls recipe = GanCls with { Width = width };
        if (run.Protocol != Protocol.Full)
        {
            recipe = (GanCls)(recipe with { Batch = 32, Averaging = 0.99 }).With("learning-rate=1e-3");
            run.Note("Scaled down: rates of 10⁻³ and batches of 32 stand in for longer runs of 64 at 2·10⁻⁴, and the average of G's weights is over the last 100 steps.");
        }

        run.Description = $"{steps:N0} steps of {recipe.Batch} pictures at width {width}; each of 36 captions {each} times, read by laying shapes over the pictures; beside it without pictures of other captions in D";
        Dataset data = run.Open("shapes");
        var kind = (Captions)data.Column("caption").Field.Kind;
        var pictures = (Pictures)data.Main.Field.Kind;
        (int Size, int Colour, int Shape)[] asked = [.. Enumerable.Range(0, each * 36).Select(at => (at % 2, at / 2 % 6, at / 12 % 3))];
        float[] captions = [.. asked.SelectMany(one => kind.Encode(ShapesSource.Caption(one.Size, one.Colour, one.Shape)))];
        Share[] with = Play(recipe, "with captions of others"), without = Play(recipe with { Mismatch = 0 }, "without");
        run.Effect("pictures as their captions say, %, by captions of others in D", [.. with.Select(one => one.All)], [.. without.Select(one => one.All)], published: "looks of samples");
        run.Works("pictures of the colour asked for, %", [.. with.Select(one => one.Colour)], Ask.AtLeast(75));
        run.Works("pictures of the size asked for, %", [.. with.Select(one => one.Size)], Ask.AtLeast(75));
        run.Works("pictures of the shape asked for, %", [.. with.Select(one => one.Shape)], Ask.AtLeast(50));
        run.Tell("pictures of the data that are read rightly, %", Count(ItemFunction.Read(data, 1_000), [.. Enumerable.Range(0, 1_000).Select(item => ShapesSource.ShapeOf(DataSplit.Train, item))]).All);
        run.Note("In the picture: a colour each row, small and large circles, squares and triangles, three of each.");

        Share[] Play(GanCls played, string label) => run.Each(played, data, steps, label, trained =>
        {
            using var sample = new Runner(trained.Game.Functions[0]);
            float[] made = sample.Run([trained.Generator.Latents(asked.Length), captions], trained.Generator.Seed, cancellationToken: run.CancellationToken);
            run.Picture ??= Sheet(made);
            return Count(made, asked);
        });

        // Of each caption three, those of a colour side by side.
        Imaging.Image? Sheet(float[] made)
        {
            int[] order = [.. Enumerable.Range(0, asked.Length).Where(at => at / 36 < 3).OrderBy(at => asked[at].Colour).ThenBy(at => asked[at].Shape).ThenBy(at => asked[at].Size)];
            return new Samples(pictures.Shape, [.. order.SelectMany(at => made.AsSpan(at * data.ItemLength, data.ItemLength).ToArray())]).ToGrid(6 * Math.Min(3, each));
        }

        Share Count(float[] made, (int Size, int Colour, int Shape)[] wanted)
        {
            var right = new double[4];
            for (int at = 0; at < wanted.Length; at++)
            {
                if (ShapeReading.Of(made.AsSpan(at * data.ItemLength, data.ItemLength)) is not { } seen)
                    continue;
                bool[] are = [seen.Size == wanted[at].Size, seen.Colour == wanted[at].Colour, seen.Shape == wanted[at].Shape];
                for (int what = 0; what < 3; what++)
                    right[what] += are[what] ? 100.0 / wanted.Length : 0;
                right[3] += are.All(one => one) ? 100.0 / wanted.Length : 0;
            }

            return new(right[0], right[1], right[2], right[3]);
        }
    }

    /// <summary>Pictures that show what was asked for, %.</summary>
    private readonly record struct Share(double Size, double Colour, double Shape, double All);
}
