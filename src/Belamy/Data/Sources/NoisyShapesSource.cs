using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>A few pictures of shapes in noise, and maps of them: ground, circle, square, triangle.</summary>
internal sealed class NoisyShapesSource : DataSource
{
    private const int Side = ShapesSource.Side, Area = Side * Side;
    private const int TrainCount = 200, TestCount = 500, MostShapes = 3;

    // A place of its own for each number: of a shape, and of the noise of each value.
    private const int NumbersOfShape = 8, NumbersOfItem = 8 * 1024;

    /// <summary>The standard deviation of the noise, in levels.</summary>
    private const double Noise = 60;

    private static readonly string[] Labels = ["#202020", "#dc2828", "#28b43c", "#3250e6"];

    public override string Name => "noisy-shapes";

    public override string Description => "200 pictures, 32 x 32 in colour, of circles, squares and triangles of any colour in noise, and maps of them";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int count = options.Split == DataSplit.Train ? TrainCount : TestCount;
        var rows = new Rows("pictures", count);
        var (pixels, labels) = (new PixelStore(count, 3 * Area), new PixelStore(count, Area));
        var numbers = new CounterRandom(options.Split == DataSplit.Train ? 6 : 7);
        Parallel.For(0, count, item => Draw(place => numbers.Uniform(((ulong)item * NumbersOfItem) + (ulong)place), pixels[item], labels[item]));
        return new FieldedDataset(
            Name,
            "picture",
            new ByteColumn(new Field("picture", new Pictures(3, Side, Side)), rows, pixels, -1, 1),
            new ByteColumn(new Field("map", new SegmentationMaps(Side, Side, Labels)), rows, labels, 0, byte.MaxValue));
    }

    /// <summary>Shapes of random colours, which do not say what they are, one before another; then noise.</summary>
    private static void Draw(Func<int, double> random, Span<byte> planes, Span<byte> labels)
    {
        int shapes = 1 + (int)(MostShapes * random(0));
        Span<double> ground = [Level(1) - 60, Level(2) - 60, Level(3) - 60];
        for (int at = 0; at < Area; at++)
        {
            Span<double> colour = [ground[0], ground[1], ground[2]];
            labels[at] = 0;
            for (int shape = 0; shape < shapes; shape++)
            {
                int first = NumbersOfShape * (shape + 1);
                int sort = (int)(ShapesSource.Shapes.Length * random(first));
                double radius = 5 + (3 * random(first + 1)), x = 4 + ((Side - 8) * random(first + 2)), y = 4 + ((Side - 8) * random(first + 3));
                if (ShapesSource.Outside(sort, (at % Side) + 0.5 - x, (at / Side) + 0.5 - y, radius) >= 0)
                    continue;
                labels[at] = (byte)(sort + 1);
                for (int channel = 0; channel < colour.Length; channel++)
                    colour[channel] = Level(first + 4 + channel) + 60;
            }

            for (int channel = 0; channel < colour.Length; channel++)
                planes[(channel * Area) + at] = (byte)Math.Clamp(Math.Round(colour[channel] + (Noise * Normal(channel, at))), 0, byte.MaxValue);
        }

        double Level(int place) => 100 + (80 * random(place));

        // Box and Muller 1958, of two numbers that nothing else is made of.
        double Normal(int channel, int at)
        {
            int place = 1024 + (2 * ((channel * Area) + at));
            return Math.Sqrt(-2 * Math.Log(random(place))) * Math.Cos(2 * Math.PI * random(place + 1));
        }
    }
}
