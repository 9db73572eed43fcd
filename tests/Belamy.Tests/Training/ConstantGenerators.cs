using Belamy.Games;
using Belamy.Networks;

namespace Belamy.Tests.Training;

/// <summary>Generators that make a number each, so that items tell who made them.</summary>
internal static class ConstantGenerators
{
    private const int Items = 5000;

    public static NetworkPair Pair { get; } = new(
        "constants", _ => new Sequential(new Dense(1, initializer: Initializers.Zeros)), _ => new Sequential(new Dense(1)));

    /// <summary>Makes the first generator put out 0, the next one 1, and so on.</summary>
    public static void Number(AssembledGame game, int generators)
    {
        for (int at = 0; at < generators; at++)
            game.Game.Store[$"generator-{at + 1}/0/bias"].AsSpan<float>()[0] = at;
    }

    public static void AssertShares(AssembledGame game, double[] shares)
    {
        float[] items = game.RequireGenerator().Sample(Items).Values.ToArray();
        Assert.All(items, item => Assert.Contains((int)item, Enumerable.Range(0, shares.Length)));
        // Four standard deviations.
        Assert.All(Enumerable.Range(0, shares.Length), number => Assert.InRange(
            items.Count(item => item == number) / (double)Items,
            shares[number] - Allowed(shares[number]),
            shares[number] + Allowed(shares[number])));

        static double Allowed(double share) => 4 * Math.Sqrt(share * (1 - share) / Items);
    }
}
