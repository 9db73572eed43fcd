namespace Belamy.Data;

/// <summary>Glasses of a drawn face.</summary>
/// <param name="Frame">The colour of the frame.</param>
/// <param name="Lenses">The colour of what the eyes are behind; null where they are seen.</param>
internal sealed record Glasses(byte[] Frame, byte[]? Lenses = null)
{
    /// <summary>How far from the middle of an eye the frame is, in pixels: where it begins and ends.</summary>
    public (double Inner, double Outer) Rim { get; init; } = (2.3, 3.3);
}

/// <summary>The measures of a face that is drawn.</summary>
internal sealed class DrawnFace
{
    public const int Side = 32;
    private const int NumbersOfItem = 16, Area = Side * Side;

    // In the order of their labels: ground, hair, skin, eyes, mouth, glasses.
    private const int Parts = 6;

    // Each pixel is looked at in four places.
    private const int Fine = 2;

    private static readonly byte[][] Skins = [[240, 205, 175], [215, 165, 125], [165, 110, 75], [110, 70, 45]];
    private static readonly byte[][] Hairs = [[40, 30, 25], [120, 75, 35], [205, 165, 85], [150, 150, 155]];
    private static readonly byte[] White = [245, 245, 245], Pupil = [25, 25, 35], Lips = [185, 55, 65];

    private readonly double _x, _y, _width, _height, _apart, _eyesAt, _open, _mouthAt, _mouthWidth, _mouthHeight, _fringe;
    private readonly byte[] _ground, _skin, _hair;

    /// <summary>Measures a face.</summary>
    /// <param name="numbers">Decide how it looks.</param>
    /// <param name="item">Its number.</param>
    public DrawnFace(CounterRandom numbers, int item)
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
        Chance = Number(14);

        double Number(int place) => numbers.Uniform((ulong)((item * NumbersOfItem) + place));
    }

    /// <summary>A number from 0 to 1 that nothing of the face follows from.</summary>
    public double Chance { get; }

    /// <summary>Draws it: a pixel is the mean of what is seen in it, and its label that of most of it.</summary>
    /// <param name="planes">Red, then green, then blue.</param>
    /// <param name="labels">Are told the parts.</param>
    /// <param name="glasses">What it wears; null for none.</param>
    public void Draw(Span<byte> planes, Span<byte> labels, Glasses? glasses)
    {
        Span<int> sums = stackalloc int[3], seen = stackalloc int[Parts];
        for (int at = 0; at < Area; at++)
        {
            sums.Clear();
            seen.Clear();
            for (int place = 0; place < Fine * Fine; place++)
            {
                (int part, byte[] colour) = At((at % Side) + (((place % Fine) + 0.5) / Fine), (at / Side) + (((place / Fine) + 0.5) / Fine), glasses);
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

    private (int Part, byte[] Colour) At(double x, double y, Glasses? glasses)
    {
        double aside = Math.Abs(x - _x), fromEye = Length(aside - _apart, y - _eyesAt);
        if (glasses is { Rim: var (inner, outer) } && ((fromEye > inner && fromEye < outer) || (aside < _apart - inner && Math.Abs(y - _eyesAt) < 0.5)))
            return (5, glasses.Frame);
        if (glasses is { Lenses: { } lenses } && fromEye <= glasses.Rim.Inner)
            return (5, lenses);
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
