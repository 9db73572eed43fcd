using Belamy.Data;

/// <summary>What is learned from: coloured rings of any place and size, drawn when the program starts. Put your own data here.</summary>
/// <remarks>
/// A folder of pictures is Datasets.Open("./pictures"); pictures of your own making are an ImageDataset, as here; anything else
/// is an ArrayDataset of numbers, best within [-1, 1].
/// </remarks>
internal static class Data
{
    private const int Side = 16;
    private const int Channels = 3;

    /// <summary>Pictures of one ring each, [3, 16, 16], the same at every start.</summary>
    /// <param name="count">How many, at least 1.</param>
    public static ImageDataset Rings(int count)
    {
        var random = new Random(1);
        var pixels = new byte[count * Channels * Side * Side];
        for (int picture = 0; picture < count; picture++)
        {
            double radius = 3 + (3 * random.NextDouble());
            double middleX = radius + (random.NextDouble() * (Side - 1 - (2 * radius)));
            double middleY = radius + (random.NextDouble() * (Side - 1 - (2 * radius)));
            double hue = 2 * Math.PI * random.NextDouble();
            for (int channel = 0; channel < Channels; channel++)
            {
                double brightness = 155 + (100 * Math.Cos(hue - (2 * Math.PI * channel / Channels)));
                for (int y = 0; y < Side; y++)
                {
                    for (int x = 0; x < Side; x++)
                    {
                        double distance = Math.Abs(double.Hypot(x - middleX, y - middleY) - radius);
                        pixels[(((((picture * Channels) + channel) * Side) + y) * Side) + x] = (byte)(brightness * Math.Max(0, 1 - (distance / 1.5)));
                    }
                }
            }
        }

        return new ImageDataset("rings", Channels, Side, Side, pixels);
    }
}
