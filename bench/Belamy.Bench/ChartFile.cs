using System.Text.Json;
using Belamy.Imaging;

namespace Belamy.Bench;

/// <summary>Draws measurements for the documents.</summary>
internal static class ChartFile
{
    public const string Option = "--chart";

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Draws the chart that the standard input describes, on logarithmic axes.</summary>
    /// <param name="path">The PNG file to write.</param>
    public static void Write(string path)
    {
        Description chart = JsonSerializer.Deserialize<Description>(Console.In.ReadToEnd(), Names)!;
        var picture = new LineChart { Title = chart.Title, HorizontalLabel = chart.Horizontal, IsLogarithmic = true };
        foreach (Curve curve in chart.Curves)
            picture.Add(curve.Name, curve.X, curve.Y);
        File.WriteAllBytes(path, PngEncoder.Encode(picture.Draw()));
    }

    private sealed record Description(string Title, string Horizontal, Curve[] Curves);

    private sealed record Curve(string Name, double[] X, double[] Y);
}
