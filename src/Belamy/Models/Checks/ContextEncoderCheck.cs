using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

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
            return (holes.Fidelity(restored), 100 * Math.Abs((holes.EdgeEnergy(restored) / holes.EdgeEnergy(holes.Truth)) - 1));
        }
    }
}

/// <summary>Pictures of a data set and a hole in each: what checks of repair measure and draw.</summary>
internal sealed class HoleSheet
{
    private readonly Pictures _kind;
    private readonly int _area;

    /// <param name="data">Pictures.</param>
    /// <param name="count">How many.</param>
    /// <param name="shape">Where the holes are.</param>
    public HoleSheet(Dataset data, int count, HoleShape shape)
    {
        _kind = (Pictures)data.Main.Field.Kind;
        _area = _kind.Height * _kind.Width;
        Truth = data.ReadEvenly(count);
        Count = Truth.Length / (int)_kind.Shape.Count;
        var state = Tensor.Literal(NDArray.From<int>([4], [1, 0, 1, 0]));
        Masks = Holes.Draw(new ForwardContext(state), shape, Count, _kind.Height, _kind.Width).Evaluate().AsSpan<float>().ToArray();
        Mean = Each((picture, mask) => HoleFilling.Mean(picture, mask));
        Harmonic = Each((picture, mask) => HoleFilling.Harmonic(picture, mask, _kind.Width));
    }

    public int Count { get; }

    public float[] Truth { get; }

    public float[] Masks { get; }

    public float[] Mean { get; }

    public float[] Harmonic { get; }

    /// <summary>What a run makes of all pictures.</summary>
    public float[] Restore(TrainingRun trained)
    {
        using var runner = new Runner(trained.Game.Functions.First(function => function.Name == "restore"));
        return runner.Run([Truth, Masks]);
    }

    /// <summary>How near filled pictures come to the true ones within the holes.</summary>
    public HoleFidelity Fidelity(float[] made) =>
        HoleFidelity.Mean([.. Enumerable.Range(0, Count).Select(at => HoleFidelity.Between(PictureOf(Truth, at), PictureOf(made, at), MaskOf(at), _kind.Shape))]);

    /// <summary>The mean squared difference of neighbours, to the right and below, of which one at least lies in a hole.</summary>
    public double EdgeEnergy(float[] items)
    {
        (double sum, long count) = (0, 0);
        for (int at = 0; at < items.Length; at++)
        {
            int pixel = at % _area, mask = (at / (_area * _kind.Channels) * _area) + pixel;
            foreach (int step in new[] { pixel % _kind.Width + 1 < _kind.Width ? 1 : 0, pixel + _kind.Width < _area ? _kind.Width : 0 })
            {
                if (step > 0 && Math.Max(Masks[mask], Masks[mask + step]) >= 0.5f)
                    (sum, count) = (sum + Math.Pow(items[at + step] - items[at], 2), count + 1);
            }
        }

        return sum / Math.Max(1, count);
    }

    /// <summary>Rows of the first pictures: with their holes, as they were filled, and as they were.</summary>
    public Image? Draw(int columns, params float[][] filled)
    {
        float[] cut = Each((picture, mask) => Enumerable.Range(0, picture.Length).Select(at => mask[at % _area] >= 0.5f ? 0 : picture[at]).ToArray());
        int length = columns * (int)_kind.Shape.Count;
        return Count < columns ? null : _kind.Draw([.. filled.Prepend(cut).Append(Truth).SelectMany(row => row[..length])], columns);
    }

    private float[] PictureOf(float[] items, int at) => items[(at * _area * _kind.Channels)..((at + 1) * _area * _kind.Channels)];

    private float[] MaskOf(int at) => Masks[(at * _area)..((at + 1) * _area)];

    private float[] Each(Func<float[], float[], float[]> fill) => [.. Enumerable.Range(0, Count).SelectMany(at => fill(PictureOf(Truth, at), MaskOf(at)))];
}
