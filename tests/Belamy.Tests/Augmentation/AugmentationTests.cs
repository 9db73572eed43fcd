using Belamy.Augmentation;
using Belamy.Tensors;

namespace Belamy.Tests.Augmentation;

public sealed class AugmentationTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));

    private static NDArray Pictures { get; } = NDArray.From<float>([4, 1, 8, 8], [.. Enumerable.Range(0, 256).Select(at => MathF.Sin(at))]);

    public static TheoryData<string> Names => [.. PictureAugmentation.All.Select(augmentation => augmentation.Name)];

    private static float[] Apply(PictureAugmentation augmentation) =>
        augmentation.Apply(new ForwardContext(State), Tensor.Literal(Pictures)).Evaluate().AsSpan<float>().ToArray();

    [Fact]
    public void Nothing_switched_on_changes_nothing() =>
        Assert.Equal(Pictures.AsSpan<float>().ToArray(), Apply(new DiffAugment { Colour = false, Translation = false, Cutout = false }));

    [Fact]
    public void Translation_moves_whole_pixels_by_an_eighth_at_most()
    {
        float[] before = Pictures.AsSpan<float>().ToArray();
        float[] after = Apply(new DiffAugment { Colour = false, Cutout = false, Background = -1 });
        int moved = 0;
        for (int item = 0; item < 4; item++)
        {
            int found = 0;
            for (int down = -1; down <= 1; down++)
            {
                for (int across = -1; across <= 1; across++)
                {
                    if (IsShifted(before, after, item, down, across))
                    {
                        found++;
                        moved += down != 0 || across != 0 ? 1 : 0;
                    }
                }
            }

            Assert.Equal(1, found);
        }

        Assert.NotEqual(0, moved);

        static bool IsShifted(float[] before, float[] after, int item, int down, int across)
        {
            for (int row = 0; row < 8; row++)
            {
                for (int column = 0; column < 8; column++)
                {
                    (int y, int x) = (row - down, column - across);
                    float expected = y is >= 0 and < 8 && x is >= 0 and < 8 ? before[(item * 64) + (y * 8) + x] : -1;
                    if (Math.Abs(expected - after[(item * 64) + (row * 8) + column]) > 1e-5)
                        return false;
                }
            }

            return true;
        }
    }

    [Fact]
    public void Cutout_covers_a_square_of_at_most_half_the_side()
    {
        float[] after = Apply(new DiffAugment { Colour = false, Translation = false });
        for (int item = 0; item < 4; item++)
            Assert.InRange(after.Skip(item * 64).Take(64).Count(value => value == 0), 4, 17);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_reach_the_pictures(string name)
    {
        PictureAugmentation augmentation = PictureAugmentation.All.Single(one => one.Name == name);
        Tensor input = Tensor.Literal(Pictures);
        Tensor gradient = augmentation.Apply(new ForwardContext(State), input).Square().Sum().Gradient(input);
        Assert.True(gradient.Evaluate().AsSpan<float>().ToArray().Count(value => value != 0) > 64);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Adaptive_augmentation_of_certain_probability_changes_all_or_nothing(float probability, int unchanged)
    {
        float[] after = new AdaptiveAugmentation().Apply(new ForwardContext(State), Tensor.Literal(Pictures), Tensor.Constant(probability)).Evaluate().AsSpan<float>().ToArray();
        Assert.Equal(unchanged == 1, after.SequenceEqual(Pictures.AsSpan<float>().ToArray()));
    }

    [Theory]
    [InlineData(1, 0.5 + (4 / 1000.0))]
    [InlineData(-1, 0.5 - (4 / 1000.0))]
    public void Probability_rises_while_real_items_are_judged_too_surely(float logit, double expected)
    {
        var augmentation = new AdaptiveAugmentation { Items = 1000 };
        Tensor next = augmentation.Next(Tensor.Constant(0.5), Tensor.Constant(logit, [4, 1]));
        Assert.Equal(expected, next.Evaluate().ToScalar(), 1e-6);
    }
}
