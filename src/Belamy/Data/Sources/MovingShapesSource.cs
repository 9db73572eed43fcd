using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Short films of one shape that moves over a background that stands still, and turns back at the borders.</summary>
internal sealed class MovingShapesSource : DrawnSource
{
    private const int Frames = 16;
    private const int Side = 32;

    public override string Name => "moving-shapes";

    public override string Description => "10,000 films of 16 frames of 32 x 32 in colour: a disc, square or triangle that moves across or up and down over a still background; 2 classes";

    public override string Content => "films";

    protected override string ItemName => "film";

    protected override Kind Kind { get; } = new Films(Frames, 3, Side, Side);

    protected override string[] Classes { get; } = ["across", "up and down"];

    protected override int Count => 10_000;

    protected override int Version => 1;

    protected override void Draw(int category, Func<int, double> random, Span<float> values)
    {
        double radius = Between(3.5, 6, random(0)), speed = Between(1, 2.5, random(1)) * (random(2) < 0.5 ? -1 : 1);
        double start = Between(radius, Side - radius, random(3)), still = Between(radius, Side - radius, random(4));
        int form = (int)(3 * random(5));
        // The shape has a full colour, the background two pale or dark ones between which it runs.
        double[] shape = Colour(random(6), 1), near = Colour(random(7), 0.3), far = Colour(random(8), 0.3);
        double slope = 2 * Math.PI * random(9), level = Between(-0.7, 0.3, random(10));
        int area = Side * Side;
        for (int frame = 0; frame < Frames; frame++)
        {
            double along = Reflected(start + speed * frame, radius, Side - radius);
            (double middleX, double middleY) = category == 0 ? (along, still) : (still, along);
            for (int at = 0; at < area; at++)
            {
                double x = at % Side + 0.5, y = at / Side + 0.5;
                double covered = Math.Clamp(0.5 - Distance(form, x - middleX, y - middleY, radius), 0, 1);
                double place = 0.5 + ((x / Side - 0.5) * Math.Cos(slope) + (y / Side - 0.5) * Math.Sin(slope)) / Math.Sqrt(2);
                for (int channel = 0; channel < 3; channel++)
                {
                    double behind = level + near[channel] * place + far[channel] * (1 - place);
                    values[(channel * Frames + frame) * area + at] = (float)Math.Clamp(covered * shape[channel] + (1 - covered) * behind, -1, 1);
                }
            }
        }
    }

    /// <summary>How far outside of a shape a place is, in pixels; negative inside.</summary>
    private static double Distance(int form, double x, double y, double radius) => form switch
    {
        0 => Math.Sqrt(x * x + y * y) - radius,
        1 => Math.Max(Math.Abs(x), Math.Abs(y)) - radius * 0.9,
        _ => Math.Max(y - radius * 0.8, Math.Abs(x) * 0.88 - (y + radius) * 0.47),
    };

    /// <summary>A place that runs on beyond a border, turned back at it.</summary>
    private static double Reflected(double place, double low, double high)
    {
        double length = high - low, turned = (place - low) % (2 * length);
        turned = turned < 0 ? turned + 2 * length : turned;
        return low + (turned <= length ? turned : 2 * length - turned);
    }

    /// <summary>A hue, red, green and blue from -strength to strength.</summary>
    private static double[] Colour(double hue, double strength) =>
        [.. Enumerable.Range(0, 3).Select(channel => strength * Math.Cos(2 * Math.PI * (hue - channel / 3.0)))];
}
