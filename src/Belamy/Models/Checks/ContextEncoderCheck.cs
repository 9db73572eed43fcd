using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("context-encoder", "MNIST's test digits without their middle quarter")]
    internal static void CheckContextEncoder(ReproductionRun run)
    {
        long steps = run.Choose(3L, 1_000, 20_000);
        Dataset data = run.Open("mnist");
        var holes = new HoleSheet(run.Open("mnist", DataSplit.Test), run.Choose(50, 1_000, 5_000), HoleShape.Centre);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits of MNIST with a hole of 14×14, and as many by the error alone and by the paper's weights, three seeds of each; {holes.Count:N0} test digits";
        float[] faded = [], filled = [];
        (HoleFidelity Fidelity, double Edges)[] joint = run.Each(ContextEncoder with { Width = 16, Realism = 0.02 }, data, steps, "with the adversarial loss", trained => Measure(trained, ref filled));
        (HoleFidelity Fidelity, double Edges)[] alone = run.Each(ContextEncoder with { Width = 16, Realism = 0 }, data, steps, "squared error alone", trained => Measure(trained, ref faded));
        (HoleFidelity Fidelity, double Edges)[] faint = run.Each(ContextEncoder with { Width = 16 }, data, steps, "with the paper's weight of it", trained => Measure(trained, ref filled));
        HoleFidelity mean = holes.Fidelity(holes.Mean), heat = holes.Fidelity(holes.Harmonic);
        run.Effect("energy of edges within holes, missing or too much, %, by the adversarial loss", [.. joint.Select(one => one.Edges)], [.. alone.Select(one => one.Edges)], higher: false, published: "sharper by the eye");
        run.Tell("the same energy, %, where the adversarial loss counts 0.001", [.. faint.Select(one => one.Edges)]);
        run.Works("PSNR within holes above that of a fill by Laplace's equation, dB", [.. joint.Select(one => one.Fidelity.SignalToNoise - heat.SignalToNoise)], Ask.AtLeast(2));
        run.Tell("PSNR within holes, dB", [.. joint.Select(one => one.Fidelity.SignalToNoise)], published: "17.59 to 18.58 on Paris StreetView");
        run.Tell("the same by squared error alone, dB", [.. alone.Select(one => one.Fidelity.SignalToNoise)]);
        run.Tell("PSNR of the mean of what is known, dB", mean.SignalToNoise);
        run.Tell("PSNR of a fill by Laplace's equation, dB", heat.SignalToNoise);
        run.Tell("mean absolute error, % of the range", [.. joint.Select(one => 100 * one.Fidelity.Absolute)], published: "9.37 to 10.33");
        run.Tell("SSIM within holes", [.. joint.Select(one => one.Fidelity.Similarity)]);
        run.Picture = holes.Draw(10, holes.Harmonic, faded, filled);
        run.Note("The adversarial loss counts 0.02 here, not the paper's 0.001, which is told beside it; and networks are of width 16.");
        run.Note("In the picture: what is given, a fill by Laplace's equation, by squared error alone, with the adversarial loss, and the truth.");

        (HoleFidelity, double) Measure(TrainingRun trained, ref float[] kept)
        {
            float[] restored = holes.Restore(trained);
            kept = kept.Length > 0 ? kept : restored;
            return (holes.Fidelity(restored), holes.EdgesAmiss(restored));
        }
    }
}
