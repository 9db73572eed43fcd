using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("colourization", "grey shapes: circles and triangles of a colour each, squares of any of three")]
    internal static void CheckColourization(ReproductionRun run)
    {
        long steps = run.Choose(3L, 1_500, 6_000);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} of 6,000 drawn shapes at 32×32, width 16, and as many by the distance alone, three seeds of each; shapes held back";
        FieldedDataset data = LabShapes.Draw(6_000, seed: 0), held = LabShapes.Draw(run.Choose(30, 900, 3_000), seed: 1);
        float[] truth = ValuesOf(held, "picture");
        float[] greys = ReproductionRun.Apply(held, held.Count, (_, pictures) => LabColours.Grey(pictures)).Values.ToArray(), dull = [], vivid = [];
        Coloured[] both = run.Each(Colourization with { Width = 16 }, data, steps, "with both terms", trained => Measure(trained, ref vivid));
        Coloured[] faithful = run.Each(Colourization with { Width = 16, Realism = 0 }, data, steps, "distance alone", trained => Measure(trained, ref dull));
        run.Effect("squares of a colour that squares have, %, by the adversarial term", [.. both.Select(one => one.Possible)], [.. faithful.Select(one => one.Possible)]);
        run.Effect("distance of the colour of squares from grey, % of the true, by the adversarial term", [.. both.Select(one => one.Chroma)], [.. faithful.Select(one => one.Chroma)], published: "more vivid by the eye");
        run.Works("circles and triangles within 30° of their hue, %", [.. both.Select(one => one.Known)], Ask.AtLeast(90));
        run.Tell("mean absolute error of a* and b*", [.. both.Select(one => one.Error)]);
        run.Tell("the same of the distance alone", [.. faithful.Select(one => one.Error)]);
        run.Tell("colourfulness (true: " + Colourful(truth).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + ")", [.. both.Select(one => one.Colourful)]);
        run.Tell("the same of the distance alone", [.. faithful.Select(one => one.Colourful)]);
        int row = 10 * (int)held.Main.Field.Kind.Shape.Count;
        float[] given = greys[..(10 * 1024)];
        run.Picture = ((Pictures)held.Main.Field.Kind).Draw([.. given.Chunk(1024).SelectMany(one => (float[])[.. one, .. one, .. one]), .. dull[..row], .. vivid[..row], .. truth[..row]], 10);
        run.Note("In the picture: what is given, by the distance alone, with the adversarial term, and the truth, of which the colour of squares cannot be known.");

        Coloured Measure(TrainingRun trained, ref float[] kept)
        {
            using var colourize = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            float[] made = colourize.Apply(greys);
            kept = kept.Length > 0 ? kept : made;
            return LabShapes.Measure(held, made) with { Colourful = Colourful(made) };
        }

        double Colourful(float[] items) => items.Chunk((int)held.Main.Field.Kind.Shape.Count).Average(item => Colourfulness.Of(item));
    }
}

/// <summary>What came of the colours of shapes.</summary>
/// <param name="Known">Circles and triangles of about their hue, %.</param>
/// <param name="Possible">Squares of a colour that squares have, %.</param>
/// <param name="Chroma">How far from grey squares are, % of what they should be.</param>
/// <param name="Error">The mean absolute error of a* and b*.</param>
/// <param name="Colourful">Their <see cref="Colourfulness"/>.</param>
internal sealed record Coloured(double Known, double Possible, double Chroma, double Error, double Colourful = 0);

/// <summary>Shapes as light as one another whose colour is known of circles and triangles, and of squares one of three.</summary>
internal static class LabShapes
{
    private const int Side = 32, Area = Side * Side;

    private static readonly (double A, double B) Orange = (25, 60), Violet = (45, -35);

    // Their medians are a* = -18 and b* = 0, half as far from grey as each, and none of them.
    private static readonly (double A, double B)[] OfSquares = [(36, 0), (-18, 31), (-18, -31)];

    public static FieldedDataset Draw(int count, long seed)
    {
        var numbers = new CounterRandom(seed);
        double Number(int item, int place) => numbers.Uniform((ulong)((item * 8) + place));
        // Ground and shape of each item, as lightness and colour.
        float[] lab = [.. Enumerable.Range(0, count).SelectMany(item =>
        {
            (double a, double b) = (item % 3) switch { 0 => Orange, 1 => OfSquares[(int)(3 * Number(item, 0))], _ => Violet };
            return new[] { 10 + (10 * Number(item, 1)), 0, 0, 55 + (8 * Number(item, 2)), a, b };
        }).Select((value, at) => (float)(at % 3 == 0 ? (value / 50) - 1 : value / LabColours.Reach))];
        ReadOnlySpan<float> rgb = LabColours.ToPictures(Tensor.Literal(NDArray.From<float>([2 * count, 3, 1, 1], lab))).Evaluate().AsSpan<float>();
        var values = new float[count * 3 * Area];
        for (int item = 0; item < count; item++)
        {
            double radius = 6 + (5 * Number(item, 3)), room = Side - (2 * radius) - 2;
            double x = radius + 1 + (room * Number(item, 4)), y = radius + 1 + (room * Number(item, 5));
            for (int at = 0; at < Area; at++)
            {
                float covered = (float)Math.Clamp(0.5 - ShapesSource.Outside(item % 3, (at % Side) + 0.5 - x, (at / Side) + 0.5 - y, radius), 0, 1);
                for (int channel = 0; channel < 3; channel++)
                    values[(((item * 3) + channel) * Area) + at] = rgb[(item * 6) + channel] + (covered * (rgb[(item * 6) + 3 + channel] - rgb[(item * 6) + channel]));
            }
        }

        var rows = new Rows("pictures", count);
        return new FieldedDataset("coloured shapes", "picture", new ArrayColumn(new Field("picture", new Pictures(3, Side, Side)), rows, values));
    }

    /// <summary>What came of the colours of such shapes.</summary>
    public static Coloured Measure(FieldedDataset truth, float[] made)
    {
        float[][] right = Lab(truth), seen = Lab(new FieldedDataset("made", "picture", new ArrayColumn(truth.Main.Field, new Rows("made", truth.Count), made)));
        (int known, int possible, int squares) = (0, 0, 0);
        (double chroma, double error) = (0, 0);
        for (int item = 0; item < truth.Count; item++)
        {
            // Where it is light, there is the shape.
            int[] inside = [.. Enumerable.Range(0, Area).Where(at => right[item][at] > 0)];
            (double a, double b) = Mean(seen, item, inside);
            error += Enumerable.Range(Area, 2 * Area).Average(at => Math.Abs(right[item][at] - seen[item][at])) * LabColours.Reach / truth.Count;
            if (item % 3 != 1)
            {
                (double trueA, double trueB) = Mean(right, item, inside);
                double angle = Math.Abs(Math.IEEERemainder(Math.Atan2(b, a) - Math.Atan2(trueB, trueA), 2 * Math.PI));
                known += angle < Math.PI / 6 && Length(a, b) > Length(trueA, trueB) / 2 ? 1 : 0;
                continue;
            }

            squares++;
            possible += OfSquares.Any(colour => Length(a - colour.A, b - colour.B) < 12) ? 1 : 0;
            chroma += Length(a, b) / Length(OfSquares[0].A, OfSquares[0].B);
        }

        return new Coloured(100.0 * known / (truth.Count - squares), 100.0 * possible / squares, 100 * chroma / squares, error);

        static float[][] Lab(FieldedDataset data)
        {
            FeatureMatrix rows = ReproductionRun.Apply(data, data.Count, (_, pictures) => LabColours.FromPictures(pictures).Reshape(pictures.Shape[0], 3 * Area));
            return [.. Enumerable.Range(0, data.Count).Select(at => rows.Row(at).ToArray())];
        }

        static (double, double) Mean(float[][] lab, int item, int[] inside) => (inside.Average(at => lab[item][Area + at]) * LabColours.Reach, inside.Average(at => lab[item][(2 * Area) + at]) * LabColours.Reach);

        static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));
    }
}
