using System.Numerics;

namespace Belamy.Imaging;

/// <summary>A small font of strokes, drawn with round ends at any size.</summary>
/// <remarks>
/// A glyph is a list of strokes, a stroke a list of points written as two characters each: x and y from 0 to G = 16. The
/// top of capitals lies at 0, that of small letters at 4, the baseline at 12, the descent at 16. A stroke that begins
/// with ~ is a smooth curve through its points. A stroke of one point twice is a dot.
/// </remarks>
internal static class StrokeFont
{
    /// <summary>The height of capitals in the units of the glyphs.</summary>
    public const float CapHeight = 12;

    private const float Spacing = 3.6f;
    private const float SpaceWidth = 4;
    private const int StepsPerCurve = 6;

    private const string Unknown = "00808C0C00";

    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['0'] = "~4072867A4C1A061240",
        ['1'] = "0340 404C",
        ['2'] = "~021140718374 740C 0C8C",
        ['3'] = "~02114071837546 ~4677897B4C1B0A",
        ['4'] = "6C600989",
        ['5'] = "701005 ~054475887B4C1B0A",
        ['6'] = "~71502206081B4C7B8875441608",
        ['7'] = "00803C",
        ['8'] = "~407173654625131140 ~4677897B4C1B091746",
        ['9'] = "~1B3C6A86847140110417487684",
        ['A'] = "0C408C 1979",
        ['B'] = "000C 0050 ~5071836556 0656 ~5677897B5C 5C0C",
        ['C'] = "~83714012061A4C7B89",
        ['D'] = "000C 0040 ~4072867A4C 4C0C",
        ['E'] = "70000C7C 0656",
        ['F'] = "70000C 0656",
        ['G'] = "~83714012061A4C7B88 888757",
        ['H'] = "000C 808C 0686",
        ['I'] = "000C",
        ['J'] = "6069 ~695B3C1B0A",
        ['K'] = "000C 8007 348C",
        ['L'] = "000C7C",
        ['M'] = "0C004980 808C",
        ['N'] = "0C008C80",
        ['O'] = "~4072867A4C1A061240",
        ['P'] = "0C0050 ~5071837657 5707",
        ['Q'] = "~4072867A4C1A061240 598D",
        ['R'] = "0C0050 ~5071837657 5707 478C",
        ['S'] = "~8271401103154677897B4C1B0A",
        ['T'] = "0080 404C",
        ['U'] = "0008 ~081B4C7B88 8880",
        ['V'] = "004C80",
        ['W'] = "003C629CC0",
        ['X'] = "008C 800C",
        ['Y'] = "004680 464C",
        ['Z'] = "00800C8C",
        ['a'] = "~4415081B4C6B786544 747C",
        ['b'] = "000C ~3465786B3C1B081534",
        ['c'] = "~75441508 1B4C7B",
        ['d'] = "707C ~4415081B4C6B786544",
        ['e'] = "0878 ~78654415081B4C6B7A",
        ['f'] = "~50402224 242C 0454",
        ['g'] = "~4415081B4C6B786544 747D ~7D6F4G1F",
        ['h'] = "000C ~0715446577 777C",
        ['i'] = "040C 0101",
        ['j'] = "242E ~2E1G0G 2121",
        ['k'] = "000C 6409 376C",
        ['l'] = "000C",
        ['m'] = "040C ~0715344557 575C ~57658495A7 A7AC",
        ['n'] = "040C ~0715446577 777C",
        ['o'] = "~4475887B4C1B081544",
        ['p'] = "040G ~3465786B3C1B081534",
        ['q'] = "747G ~4415081B4C6B786544",
        ['r'] = "040C ~07153454",
        ['s'] = "~6534151738696B3C0B",
        ['t'] = "212A ~2A3C5C 0454",
        ['u'] = "0409 ~091B3C6B79 747C",
        ['v'] = "043C64",
        ['w'] = "042C558CA4",
        ['x'] = "046C 640C",
        ['y'] = "044C 842G",
        ['z'] = "04640C6C",
        ['.'] = "0C0C",
        [','] = "1B0E",
        [':'] = "0606 0C0C",
        [';'] = "1606 1B0E",
        ['-'] = "0858",
        ['+'] = "0888 444C",
        ['='] = "0686 0A8A",
        ['_'] = "0E8E",
        ['('] = "~3013081D3G",
        [')'] = "~0023382D0G",
        ['['] = "30000F3F",
        [']'] = "00303F0F",
        ['/'] = "600E",
        ['%'] = "800C ~2042240220 ~688A6C4A68",
        ['<'] = "73087D",
        ['>'] = "03780D",
        ['\''] = "0003",
        ['"'] = "0003 2023",
        ['!'] = "0008 0C0C",
        ['?'] = "~02114071735538 3C3C",
        ['*'] = "3238 0355 0553",
        ['#'] = "301C 705C 0484 0888",
        ['|'] = "000G",
    };

    /// <summary>The width of a text.</summary>
    /// <param name="text">The text; letters it lacks become boxes.</param>
    /// <param name="capHeight">The height of capitals in pixels.</param>
    public static float Measure(string text, float capHeight)
    {
        float width = 0;
        foreach (char letter in text)
            width += Advance(letter);
        return Math.Max(0, width - Spacing) * capHeight / CapHeight;
    }

    /// <summary>The strokes of a text, as lines to draw.</summary>
    /// <param name="text">The text; letters it lacks become boxes.</param>
    /// <param name="left">Where the first letter begins.</param>
    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="capHeight">The height of capitals in pixels.</param>
    public static IEnumerable<Vector2[]> Strokes(string text, float left, float baseline, float capHeight)
    {
        float scale = capHeight / CapHeight;
        float x = left;
        foreach (char letter in text)
        {
            if (letter != ' ')
            {
                foreach (Vector2[] stroke in Parse(Glyph(letter)))
                    yield return Array.ConvertAll(stroke, point => new Vector2(x + point.X * scale, baseline + (point.Y - CapHeight) * scale));
            }

            x += Advance(letter) * scale;
        }
    }

    /// <summary>Whether the font has a letter.</summary>
    public static bool Has(char letter) => letter == ' ' || Glyphs.ContainsKey(letter);

    private static string Glyph(char letter) => Glyphs.GetValueOrDefault(letter, Unknown);

    private static float Advance(char letter) =>
        Spacing + (letter == ' ' ? SpaceWidth : Parse(Glyph(letter)).Max(stroke => stroke.Max(point => point.X)));

    private static IEnumerable<Vector2[]> Parse(string glyph)
    {
        foreach (string stroke in glyph.Split(' '))
        {
            bool smooth = stroke[0] == '~';
            int start = smooth ? 1 : 0;
            var points = new Vector2[(stroke.Length - start) / 2];
            for (int i = 0; i < points.Length; i++)
                points[i] = new Vector2(Coordinate(stroke[start + 2 * i]), Coordinate(stroke[start + 2 * i + 1]));
            yield return smooth ? Curve(points) : points;
        }
    }

    private static int Coordinate(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;

    /// <summary>Points on the spline of Catmull and Rom through the given ones; closed when the last is the first.</summary>
    private static Vector2[] Curve(Vector2[] points)
    {
        int spans = points.Length - 1;
        bool closed = points[0] == points[spans];
        var curve = new Vector2[spans * StepsPerCurve + 1];
        for (int i = 0; i < spans; i++)
        {
            Vector2 before = i > 0 ? points[i - 1] : closed ? points[spans - 1] : points[0];
            Vector2 after = i + 2 <= spans ? points[i + 2] : closed ? points[1] : points[spans];
            for (int step = 0; step < StepsPerCurve; step++)
                curve[i * StepsPerCurve + step] = Interpolate(before, points[i], points[i + 1], after, (float)step / StepsPerCurve);
        }

        curve[^1] = points[spans];
        return curve;
    }

    private static Vector2 Interpolate(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float t) =>
        0.5f * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * (t * t) + (3 * b - a - 3 * c + d) * (t * t * t));
}
