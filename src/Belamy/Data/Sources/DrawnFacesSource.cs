using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Faces that are drawn, and maps of their parts: ground, hair, skin, eyes, mouth, glasses.</summary>
internal sealed class DrawnFacesSource : DataSource
{
    public const int Side = 32;
    private const int Count = 10_000, NumbersOfItem = 16, Area = Side * Side;

    // Each pixel is looked at in four places.
    private const int Fine = 2;

    private static readonly byte[][] Skins = [[240, 205, 175], [215, 165, 125], [165, 110, 75], [110, 70, 45]];
    private static readonly byte[][] Hairs = [[40, 30, 25], [120, 75, 35], [205, 165, 85], [150, 150, 155]];
    private static readonly byte[] White = [245, 245, 245], Pupil = [25, 25, 35], Lips = [185, 55, 65], Frame = [20, 20, 20];

    /// <summary>The parts, in the order of their labels.</summary>
    public static readonly string[] Parts = ["ground", "hair", "skin", "eyes", "mouth", "glasses"];

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
        Parallel.For(0, Count, item => new Face(numbers, item).Draw(pixels[item], labels[item]));
        return new FieldedDataset(
            Name,
            "picture",
            new ByteColumn(new Field("picture", new Pictures(3, Side, Side)), rows, pixels, -1, 1),
            new ByteColumn(new Field("map", new SegmentationMaps(Side, Side, Colours)), rows, labels, 0, byte.MaxValue));
    }

    /// <summary>The measures of a face.</summary>
    private sealed class Face
    {
        private readonly double _x, _y, _width, _height, _apart, _eyesAt, _open, _mouthAt, _mouthWidth, _mouthHeight, _fringe;
        private readonly byte[] _ground, _skin, _hair;
        private readonly bool _hasGlasses;

        public Face(CounterRandom numbers, int item)
        {
            _x = 14.5 + (3 * Number(0));
            _y = 16 + (2 * Number(1));
            _width = 8 + (2 * Number(2));
            _height = 10 + (1.5 * Number(3));
            _apart = 3.6 + Number(4);
            _eyesAt = _y - 1.5 + Number(5);
            _open = 1.2 + (0.6 * Number(6));
            _mouthAt = _y + 4.8 + Number(7);
            _mouthWidth = 2.6 + (1.8 * Number(8));
            _mouthHeight = 0.9 + (0.9 * Number(9));
            _fringe = _y - (_height * (0.4 + (0.2 * Number(10))));
            _skin = Skins[(int)(Skins.Length * Number(11))];
            _hair = Hairs[(int)(Hairs.Length * Number(12))];
            byte shade = (byte)(70 + (110 * Number(13)));
            _ground = [shade, (byte)(shade + 15), (byte)(shade + 30)];
            _hasGlasses = Number(14) < 0.4;

            double Number(int place) => numbers.Uniform((ulong)((item * NumbersOfItem) + place));
        }

        /// <summary>Draws it: a pixel is the mean of what is seen in it, and its label that of most of it.</summary>
        public void Draw(Span<byte> planes, Span<byte> labels)
        {
            Span<int> sums = stackalloc int[3], seen = stackalloc int[Parts.Length];
            for (int at = 0; at < Area; at++)
            {
                sums.Clear();
                seen.Clear();
                for (int place = 0; place < Fine * Fine; place++)
                {
                    (int part, byte[] colour) = At((at % Side) + (((place % Fine) + 0.5) / Fine), (at / Side) + (((place / Fine) + 0.5) / Fine));
                    seen[part]++;
                    for (int channel = 0; channel < 3; channel++)
                        sums[channel] += colour[channel];
                }

                for (int channel = 0; channel < 3; channel++)
                    planes[(channel * Area) + at] = (byte)(sums[channel] / (Fine * Fine));
                // What lies further in front is named later, and wins where both are half of a pixel.
                int most = 0;
                for (int part = 1; part < seen.Length; part++)
                    most = seen[part] >= seen[most] ? part : most;
                labels[at] = (byte)most;
            }
        }

        private (int Part, byte[] Colour) At(double x, double y)
        {
            double aside = Math.Abs(x - _x), fromEye = Length(aside - _apart, y - _eyesAt);
            if (_hasGlasses && (fromEye is > 2.3 and < 3.3 || (aside < _apart - 2.3 && Math.Abs(y - _eyesAt) < 0.5)))
                return (5, Frame);
            if (Length((aside - _apart) / 2, (y - _eyesAt) / _open) < 1)
                return (3, fromEye < 0.9 ? Pupil : White);
            if (Length((x - _x) / _mouthWidth, (y - _mouthAt) / _mouthHeight) < 1)
                return (4, Lips);
            if (y > _fringe && Length((x - _x) / _width, (y - _y) / _height) < 1)
                return (2, _skin);
            return y < _y + 4 && Length((x - _x) / (_width + 2), (y - _y + 1) / (_height + 1.5)) < 1 ? (1, _hair) : (0, _ground);
        }

        private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
    }
}
