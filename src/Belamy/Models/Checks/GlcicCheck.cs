using Belamy.Data;
using Belamy.Games;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("glcic", "MNIST's test digits with holes anywhere", Revision = 2)]
    internal static void CheckGlcic(ReproductionRun run)
    {
        const double realism = 0.02;
        long steps = run.Choose(5L, 1_000, 20_000);
        Dataset data = run.Open("mnist");
        var holes = new HoleSheet(run.Open("mnist", DataSplit.Test), run.Choose(50, 1_000, 5_000), HoleShape.Anywhere);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits of MNIST with holes of 7×7 to 14×14 anywhere, as many without D, by a D of whole pictures alone, and by context-encoder, three seeds of each; {holes.Count:N0} test digits";
        Glcic both = (Glcic)run.Recipe with { Width = 8, Realism = realism };
        float[] filled = [], faded = [], encoded = [];
        (double Decibels, double Similarity, double Edges)[] joint = run.Each(both, data, steps, "with D", trained => Measure(trained, ref filled));
        (double Decibels, double Similarity, double Edges)[] alone = run.Each(both with { Realism = 0 }, data, steps, "without D", trained => Measure(trained, ref faded));
        (double Decibels, double Similarity, double Edges)[] distant = run.Each(both with { IsLocal = false }, data, steps, "by a D of whole pictures", trained => Measure(trained, ref filled));
        (double Decibels, double Similarity, double Edges)[] encoder = run.Each(ContextEncoder with { Width = 16, Realism = realism, Holes = HoleShape.Anywhere }, data, steps, "context-encoder", trained => Measure(trained, ref encoded));
        run.Effect("energy of edges within holes, missing or too much, %, by D", [.. joint.Select(one => one.Edges)], [.. alone.Select(one => one.Edges)], higher: false, published: "sharper by the eye");
        run.Effect("the same energy, %, by what D sees from near", [.. joint.Select(one => one.Edges)], [.. distant.Select(one => one.Edges)], higher: false, published: "sharper by the eye");
        run.Tell("the same energy, %, by context-encoder", [.. encoder.Select(one => one.Edges)]);
        run.Works("PSNR over all pixels in holes above that of context-encoder, dB", [.. joint.Zip(encoder, (one, other) => one.Decibels - other.Decibels)], Ask.AtLeast(-0.5));
        run.Tell("PSNR over all pixels in holes, dB", [.. joint.Select(one => one.Decibels)]);
        run.Tell("the same without D, dB", [.. alone.Select(one => one.Decibels)]);
        run.Tell("the same by context-encoder, dB", [.. encoder.Select(one => one.Decibels)]);
        run.Tell("the same of a fill by Laplace's equation, dB", holes.SignalToNoise(holes.Harmonic));
        run.Tell("SSIM within holes", [.. joint.Select(one => one.Similarity)]);
        run.Tell("the same by context-encoder", [.. encoder.Select(one => one.Similarity)]);
        run.Picture = holes.Draw(10, holes.Harmonic, encoded, faded, filled);
        run.Note($"D counts {realism} here, as in the check of context-encoder, not the paper's 0.0004; C is of width 8, and context-encoder of width 16.");
        run.Note("In the picture: what is given, a fill by Laplace's equation, by context-encoder, without D, with D, and the truth.");

        (double, double, double) Measure(TrainingRun trained, ref float[] kept)
        {
            float[] restored = holes.Restore(trained);
            kept = kept.Length > 0 ? kept : restored;
            return (holes.SignalToNoise(restored), holes.Fidelity(restored).Similarity, holes.EdgesAmiss(restored));
        }
    }
}
