using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Runs;

namespace Belamy.Tests.Runs;

public sealed class FunctionSheetTests
{
    private static readonly Field Input = new("input", new Pictures(1, 4, 4)), Target = new("target", new Pictures(1, 4, 4));

    private static readonly Function Negative = new("negative", [Input], Target, (_, fields) => fields[0] * -1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Draw_shows_what_is_taken_what_is_made_and_the_truth_of_pairs_alone(bool paired)
    {
        var rows = new Rows("rows", 2);
        FieldedDataset data = Data(rows, paired ? rows : new Rows("others", 2));
        using var sheet = new FunctionSheet(Negative, data, seed: 1);
        Samples made = sheet.Apply();
        Assert.Equal(2, made.Count);
        Image picture = sheet.Draw(made)!;
        // Each row is a picture and its margins high; grey 51 is -0.6, and its negative 204.
        int row = 4 + (2 * ImageGrid.UsualGap);
        Assert.Equal((paired ? 3 : 2) * row, picture.Height);
        int x = ImageGrid.UsualGap;
        Assert.Equal(51, picture.Row(x)[x]);
        Assert.Equal(204, picture.Row(row + x)[x]);
        if (paired)
            Assert.Equal(255, picture.Row((2 * row) + x)[x]);
    }

    [Fact]
    public void Tiles_show_what_each_was_made_of_above_it()
    {
        using var sheet = new FunctionSheet(Negative, Data(new Rows("rows", 2), new Rows("others", 2)), seed: 1);
        IReadOnlyList<Image> tiles = sheet.Apply().Tiles();
        Assert.Equal(2, tiles.Count);
        Assert.All(tiles, tile =>
        {
            Assert.Equal((4, 8), (tile.Width, tile.Height));
            Assert.Equal([.. Enumerable.Repeat((byte)51, 16), .. Enumerable.Repeat((byte)204, 16)], tile.Pixels.ToArray());
        });
    }

    [Fact]
    public void Fits_data_that_have_all_it_takes()
    {
        Assert.True(FunctionSheet.Fits(Negative, Data(new Rows("rows", 2), new Rows("others", 2))));
        Assert.False(FunctionSheet.Fits(Negative, new ArrayDataset("other", [1, 4, 4], new float[32])));
    }

    private static FieldedDataset Data(Rows inputs, Rows targets) => new(
        "data", "target", new ArrayColumn(Input, inputs, [.. Enumerable.Repeat(-0.6f, 32)]), new ArrayColumn(Target, targets, [.. Enumerable.Repeat(1f, 32)]));
}
