using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Games;

public sealed class MixtureTests
{
    [Fact]
    public void Choose_takes_each_row_from_the_batch_of_its_number()
    {
        Tensor[] members = [Batch(1, 2, 3, 4), Batch(10, 20, 30, 40), Batch(100, 200, 300, 400)];
        Tensor chosen = Mixture.Choose(Row(2, 0), members);
        Assert.Equal(new Shape(2, 2), chosen.Shape);
        Assert.Equal([100, 200, 3, 4], chosen.Evaluate().ToDoubles());
        Assert.Equal([0, 0, 3, 4], chosen.Square().Sum().Gradient(members[0]).Evaluate().ToDoubles().Select(slope => slope / 2));
        Assert.Equal([0, 0, 0, 0], chosen.Sum().Gradient(members[1]).Evaluate().ToDoubles());

        static Tensor Batch(params float[] values) => Tensor.Literal(NDArray.From([2, 2], values));
    }

    [Fact]
    public void Numbers_fall_in_proportion_to_their_shares()
    {
        float[] places = [.. Enumerable.Range(0, 1000).Select(at => (at + 0.5f) / 1000)];
        double[] numbers = Mixture.Numbers(Row(places), Row(0.125f, 0.5f, 0, 0.375f)).Evaluate().ToDoubles();
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal([125, 500, 0, 375], Enumerable.Range(0, 4).Select(number => numbers.Count(one => one == number)));
    }

    [Fact]
    public void Numbers_that_have_no_share_are_never_drawn()
    {
        float last = MathF.BitDecrement(1);
        Assert.Equal([1, 1, 3, 3], Numbers([0, 0.25f, 0.5f, last], [0, 0.5f, 0, 0.5f, 0]));
        // Shares that rounding leaves short of 1.
        Assert.Equal([0, 1, 1], Numbers([0, 0.5f, last], [0.5f, 0.4999f, 0]));

        static double[] Numbers(float[] places, float[] shares) => Mixture.Numbers(Row(places), Row(shares)).Evaluate().ToDoubles();
    }

    [Fact]
    public void Items_of_a_mixture_come_from_each_generator_with_its_share()
    {
        double[] shares = [0.1, 0.2, 0.3, 0.4];
        using var game = new AssembledGame(Models.MixGan with { Networks = ConstantGenerators.Pair, Latent = 1, Averaging = 0 }, [1]);
        ConstantGenerators.Number(game, 4);
        Span<float> logits = game.Game.Store["state/generator-shares"].AsSpan<float>();
        for (int at = 0; at < 4; at++)
            logits[at] = (float)Math.Log(shares[at]);
        ConstantGenerators.AssertShares(game, shares);
    }

    private static Tensor Row(params float[] values) => Tensor.Literal(NDArray.From([values.Length], values));
}
