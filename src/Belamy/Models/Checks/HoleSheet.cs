using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Pictures of a data set and a hole in each: what checks of repair measure and draw.</summary>
internal sealed class HoleSheet
{
    private readonly Pictures _kind;
    private readonly int _area;

    /// <param name="data">Pictures.</param>
    /// <param name="count">How many.</param>
    /// <param name="shape">Where the holes are.</param>
    /// <param name="side">Pixels along each side of a square in the middle, in place of that; null for none.</param>
    public HoleSheet(Dataset data, int count, HoleShape shape, int? side = null)
    {
        _kind = (Pictures)data.Main.Field.Kind;
        _area = _kind.Height * _kind.Width;
        Truth = data.ReadEvenly(count);
        Count = Truth.Length / (int)_kind.Shape.Count;
        var state = Tensor.Literal(NDArray.From<int>([4], [1, 0, 1, 0]));
        Masks = side is { } pixels
            ? [.. Enumerable.Range(0, Count * _area).Select(at => IsWithin(at % _area / _kind.Width, _kind.Height, pixels) && IsWithin(at % _kind.Width, _kind.Width, pixels) ? 1f : 0)]
            : Holes.Draw(new ForwardContext(state), shape, Count, _kind.Height, _kind.Width).Evaluate().AsSpan<float>().ToArray();
        Mean = Each((picture, mask) => HoleFilling.Mean(picture, mask));
        Harmonic = Each((picture, mask) => HoleFilling.Harmonic(picture, mask, _kind.Width));
    }

    public int Count { get; }

    public float[] Truth { get; }

    public float[] Masks { get; }

    public float[] Mean { get; }

    public float[] Harmonic { get; }

    /// <summary>What a run makes of all pictures.</summary>
    public float[] Restore(TrainingRun trained) => Restore(trained.Game.Functions.First(function => function.Name == Repair.RestoreName));

    /// <summary>What a function makes of all pictures.</summary>
    public float[] Restore(Function function, CancellationToken cancellationToken = default)
    {
        using var runner = new Runner(function);
        return runner.Run([Truth, Masks], cancellationToken: cancellationToken);
    }

    /// <summary>What a function leaves of what was made of all pictures: known pixels as they were.</summary>
    public float[] Finish(Function function, float[] made)
    {
        float[] finished = [.. made];
        for (int at = 0; at < Count; at++)
            function.Finish!([PictureOf(Truth, at), MaskOf(at)], finished.AsSpan(at * _area * _kind.Channels, _area * _kind.Channels));
        return finished;
    }

    /// <summary>How near filled pictures come to the true ones within the holes.</summary>
    public HoleFidelity Fidelity(float[] made) =>
        HoleFidelity.Mean([.. Enumerable.Range(0, Count).Select(at => HoleFidelity.Between(PictureOf(Truth, at), PictureOf(made, at), MaskOf(at), _kind.Shape))]);

    /// <summary>PSNR over all pixels of all holes in decibels, by the mean of errors: a mean of decibels would go by the holes in which there is nothing.</summary>
    public double SignalToNoise(float[] made)
    {
        (double sum, long count) = (0, 0);
        for (int at = 0; at < made.Length; at++)
        {
            if (Masks[(at / (_area * _kind.Channels) * _area) + (at % _area)] >= 0.5f)
                (sum, count) = (sum + Math.Pow(made[at] - Truth[at], 2), count + 1);
        }

        return 10 * Math.Log10(4 / (sum / count));
    }

    /// <summary>The mean squared difference of neighbours, to the right and below, of which one at least lies in a hole.</summary>
    public double EdgeEnergy(float[] items) => Energy(items, (one, other) => one || other);

    /// <summary>The mean squared difference of neighbours, to the right and below, of which one lies in a hole and the other is known.</summary>
    public double SeamEnergy(float[] items) => Energy(items, (one, other) => one != other);

    /// <summary>How far the energy of edges within the holes is from that of the true pictures, either way, in percent.</summary>
    public double EdgesAmiss(float[] made) => 100 * Math.Abs((EdgeEnergy(made) / EdgeEnergy(Truth)) - 1);

    /// <summary>Rows of the first pictures: with their holes, as they were filled, and as they were.</summary>
    public Image? Draw(int columns, params float[][] filled)
    {
        float[] cut = Each((picture, mask) => Enumerable.Range(0, picture.Length).Select(at => mask[at % _area] >= 0.5f ? 0 : picture[at]).ToArray());
        int length = columns * (int)_kind.Shape.Count;
        return Count < columns ? null : _kind.Draw([.. filled.Prepend(cut).Append(Truth).SelectMany(row => row[..length])], columns);
    }

    private double Energy(float[] items, Func<bool, bool, bool> counts)
    {
        (double sum, long count) = (0, 0);
        for (int at = 0; at < items.Length; at++)
        {
            int pixel = at % _area, mask = (at / (_area * _kind.Channels) * _area) + pixel;
            foreach (int step in new[] { pixel % _kind.Width + 1 < _kind.Width ? 1 : 0, pixel + _kind.Width < _area ? _kind.Width : 0 })
            {
                if (step > 0 && counts(Masks[mask] >= 0.5f, Masks[mask + step] >= 0.5f))
                    (sum, count) = (sum + Math.Pow(items[at + step] - items[at], 2), count + 1);
            }
        }

        return sum / Math.Max(1, count);
    }

    private static bool IsWithin(int at, int size, int pixels) => at >= (size - pixels) / 2 && at < ((size - pixels) / 2) + pixels;

    private float[] PictureOf(float[] items, int at) => items[(at * _area * _kind.Channels)..((at + 1) * _area * _kind.Channels)];

    private float[] MaskOf(int at) => Masks[(at * _area)..((at + 1) * _area)];

    private float[] Each(Func<float[], float[], float[]> fill) => [.. Enumerable.Range(0, Count).SelectMany(at => fill(PictureOf(Truth, at), MaskOf(at)))];
}
