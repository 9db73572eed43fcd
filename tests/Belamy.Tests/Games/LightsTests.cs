using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class LightsTests
{
    [Fact]
    public void Change_gives_each_channel_of_each_picture_a_contrast_and_a_brightness_of_its_own()
    {
        // A ramp in each channel: two of its pixels tell both numbers.
        float[] values = [.. Enumerable.Range(0, 200 * 2 * 4).Select(at => ((at % 4) - 1.5f) / 10)];
        ReadOnlySpan<float> made = Change(values, 0.5).AsSpan<float>();
        var contrasts = new List<double>();
        var shifts = new List<double>();
        for (int first = 0; first < values.Length; first += 4)
        {
            double contrast = (made[first + 3] - made[first]) / 0.3, shift = (made[first + 3] + made[first]) / 2;
            Assert.Equal((contrast * values[first + 1]) + shift, made[first + 1], 1e-6);
            contrasts.Add(contrast);
            shifts.Add(shift);
        }

        Assert.All(contrasts, contrast => Assert.InRange(contrast, 0.499, 1.501));
        Assert.All(shifts, shift => Assert.InRange(shift, -0.501, 0.501));
        // 400 uniform numbers of a range of 1: the outermost hundredth is empty with a chance of 2 %, these seeds are not so.
        Assert.True(contrasts.Max() - contrasts.Min() > 0.97 && shifts.Max() - shifts.Min() > 0.97);
        Assert.Equal(400, contrasts.Distinct().Count());
    }

    [Fact]
    public void Change_stays_within_the_range_and_by_nothing_is_none()
    {
        float[] values = [.. Enumerable.Range(0, 200 * 2 * 4).Select(at => (at % 4) - 1.5f).Select(value => value / 1.5f)];
        Assert.All(Change(values, 1).AsSpan<float>().ToArray(), value => Assert.InRange(value, -1, 1));
        Assert.Equal(values, Change(values, 0).AsSpan<float>().ToArray());
    }

    private static NDArray Change(float[] values, double reach)
    {
        var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 0, 1, 0])));
        return Lights.Change(context, Tensor.Literal(NDArray.From<float>([200, 2, 2, 2], values)), reach).Evaluate();
    }
}
