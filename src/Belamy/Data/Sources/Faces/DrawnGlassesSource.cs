using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Faces that are drawn, some with glasses, and others without: two sets that are no pairs.</summary>
internal sealed class DrawnGlassesSource : DataSource
{
    // Broad, so that a colour is seen at this size.
    private static readonly (double, double) Rim = (2, 3.8);

    /// <summary>The pictures.</summary>
    public static readonly Pictures Looks = new(3, DrawnFace.Side, DrawnFace.Side);

    /// <summary>The glasses that there are.</summary>
    public static readonly IReadOnlyList<Glasses> Shapes =
    [
        .. new byte[][] { [215, 40, 40], [235, 200, 40], [40, 170, 70], [50, 80, 215], [245, 245, 245], [20, 20, 20] }
            .SelectMany(frame => new Glasses[] { new(frame) { Rim = Rim }, new(frame, frame) { Rim = Rim } }),
    ];

    private const int Count = 5_000, Area = DrawnFace.Side * DrawnFace.Side;

    public override string Name => "drawn-glasses";

    public override string Description => "5,000 drawn faces with glasses of twelve sorts (a), and 5,000 others without (b), 32 x 32 in colour";

    public override string License => "drawn by a formula; no licence needed";

    public override string Content => "domains";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (with, without) = (new PixelStore(Count, 3 * Area), new PixelStore(Count, 3 * Area));
        Parallel.For(0, Count, item =>
        {
            Draw(options.Split, item, Shapes[ShapeOf(options.Split, item)], with[item]);
            Draw(options.Split, Count + item, null, without[item]);
        });
        return new FieldedDataset(
            Name,
            "a",
            new ByteColumn(new Field("a", Looks), new Rows("with glasses", Count), with, -1, 1),
            new ByteColumn(new Field("b", Looks), new Rows("without glasses", Count), without, -1, 1));
    }

    /// <summary>The place among <see cref="Shapes"/> of what a face of the field <c>a</c> wears.</summary>
    public static int ShapeOf(DataSplit split, int item) => (int)(Shapes.Count * FaceOf(split, item).Chance);

    /// <summary>A face with glasses of one's choice, values in [-1, 1].</summary>
    /// <param name="split">The part of the set.</param>
    /// <param name="field"><c>a</c> or <c>b</c>.</param>
    /// <param name="item">Its place in the field.</param>
    /// <param name="glasses">What it is to wear; null for none.</param>
    public static float[] Wearing(DataSplit split, string field, int item, Glasses? glasses)
    {
        var pixels = new byte[3 * Area];
        Draw(split, field == "a" ? item : Count + item, glasses, pixels);
        return [.. pixels.Select(pixel => (float)(-1 + (2.0 * pixel / byte.MaxValue)))];
    }

    private static void Draw(DataSplit split, int face, Glasses? glasses, Span<byte> planes)
    {
        Span<byte> labels = stackalloc byte[Area];
        FaceOf(split, face).Draw(planes, labels, glasses);
    }

    private static DrawnFace FaceOf(DataSplit split, int face) => new(new CounterRandom(split == DataSplit.Train ? 4 : 5), face);
}
