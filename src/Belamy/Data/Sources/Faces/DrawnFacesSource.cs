using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Faces that are drawn, and maps of their parts: ground, hair, skin, eyes, mouth, glasses.</summary>
internal sealed class DrawnFacesSource : DataSource
{
    private const int Side = DrawnFace.Side;
    private const int Count = 10_000, Area = Side * Side;

    private static readonly Glasses Black = new([20, 20, 20]);

    private static readonly string[] Colours = ["#304050", "#804020", "#e0b090", "#f0f0f0", "#c02040", "#40c0e0"];

    public override string Name => "drawn-faces";

    public override string Description => "10,000 drawn faces, 32 x 32 in colour, and maps of their parts: ground, hair, skin, eyes, mouth, glasses";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rows = new Rows("faces", Count);
        var pixels = new PixelStore(Count, 3 * Area);
        var labels = new PixelStore(Count, Area);
        var numbers = new CounterRandom(options.Split == DataSplit.Train ? 2 : 3);
        Parallel.For(0, Count, item =>
        {
            var face = new DrawnFace(numbers, item);
            face.Draw(pixels[item], labels[item], face.Chance < 0.4 ? Black : null);
        });
        return new FieldedDataset(
            Name,
            "picture",
            new ByteColumn(new Field("picture", new Pictures(3, Side, Side)), rows, pixels, -1, 1),
            new ByteColumn(new Field("map", new SegmentationMaps(Side, Side, Colours)), rows, labels, 0, byte.MaxValue));
    }
}
