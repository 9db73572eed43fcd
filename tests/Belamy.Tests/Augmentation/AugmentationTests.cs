using Belamy.Augmentation;
using Belamy.Tensors;

namespace Belamy.Tests.Augmentation;

public sealed class AugmentationTests
{
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));

    private static NDArray Pictures { get; } = NDArray.From<float>([4, 1, 8, 8], [.. Enumerable.Range(0, 256).Select(at => MathF.Sin(at))]);

    private static Dictionary<string, Func<ForwardContext, Tensor, Tensor>> Changes { get; } = new()
    {
        ["brightness"] = PictureChanges.Brightness,
        ["saturation"] = PictureChanges.Saturation,
        ["contrast"] = PictureChanges.Contrast,
        ["reflection"] = PictureChanges.Reflection,
        ["translation"] = (context, pictures) => PictureChanges.Translation(context, pictures, 0.125, background: -1),
        ["cutout"] = PictureChanges.Cutout,
        ["diff-augment"] = new DiffAugment { Background = -1 }.Apply,
        ["ada"] = (context, pictures) => new AdaptiveAugmentation().Apply(context, pictures, Tensor.Constant(0.5)),
    };

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    public static TheoryData<string> Names => [.. PictureAugmentation.All.Select(augmentation => augmentation.Name)];

    private static float[] Apply(PictureAugmentation augmentation) =>
        augmentation.Apply(new ForwardContext(State), Tensor.Literal(Pictures)).Evaluate().AsSpan<float>().ToArray();

    [Fact]
    public void Nothing_switched_on_changes_nothing() =>
        Assert.Equal(Pictures.AsSpan<float>().ToArray(), Apply(new DiffAugment { Colour = false, Translation = false, Cutout = false }));

    [Fact]
    public void Brightness_adds_one_number_from_half_down_to_half_up_to_each_picture()
    {
        (double[] before, double[] after) = Change(PictureChanges.Brightness, 4, 4);
        double[] added = [.. Enumerable.Range(0, Count).Select(item => after[item * 48] - before[item * 48])];
        Assert.All(Enumerable.Range(0, before.Length), at => Assert.Equal(before[at] + added[at / 48], after[at], Rounding));
        AssertSpread(added, -0.5, 0.5);
    }

    [Fact]
    public void Saturation_keeps_the_mean_over_the_channels_of_each_pixel_and_scales_the_rest_by_0_to_2()
    {
        (double[] before, double[] after) = Change(PictureChanges.Saturation, 4, 4);
        double[] grey = [.. Enumerable.Range(0, before.Length).Select(at => Enumerable.Range(0, 3).Average(channel => before[(at / 48 * 48) + (channel * 16) + (at % 16)]))];
        AssertSpread(Factors(before, after, grey), 0, 2);
    }

    [Fact]
    public void Contrast_keeps_the_mean_of_each_picture_and_scales_the_rest_by_a_half_to_one_and_a_half()
    {
        (double[] before, double[] after) = Change(PictureChanges.Contrast, 4, 4);
        double[] means = [.. Enumerable.Range(0, before.Length).Select(at => before[(at / 48 * 48)..((at / 48 * 48) + 48)].Average())];
        AssertSpread(Factors(before, after, means), 0.5, 1.5);
    }

    [Fact]
    public void Translation_moves_all_channels_together_by_an_eighth_of_each_side_and_fills_with_the_background()
    {
        // A background of 0 is subtracted and added exactly, so that pixels keep their bits.
        (double[] before, double[] after) = Change((context, pictures) => PictureChanges.Translation(context, pictures, 0.125, background: 0), 8, 16);
        var moves = new HashSet<(int, int)>();
        for (int item = 0; item < Count; item++)
        {
            (int Down, int Across)[] found = [.. from down in Enumerable.Range(-2, 5) from across in Enumerable.Range(-3, 7) where IsMoved(item, down, across) select (down, across)];
            moves.Add(Assert.Single(found));
        }

        // 32 draws miss one of three places in 7 of a million cases, one of five in 4 of a thousand.
        Assert.Equal([-1, 0, 1], moves.Select(move => move.Item1).Distinct().Order());
        Assert.Equal([-2, -1, 0, 1, 2], moves.Select(move => move.Item2).Distinct().Order());
        Assert.True(moves.Count > 5, "rows and columns move by draws of their own");

        bool IsMoved(int item, int down, int across)
        {
            for (int at = 0; at < 3 * 128; at++)
            {
                (int y, int x) = ((at % 128 / 16) - down, (at % 16) - across);
                double expected = y is >= 0 and < 8 && x is >= 0 and < 16 ? before[(item * 384) + (at / 128 * 128) + (y * 16) + x] : 0;
                if (after[(item * 384) + at] != expected)
                    return false;
            }

            return true;
        }
    }

    [Theory]
    [InlineData(8, 12, 4, 6)]
    [InlineData(6, 10, 3, 5)]
    [InlineData(7, 28, 4, 14)]
    public void Cutout_covers_half_of_each_side_and_leaves_the_rest_alone(int height, int width, int rows, int columns)
    {
        (double[] before, double[] after) = Change(PictureChanges.Cutout, height, width);
        var places = new HashSet<(int, int)>();
        bool isWhole = false;
        for (int item = 0; item < Count; item++)
        {
            int area = height * width;
            int[] covered = [.. Enumerable.Range(0, area).Where(at => after[(item * 3 * area) + at] == 0)];
            (int top, int bottom) = (covered.Min(at => at / width), covered.Max(at => at / width));
            (int left, int right) = (covered.Min(at => at % width), covered.Max(at => at % width));
            AssertStretch(top, bottom, height, rows);
            AssertStretch(left, right, width, columns);
            for (int at = 0; at < 3 * area; at++)
            {
                (int y, int x) = (at % area / width, at % width);
                bool isCovered = y >= top && y <= bottom && x >= left && x <= right;
                Assert.Equal(isCovered ? 0 : before[(item * 3 * area) + at], after[(item * 3 * area) + at]);
            }

            places.Add((top, left));
            isWhole |= bottom - top + 1 == rows && right - left + 1 == columns;
        }

        Assert.True(isWhole, "a square lies inside its picture");
        Assert.True(places.Count > 8, "squares lie in many places");

        // Centres lie in the picture, so that half of a stretch, rounded down, may lie outside.
        static void AssertStretch(int first, int last, int size, int length)
        {
            int found = last - first + 1;
            if (first > 0 && last < size - 1)
                Assert.Equal(length, found);
            else
                Assert.InRange(found, length / 2, length);
        }
    }

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
    [MemberData(nameof(ChangeNames))]
    public void Gradients_of_a_change_agree_with_differences_to_second_order(string name)
    {
        NDArray pictures = NDArray.From<double>([4, 2, 8, 8], [.. Enumerable.Range(0, 512).Select(at => Math.Cos(at))]);
        // Saturation, contrast and the others are linear in a picture; the tangent gives second derivatives to compare.
        GradientCheck.CheckGradients(x => Change(x[0]).Tanh(), [pictures], order: 2, elements: 37);

        // The state is one at which something happens, and with ada not to all of them.
        bool[] changed = [.. pictures.ToDoubles().Chunk(128).Zip(Change(Tensor.Literal(pictures)).Evaluate().ToDoubles().Chunk(128), (before, after) => !before.SequenceEqual(after))];
        Assert.Contains(true, changed);
        Assert.True(name != "ada" || changed.Contains(false), "some pictures stay as they are");

        Tensor Change(Tensor given) => Changes[name](new ForwardContext(State), given);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Adaptive_augmentation_of_certain_probability_changes_all_or_nothing(float probability, int unchanged)
    {
        float[] after = new AdaptiveAugmentation().Apply(new ForwardContext(State), Tensor.Literal(Pictures), Tensor.Constant(probability)).Evaluate().AsSpan<float>().ToArray();
        Assert.Equal(unchanged == 1, after.SequenceEqual(Pictures.AsSpan<float>().ToArray()));
    }

    [Fact]
    public void Adaptive_augmentation_leaves_pictures_of_probability_0_their_bits()
    {
        float[] before = [.. Values(8, 8)];
        // Arithmetic would lose these: a zero below 0, and the least number there is.
        (before[3], before[70]) = (-0f, float.Epsilon);
        float[] after = Augment(new AdaptiveAugmentation(), before, probability: 0);
        Assert.Equal(before.Select(BitConverter.SingleToInt32Bits), after.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Adaptive_augmentation_changes_each_picture_wholly_or_not_at_all()
    {
        float[] before = [.. Values(8, 8)], changed = Augment(new AdaptiveAugmentation(), before, probability: 1), after = Augment(new AdaptiveAugmentation(), before, probability: 0.25f);
        // A change is that of the set: colour, translation and cutout.
        Assert.Equal(new DiffAugment().Apply(new ForwardContext(State), Tensor.Literal(NDArray.From([Count, 3, 8, 8], before))).Evaluate().AsSpan<float>().ToArray(), changed);
        int count = 0;
        for (int item = 0; item < Count; item++)
        {
            float[] Of(float[] pictures) => pictures[(item * 192)..((item + 1) * 192)];
            Assert.NotEqual(Of(before), Of(changed));
            bool isChanged = !Of(after).SequenceEqual(Of(before));
            Assert.Equal(isChanged ? Of(changed) : Of(before), Of(after));
            count += isChanged ? 1 : 0;
        }

        // A quarter of 32 is 8, and its standard deviation 2.4.
        Assert.InRange(count, 2, 15);
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

    // Sums and products of a few float32 numbers of the order of 1.
    private const double Rounding = 2e-6;
    private const int Count = 32;

    /// <summary>Pictures of three channels without a value of 0, [<see cref="Count"/>, 3, height, width], before and after a change.</summary>
    private static (double[] Before, double[] After) Change(Func<ForwardContext, Tensor, Tensor> change, int height, int width)
    {
        NDArray pictures = NDArray.From<float>([Count, 3, height, width], [.. Values(height, width)]);
        return (pictures.ToDoubles(), change(new ForwardContext(State), Tensor.Literal(pictures)).Evaluate().ToDoubles());
    }

    private static IEnumerable<float> Values(int height, int width) => Enumerable.Range(0, Count * 3 * height * width).Select(at => MathF.Cos(at));

    private static float[] Augment(AdaptiveAugmentation augmentation, float[] pictures, float probability) => augmentation.Apply(
        new ForwardContext(State), Tensor.Literal(NDArray.From<float>([Count, 3, 8, 8], pictures)), Tensor.Constant(probability)).Evaluate().AsSpan<float>().ToArray();

    /// <summary>The number that all distances from the centres have been multiplied with in each picture of 48 values.</summary>
    private static double[] Factors(double[] before, double[] after, double[] centres)
    {
        double[] factors = [.. Enumerable.Range(0, Count).Select(item =>
        {
            int widest = Enumerable.Range(item * 48, 48).MaxBy(at => Math.Abs(before[at] - centres[at]));
            return (after[widest] - centres[widest]) / (before[widest] - centres[widest]);
        })];
        Assert.All(Enumerable.Range(0, before.Length), at => Assert.Equal(centres[at] + (factors[at / 48] * (before[at] - centres[at])), after[at], Rounding));
        return factors;
    }

    // Each picture has a number of its own, and 32 of them miss the lowest or the highest quarter once in five thousand draws.
    private static void AssertSpread(double[] numbers, double low, double high)
    {
        Assert.All(numbers, number => Assert.InRange(number, low - Rounding, high + Rounding));
        Assert.Equal(Count, numbers.Select(number => Math.Round(number, 4)).Distinct().Count());
        Assert.True(numbers.Min() < low + (0.25 * (high - low)) && numbers.Max() > high - (0.25 * (high - low)), "numbers fill their range");
    }
}
