namespace Belamy.Data;

/// <summary>
/// What is seen on a picture of <see cref="ShapesSource"/>, by matching: each shape is laid over what is brighter than the ground, as
/// large as that and about its centre, and the one that covers it best is the shape.
/// </summary>
/// <param name="Size">Its number among <see cref="ShapesSource.Sizes"/>.</param>
/// <param name="Colour">Its number among <see cref="ShapesSource.Colours"/>.</param>
/// <param name="Shape">Its number among <see cref="ShapesSource.Shapes"/>.</param>
internal readonly record struct ShapeReading(int Size, int Colour, int Shape)
{
    private const int Side = ShapesSource.Side, Plane = Side * Side;

    // The least that a shape is brighter than its ground, of a range of 2, and the pixels of the smallest one's inside.
    private const double LeastContrast = 0.4;
    private const int Inside = 12;

    // Sizes are radii of 4 to 5 and of 8.5 to 9.5 pixels.
    private const double MiddleRadius = 6.5;

    /// <summary>Area by the squared radius, and how far below the middle its centre of mass lies, in radii.</summary>
    private static readonly (double Area, double Below)[] Forms = [(Math.PI, 0), (3.24, 0), (1.62, 0.2)];

    /// <summary>Reads a picture.</summary>
    /// <param name="picture">[3, 32, 32], values in [-1, 1].</param>
    /// <returns>What is seen; null where nothing stands out.</returns>
    public static ShapeReading? Of(ReadOnlySpan<float> picture)
    {
        var bright = new double[Plane];
        for (int at = 0; at < Plane; at++)
            bright[at] = Math.Max(picture[at], Math.Max(picture[Plane + at], picture[(2 * Plane) + at]));
        double[] sorted = [.. bright.Order()];
        (double ground, double full) = (sorted[Plane / 3], sorted[^Inside..].Average());
        if (full - ground < LeastContrast)
            return null;
        // Noise of the ground is no part of it.
        double[] covered = [.. bright.Select(value => (value - ground) / (full - ground)).Select(share => share < 0.3 ? 0 : Math.Min(1, share))];
        double area = covered.Sum(), x = 0, y = 0;
        for (int at = 0; at < Plane; at++)
            (x, y) = (x + (covered[at] * ((at % Side) + 0.5) / area), y + (covered[at] * ((at / Side) + 0.5) / area));
        (int shape, double radius) = Best(covered, area, x, y);
        return new(radius < MiddleRadius ? 0 : 1, ColourOf(picture, covered), shape);
    }

    private static (int Shape, double Radius) Best(double[] covered, double area, double x, double y)
    {
        (int best, double radius, double least) = (0, 0, double.PositiveInfinity);
        for (int shape = 0; shape < Forms.Length; shape++)
        {
            double size = Math.Sqrt(area / Forms[shape].Area), error = 0, middle = y - (Forms[shape].Below * size);
            for (int at = 0; at < Plane; at++)
            {
                double cover = Math.Clamp(0.5 - ShapesSource.Outside(shape, (at % Side) + 0.5 - x, (at / Side) + 0.5 - middle, size), 0, 1);
                error += (covered[at] - cover) * (covered[at] - cover);
            }

            if (error < least)
                (best, radius, least) = (shape, size, error);
        }

        return (best, radius);
    }

    private static int ColourOf(ReadOnlySpan<float> picture, double[] covered)
    {
        var mean = new double[3];
        double count = 0;
        for (int at = 0; at < Plane; at++)
        {
            if (covered[at] < 0.7)
                continue;
            count++;
            for (int channel = 0; channel < 3; channel++)
                mean[channel] += (picture[(channel * Plane) + at] + 1) * 127.5;
        }

        double[] distances = [.. ShapesSource.Levels.Select(level => level.Zip(mean, (wanted, sum) => Math.Pow(wanted - (sum / count), 2)).Sum())];
        return distances.IndexOf(distances.Min());
    }
}
