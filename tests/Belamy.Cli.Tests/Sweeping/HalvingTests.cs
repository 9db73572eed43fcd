using Belamy.Cli.Commands;

namespace Belamy.Cli.Tests.Sweeping;

public sealed class HalvingTests
{
    [Theory]
    [InlineData(2, new[] { 2 })]
    [InlineData(3, new[] { 3, 2 })]
    [InlineData(6, new[] { 6, 3, 2 })]
    [InlineData(16, new[] { 16, 8, 4, 2 })]
    public void Rounds_halve_what_is_left_until_one_is(int runs, int[] expected)
    {
        Assert.Equal(expected, Halving.Rounds(runs));
        // ⌈log₂ n⌉ rounds, as the paper has it.
        Assert.Equal((int)Math.Ceiling(Math.Log2(runs)), Halving.Rounds(runs).Count);
    }

    [Fact]
    public void Each_round_has_an_equal_part_of_the_budget()
    {
        IReadOnlyList<int> rounds = Halving.Rounds(6);
        IReadOnlyList<long> steps = Halving.Steps(rounds, 600);
        Assert.Equal([100, 300, 600], steps);
        long before = 0;
        foreach ((int runs, long step) in rounds.Zip(steps))
        {
            Assert.Equal(600, runs * (step - before));
            before = step;
        }

        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)], Halving.Times(rounds, TimeSpan.FromMinutes(3)));
        Assert.Equal([1, 2], Halving.Steps(Halving.Rounds(3), 2));
    }

    [Theory]
    [InlineData(false, new[] { 1, 3, 4 })]
    [InlineData(true, new[] { 0, 1, 4 })]
    public void Keep_takes_the_better_half_the_earlier_of_equal_ones_and_none_without_a_value_before_others(bool isHigherBetter, int[] kept)
    {
        double?[] values = [5, 2, null, 1, 2, double.NaN];
        Assert.Equal(kept, Halving.Keep([0, 1, 2, 3, 4, 5], at => values[at], isHigherBetter));
        Assert.Equal([3, 1, 4, 0, 2, 5], Halving.Ranked([0, 1, 2, 3, 4, 5], at => values[at], isHigherBetter: false));
    }

    [Fact]
    public void Variations_are_all_combinations_the_last_setting_changing_fastest() => Assert.Equal(
        ["a=1 b=x", "a=1 b=y", "a=1 b=z", "a=2 b=x", "a=2 b=y", "a=2 b=z"],
        Variations.Of(["a=1,2", "b = x, y ,z"]).Select(Variations.Describe));
}
