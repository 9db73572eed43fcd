using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Pictures of one coloured shape each, and what is seen on them in words: "a small red circle".</summary>
internal sealed class ShapesSource : DataSource
{
    public const int Side = 32;
    private const int Count = 10_000;
    private const int NumbersOfItem = 8;

    /// <summary>The shapes, which are the classes.</summary>
    public static readonly string[] Shapes = ["circle", "square", "triangle"];

    public static readonly string[] Colours = ["red", "green", "blue", "yellow", "purple", "white"];

    public static readonly string[] Sizes = ["small", "large"];

    /// <summary>The colours as red, green and blue.</summary>
    public static readonly byte[][] Levels = [[220, 40, 40], [40, 180, 60], [50, 80, 230], [230, 210, 50], [160, 60, 200], [240, 240, 240]];

    public override string Name => "shapes";

    public override string Description => "10,000 pictures, 32 x 32 in colour, of a circle, square or triangle, with captions such as \"a small red circle\"; 3 classes";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    /// <summary>The words of a picture.</summary>
    public static string Caption(int size, int colour, int shape) => $"a {Sizes[size]} {Colours[colour]} {Shapes[shape]}";

    /// <summary>What is on a picture of a set: the numbers of its size, colour and shape.</summary>
    public static (int Size, int Colour, int Shape) ShapeOf(DataSplit split, int item)
    {
        var numbers = new CounterRandom(split == DataSplit.Train ? 0 : 1);
        return ((int)(Sizes.Length * Number(numbers, item, 0)), (int)(Colours.Length * Number(numbers, item, 1)), (int)(Shapes.Length * Number(numbers, item, 2)));
    }

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rows = new Rows("pictures", Count);
        var pictures = new Pictures(3, Side, Side);
        var captions = new Captions(Vocabulary.Find(["a", .. Sizes, .. Colours, .. Shapes]));
        var pixels = new PixelStore(Count, 3 * Side * Side);
        var words = new float[Count * captions.Vocabulary.Words.Count];
        var classes = new float[Count];
        Parallel.For(0, Count, item =>
        {
            (int size, int colour, int shape) = ShapeOf(options.Split, item);
            Draw(options.Split, item, size, colour, shape, pixels[item]);
            captions.Encode(Caption(size, colour, shape)).CopyTo(words, item * captions.Vocabulary.Words.Count);
            classes[item] = shape;
        });
        return new FieldedDataset(
            Name,
            "picture",
            new ByteColumn(new Field("picture", pictures), rows, pixels, -1, 1),
            new ArrayColumn(new Field("caption", captions), rows, words),
            new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(Shapes)), rows, classes));
    }

    private static void Draw(DataSplit split, int item, int size, int colour, int shape, Span<byte> planes)
    {
        var numbers = new CounterRandom(split == DataSplit.Train ? 0 : 1);
        double radius = (size == 0 ? 4 : 8.5) + Number(numbers, item, 3);
        double x = radius + 1 + (Number(numbers, item, 4) * (Side - 2 * radius - 2)), y = radius + 1 + (Number(numbers, item, 5) * (Side - 2 * radius - 2));
        // Dark grounds, shapes a little lighter or darker than their colour.
        double ground = 15 + (45 * Number(numbers, item, 6)), light = 0.9 + (0.15 * Number(numbers, item, 7));
        for (int at = 0; at < Side * Side; at++)
        {
            double covered = Math.Clamp(0.5 - Outside(shape, (at % Side) + 0.5 - x, (at / Side) + 0.5 - y, radius), 0, 1);
            for (int channel = 0; channel < 3; channel++)
                planes[(channel * Side * Side) + at] = (byte)Math.Clamp(Math.Round((covered * light * Levels[colour][channel]) + ((1 - covered) * ground)), 0, 255);
        }
    }

    /// <summary>How far outside of a shape a place is, in pixels; negative inside.</summary>
    public static double Outside(int shape, double x, double y, double radius) => shape switch
    {
        0 => Math.Sqrt((x * x) + (y * y)) - radius,
        1 => Math.Max(Math.Abs(x), Math.Abs(y)) - (0.9 * radius),
        // Point above, base below: two sides of slope 2 and a line.
        _ => Math.Max(y - (0.8 * radius), ((2 * Math.Abs(x)) - y - radius) / Math.Sqrt(5)),
    };

    private static double Number(CounterRandom numbers, int item, int place) => numbers.Uniform((ulong)((item * NumbersOfItem) + place));
}
