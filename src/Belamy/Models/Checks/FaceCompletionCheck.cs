using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("face-completion", "drawn faces with holes anywhere")]
    internal static void CheckFaceCompletion(ReproductionRun run)
    {
        // What counts is told in the note: at the paper's weights neither term is seen in so short a run.
        const double realism = 0.02, parsing = 1;
        long steps = run.Choose(8L, 1_200, 20_000);
        Dataset data = run.Open("drawn-faces");
        var faces = (FieldedDataset)run.Open("drawn-faces", DataSplit.Test);
        var holes = new HoleSheet(faces, run.Choose(30, 1_000, 5_000), HoleShape.Anywhere);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} drawn faces of 32×32 with holes of 8×8 to 16×16 anywhere, all terms, without the parsing loss, without the local D, and squared error alone, three seeds of each, one of the last; {holes.Count:N0} faces held back";
        FaceCompletion all = (FaceCompletion)run.Recipe with { LocalRealism = realism, GlobalRealism = realism, Parsing = parsing };
        // Whoever learned to please a parser is judged by another.
        using TrainingRun judging = run.Train(FaceCompletion with { ParserShare = 1000, CompletionShare = 1, LocalShare = 1, JointShare = 1 }, data, run.Choose(10L, 800, 4_000), run.Seed + 100, "the judge");
        using var judge = new TrainedFunction(judging.Game.Functions.First(function => function.Name == "parse"), judging.Recipe.Seed);
        float[] truth = MapsOf(faces, holes.Count), seen = judge.Apply(holes.Truth), given = [], faded = [], filled = [];
        int labels = ((SegmentationMaps)faces.Column("map").Field.Kind).Colours.Count;
        Completed[] full = run.Each(all, data, steps, "all terms", trained => Measure(trained, ref filled));
        Completed[] unparsed = run.Each(all with { Parsing = 0 }, data, steps, "without the parsing loss", trained => Measure(trained, ref given));
        Completed[] distant = run.Each(all with { LocalRealism = 0 }, data, steps, "without the local D", trained => Measure(trained, ref given));
        Completed[] alone = run.Each(all with { LocalRealism = 0, GlobalRealism = 0, Parsing = 0 }, data, steps, "squared error alone", trained => Measure(trained, ref faded), seeds: 1);
        run.Effect("mean intersection over union of parts seen within holes, %, by the parsing loss", [.. full.Select(one => one.Overlap)], [.. unparsed.Select(one => one.Overlap)], published: "better shaped parts by the eye");
        run.Effect("energy of edges within holes, missing or too much, %, by the local D", [.. full.Select(one => one.Edges)], [.. distant.Select(one => one.Edges)], higher: false, published: "sharper by the eye");
        run.Works("pixels whose part the judge tells of true faces, %", 100.0 * seen.Zip(truth).Count(pair => pair.First == pair.Second) / truth.Length, Ask.AtLeast(97));
        run.Works("the overlap above that of a fill by Laplace's equation, %", [.. full.Select(one => one.Overlap - (100 * Overlap(judge.Apply(holes.Harmonic), truth, holes.Masks, labels)))], Ask.AtLeast(10));
        run.Tell("the overlap by squared error alone, %", [.. alone.Select(one => one.Overlap)]);
        run.Tell("the same without the local D, %", [.. distant.Select(one => one.Overlap)]);
        run.Tell("PSNR over all pixels in holes, dB", [.. full.Select(one => one.Decibels)]);
        run.Tell("the same without the parsing loss, dB", [.. unparsed.Select(one => one.Decibels)]);
        run.Tell("the same by squared error alone, dB", [.. alone.Select(one => one.Decibels)]);
        run.Tell("the same of a fill by Laplace's equation, dB", holes.SignalToNoise(holes.Harmonic));
        run.Picture = holes.Draw(10, holes.Harmonic, faded, filled);
        run.Note($"Both D count {realism} here and the parsing loss {parsing}, not 0.006 and 0.017, which are the weights of the authors' program.");
        run.Note("In the picture: what is given, a fill by Laplace's equation, by squared error alone, with all terms, and the truth.");

        Completed Measure(TrainingRun trained, ref float[] kept)
        {
            float[] restored = holes.Restore(trained);
            kept = kept.Length > 0 ? kept : restored;
            return new Completed(100 * Overlap(judge.Apply(restored), truth, holes.Masks, labels), holes.EdgesAmiss(restored), holes.SignalToNoise(restored));
        }

        static float[] MapsOf(FieldedDataset faces, int count)
        {
            // As HoleSheet takes its pictures: spread evenly.
            Column maps = faces.Column("map");
            int length = (int)maps.Field.Kind.Shape.Count;
            var values = new float[count * length];
            for (int at = 0; at < count; at++)
                maps.Read((int)((long)at * faces.Count / count), values.AsSpan(at * length, length));
            return values;
        }
    }

    /// <summary>The mean over labels of how much of the pixels within holes that either map gives a label both give it.</summary>
    internal static double Overlap(float[] made, float[] truth, float[] masks, int labels)
    {
        var (both, either) = (new long[labels], new long[labels]);
        for (int at = 0; at < truth.Length; at++)
        {
            if (masks[at] < 0.5f)
                continue;
            (int one, int other) = ((int)made[at], (int)truth[at]);
            either[one]++;
            if (one == other)
                both[one]++;
            else
                either[other]++;
        }

        return Enumerable.Range(0, labels).Where(label => either[label] > 0).Average(label => (double)both[label] / either[label]);
    }

    private sealed record Completed(double Overlap, double Edges, double Decibels);
}
