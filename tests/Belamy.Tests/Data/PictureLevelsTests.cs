using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class PictureLevelsTests
{
    [Theory]
    [InlineData(8, 8, "8×8")]
    [InlineData(9, 9, "9×9")]
    [InlineData(40, 40, "10×10 20×20 40×40")]
    [InlineData(64, 40, "10×10 20×20 40×40")]
    [InlineData(6, 6, "6×6")]
    public void Levels_double_to_the_size_of_what_is_seen_of_the_picture(int width, int height, string sizes)
    {
        List<string> seen = [];
        Image made = new(8, 8, 3), risen = PictureLevels.Rise(new Pictures(3, 8, 8), new Image(width, height, 3), new Image(5, 5, 3), new Image(width, height, 1), made, (inputs, enlarged, wide) =>
        {
            int tall = inputs[2].Length / wide;
            Assert.Equal([3 * tall * wide, 3 * tall * wide, tall * wide], inputs.Select(input => input.Length));
            seen.Add($"{wide}×{tall}");
            return enlarged;
        });
        // What is as large already has no level of its own.
        Assert.Equal(width == 8 ? "" : sizes, string.Join(' ', seen));
        Assert.Equal(sizes.Split(' ')[^1], $"{risen.Width}×{risen.Height}");
    }

    [Fact]
    public void Each_level_begins_with_what_came_of_the_one_above()
    {
        Image made = new(4, 4, 1);
        made.Pixels.Fill(40);
        List<float> begins = [];
        Image risen = PictureLevels.Rise(new Pictures(1, 4, 4), new Image(20, 20, 1), new Image(20, 20, 1), new Image(20, 20, 1), made, (_, enlarged, _) =>
        {
            begins.Add(enlarged[0]);
            return [.. enlarged.Select(value => value + (40 / 127.5f))];
        });
        Assert.Equal([40, 80, 120], begins.Select(value => Math.Round((value * 127.5) + 127.5)));
        Assert.All(risen.Pixels.ToArray(), value => Assert.Equal(160, value));
        Assert.Same(made, PictureLevels.Rise(new Pictures(1, 4, 4) { Fit = PictureFit.Pad }, new Image(20, 20, 1), new Image(20, 20, 1), new Image(20, 20, 1), made, (_, enlarged, _) => enlarged));
    }
}
