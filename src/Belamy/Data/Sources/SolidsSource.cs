using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Solids of one piece in 16³ cells, of any size and turned about the upright axis.</summary>
internal sealed class SolidsSource : DrawnSource
{
    private const int Size = 16;

    public override string Name => "solids";

    public override string Description => "10,000 volumes of 16 x 16 x 16 cells: boxes, ellipsoids, cylinders and L-shapes, of any size and turn; 4 classes";

    public override string Content => "volumes";

    protected override string ItemName => "volume";

    protected override Kind Kind { get; } = new Volumes(Size);

    protected override string[] Classes { get; } = ["box", "ellipsoid", "cylinder", "l-shape"];

    protected override int Count => 10_000;

    protected override int Version => 1;

    protected override void Draw(int category, Func<int, double> random, Span<float> values)
    {
        double angle = 2 * Math.PI * random(0), cosine = Math.Cos(angle), sine = Math.Sin(angle);
        (double long_, double wide, double high) = (Between(3, 5.5, random(1)), Between(2.5, 4.5, random(2)), Between(3, 7, random(3)));
        for (int at = 0; at < values.Length; at++)
        {
            double z = at / (Size * Size) - (Size - 1) / 2.0, y = at / Size % Size - (Size - 1) / 2.0, x = at % Size - (Size - 1) / 2.0;
            // In units of the solid's half extents; the first axis is upright.
            (double a, double b, double c) = ((cosine * x + sine * y) / long_, (cosine * y - sine * x) / wide, z / high);
            bool isInBox = Math.Abs(a) <= 1 && Math.Abs(b) <= 1 && Math.Abs(c) <= 1;
            bool isFull = category switch
            {
                0 => isInBox,
                1 => a * a + b * b + c * c <= 1,
                2 => (x * x + y * y) / (wide * wide) <= 1 && Math.Abs(c) <= 1,
                // A box without the upper part of one side.
                _ => isInBox && !(a > -0.2 && c > -0.2),
            };
            values[at] = isFull ? 1 : 0;
        }
    }
}
