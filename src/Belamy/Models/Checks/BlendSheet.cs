using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Pictures of a data set, each with a rectangle of itself in another light to be blended in: what checks of blending measure and draw.</summary>
internal sealed class BlendSheet
{
    private readonly Pictures _kind;
    private readonly int _area;
    private readonly GpGan _recipe;

    /// <param name="data">Pictures.</param>
    /// <param name="count">How many.</param>
    /// <param name="recipe">Says where rectangles are and how much lights differ.</param>
    public BlendSheet(Dataset data, int count, GpGan recipe)
    {
        _recipe = recipe;
        _kind = (Pictures)data.Main.Field.Kind;
        _area = _kind.Height * _kind.Width;
        var holes = new HoleSheet(data, count, recipe.Holes);
        (Truth, Masks, Count) = (holes.Truth, holes.Masks, holes.Count);
        var state = Tensor.Literal(NDArray.From<int>([4], [2, 0, 2, 0]));
        Relit = Lights.Change(new ForwardContext(state), Tensor.Literal(NDArray.From<float>([Count, .. _kind.Shape], Truth)), recipe.Light).Evaluate().AsSpan<float>().ToArray();
        Pasted = [.. Truth.Select((value, at) => IsMarked(at) ? Relit[at] : value)];
        Poisson = Each((truth, relit, mask, _) => HoleFilling.Poisson(truth, mask, relit, _kind.Width), Truth);
        PastedAtLarge = Blend(Pasted);
    }

    public int Count { get; }

    public float[] Truth { get; }

    public float[] Masks { get; }

    /// <summary>All of each picture in another light.</summary>
    public float[] Relit { get; }

    /// <summary>Copied and pasted.</summary>
    public float[] Pasted { get; }

    /// <summary>By Poisson's equation within the rectangle, all else known.</summary>
    public float[] Poisson { get; }

    /// <summary>By the Gaussian-Poisson equation, what was pasted deciding about the colours at large.</summary>
    public float[] PastedAtLarge { get; }

    /// <summary>By the Gaussian-Poisson equation, given colours deciding at large.</summary>
    public float[] Blend(float[] low) => Each((truth, relit, mask, colours) => _recipe.Blend([truth, relit, mask], colours, _kind.Width), low);

    /// <summary>What the network of a run answers.</summary>
    public float[] Harmonize(TrainingRun trained)
    {
        using var runner = new Runner(trained.Game.Functions.First(function => function.Name == "harmonize"));
        return runner.Run([Pasted], trained.Recipe.Seed);
    }

    /// <summary>What a run blends.</summary>
    public float[] Blend(TrainingRun trained)
    {
        using var runner = new Runner(trained.Game.Functions.First(function => function.Name == "blend"));
        return runner.Run([Truth, Relit, Masks], trained.Recipe.Seed);
    }

    /// <summary>PSNR over all pixels of all pictures in decibels, by the mean of errors.</summary>
    public double SignalToNoise(float[] made) => 10 * Math.Log10(4 / made.Zip(Truth, (one, other) => Math.Pow(one - other, 2)).Average());

    /// <summary>How much differences of neighbours across the seam are other than those beside them on the same line, in the mean of all seams.</summary>
    public double SeamJump(float[] made)
    {
        (double sum, long count) = (0, 0);
        for (int at = 0; at < made.Length; at++)
        {
            (int x, int y) = (at % _kind.Width, at % _area / _kind.Width);
            // Four pixels on a line, the seam in their middle.
            if (x is >= 1 && x < _kind.Width - 2)
                Add(at, 1);
            if (y is >= 1 && y < _kind.Height - 2)
                Add(at, _kind.Width);
        }

        return sum / Math.Max(1, count);

        void Add(int at, int step)
        {
            if (IsMarked(at) == IsMarked(at + step))
                return;
            double across = made[at + step] - made[at], beside = (made[at] - made[at - step] + made[at + (2 * step)] - made[at + step]) / 2;
            (sum, count) = (sum + Math.Abs(across - beside), count + 1);
        }
    }

    /// <summary>How far the mean squared difference of neighbours, to the right and below, is from that of the true pictures, either way, in percent.</summary>
    public double EdgesAmiss(float[] made) => PictureEdges.Amiss(made, Truth, _kind);

    /// <summary>Rows of the first pictures.</summary>
    public Image? Draw(int columns, params float[][] rows) => Count < columns ? null : _kind.Draw([.. rows.SelectMany(row => row[..(columns * (int)_kind.Shape.Count)])], columns);

    private bool IsMarked(int at) => Masks[(at / (_area * _kind.Channels) * _area) + (at % _area)] >= 0.5f;

    private float[] Each(Func<float[], float[], float[], float[], float[]> blend, float[] low)
    {
        int length = _area * _kind.Channels;
        return [.. Enumerable.Range(0, Count).AsParallel().AsOrdered().SelectMany(at => blend(Of(Truth, length, at), Of(Relit, length, at), Of(Masks, _area, at), Of(low, length, at)))];
    }

    private static float[] Of(float[] items, int length, int at) => items[(at * length)..((at + 1) * length)];
}
