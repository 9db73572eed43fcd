using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

public sealed class EquilibriumTests
{
    [Theory]
    [InlineData(0.6, 0.7, "bac")]
    [InlineData(0.1, 0.7, "bc")]
    [InlineData(0.6, 1.2, "ba")]
    [InlineData(0.1, 1.2, "bac")]
    public void Next_lets_the_winning_side_wait(double real, double generated, string expected)
    {
        Player[] players = [.. "abc".Select(name => new Player(name.ToString(), [], new Adam(), 1, _ => Tensor.Constant(0)))];
        var latest = new Dictionary<string, double> { ["cost-real"] = real, ["cost-generated"] = generated };
        string moved = "";
        while (new Equilibrium().Next(new Standing(players, 5, null, moved.Length, latest)) is { } player)
            moved += player.Name;
        Assert.Equal(expected, moved);
    }
}
