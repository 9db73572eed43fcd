using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>
/// The two coordinates of points of four long normal distributions that cross: few points whole, the others one coordinate at a time. The toy
/// of Gan et al. 2017, arXiv:1709.06548, in the authors' program.
/// </summary>
internal sealed class Bars4Source : DataSource
{
    private const int Apart = 20_000, Pairs = 200, TestPairs = 5_000;

    private const double Long = 3, Narrow = 0.025, Far = 1.5;

    // Of a coordinate: half of the points lie along it, half at ±1.5.
    private static readonly double Scale = Math.Sqrt((Long + Narrow + (Far * Far)) / 2);

    /// <summary>Whether a coordinate is none of a point that lies across a bar, within three deviations.</summary>
    public static bool IsFarFromBars(float coordinate) => Math.Abs((Math.Abs(coordinate) * Scale) - Far) > 3 * Math.Sqrt(Narrow);

    public override string Name => "bars4";

    public override string Description => "points of 4 long normal distributions that cross: 200 whole (input, target), 20,000 coordinates each of others (a, b)";

    public override string License => "drawn by a formula; no licence needed";

    public override string Content => FewPairs.Content;

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isTest = options.Split == DataSplit.Test;
        int pairs = isTest ? TestPairs : Pairs;
        float[][] coordinates = [new float[pairs + (2 * Apart)], new float[pairs + (2 * Apart)]];
        var numbers = new CounterRandom(isTest ? 1 : 0);
        for (int at = 0; at < coordinates[0].Length; at++)
        {
            ulong place = (ulong)at * 4;
            int bar = numbers.Below(4, place);
            double radius = Math.Sqrt(-2 * Math.Log(numbers.Uniform(place + 1))), angle = 2 * Math.PI * numbers.Uniform(place + 2);
            // Two bars lie along the first axis, above and below; two along the second, left and right.
            int along = bar / 2;
            coordinates[along][at] = (float)(Math.Sqrt(Long) * radius * Math.Cos(angle) / Scale);
            coordinates[1 - along][at] = (float)(((bar % 2 == 0 ? Far : -Far) + (Math.Sqrt(Narrow) * radius * Math.Sin(angle))) / Scale);
        }

        var number = new Points(1) { Scale = Scale };
        return FewPairs.Create(Name, number, number, pairs, coordinates[0], coordinates[1]);
    }
}
