using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

/// <summary>Held-out digits that are to be made four times as large as what is left of them once shrunk, and what is measured of those that are.</summary>
internal sealed class EnlargementSheet
{
    /// <summary>How many times larger.</summary>
    public const int Factor = 4;
    private readonly int _count;

    /// <summary>Opens MNIST.</summary>
    /// <param name="run">The reproduction.</param>
    /// <param name="count">Digits of the test part.</param>
    public EnlargementSheet(ReproductionRun run, int count)
    {
        _count = count;
        Whole = run.Open("mnist");
        Data = ShrunkenPictures.Pair(Whole, Factor);
        FieldedDataset test = ShrunkenPictures.Pair(run.Open("mnist", DataSplit.Test), Factor);
        (Large, Small) = ((Pictures)test.Column("target").Field.Kind, (Pictures)test.Column("input").Field.Kind);
        (Truth, Inputs) = (Values(test.Column("target")), Values(test.Column("input")));
        Bicubic = Each(item => Resampling.Resize(item, Large.Width, Large.Height, ResampleFilter.Bicubic), _count);
    }

    /// <summary>The training part as it is.</summary>
    public Dataset Whole { get; }

    /// <summary>The training part in pairs.</summary>
    public FieldedDataset Data { get; }

    /// <summary>What the large pictures are.</summary>
    public Pictures Large { get; }

    /// <summary>What the small pictures are.</summary>
    public Pictures Small { get; }

    /// <summary>The test digits.</summary>
    public float[] Truth { get; }

    /// <summary>The test digits, shrunk.</summary>
    public float[] Inputs { get; }

    /// <summary>These, enlarged by bicubic interpolation.</summary>
    public float[] Bicubic { get; }

    /// <summary>The mean fidelity of enlarged digits, with a border of <see cref="Factor"/> left out.</summary>
    public PictureFidelity Fidelity(float[] made)
    {
        int length = Large.Height * Large.Width;
        return PictureFidelity.Mean([.. Enumerable.Range(0, _count).Select(at => PictureFidelity.Between(Large.ToImage(Truth.AsSpan(at * length, length)), Large.ToImage(made.AsSpan(at * length, length)), Factor))]);
    }

    /// <summary>The first ten digits as they are given, enlarged by bicubic interpolation, as they were made, a row each, and the truth.</summary>
    public Image Draw(params IEnumerable<float[]> made)
    {
        const int Columns = 10;
        int row = Columns * Large.Height * Large.Width;
        float[] squares = Each(item => Resampling.Enlarge(item, Factor), Columns);
        return new Samples(Large.Shape, [.. squares, .. Bicubic[..row], .. made.SelectMany(one => one[..row]), .. Truth[..row]]).ToGrid(Columns);
    }

    private float[] Each(Func<Image, Image> enlarge, int count) => [.. Inputs.Chunk(Small.Height * Small.Width).Take(count).SelectMany(item => Large.ToItem(enlarge(Small.ToImage(item))))];

    private float[] Values(Column column)
    {
        var values = new float[_count * column.Field.Kind.Shape.Count];
        column.Read([.. Enumerable.Range(0, _count)], values);
        return values;
    }
}
