using Belamy.Cli.Terminal;
using Belamy.Imaging;
using Spectre.Console;

namespace Belamy.Cli.Tests.Terminal;

public sealed class SamplePictureTests
{
    [Fact]
    public void Render_without_colours_draws_black_and_white_as_blocks()
    {
        // Columns: both lit, upper lit, lower lit, both dark.
        var image = new Image(4, 2, 1, [255, 255, 0, 0, 255, 0, 255, 0]);
        Assert.Equal("█▀▄ \n", Draw([image], new TileLayout(1, 1, 1, 4, 2), ColorSystemSupport.NoColors));
    }

    [Fact]
    public void Render_without_colours_draws_middle_grey_half_lit()
    {
        var grey = new Image(16, 16, 1);
        grey.Pixels.Fill(128);
        string text = Draw([grey], new TileLayout(1, 1, 1, 16, 16), ColorSystemSupport.NoColors);
        int lit = text.Sum(character => character switch { '█' => 2, '▀' or '▄' => 1, _ => 0 });
        Assert.Equal(16 * 16 / 2, lit);
    }

    [Fact]
    public void Render_in_colour_gives_each_cell_its_two_pixels()
    {
        var image = new Image(1, 2, 3, [10, 20, 30, 200, 210, 220]);
        string text = Draw([image], new TileLayout(1, 1, 1, 1, 2), ColorSystemSupport.TrueColor);
        Assert.Contains("38;2;10;20;30", text, StringComparison.Ordinal);
        Assert.Contains("48;2;200;210;220", text, StringComparison.Ordinal);
        Assert.Contains("▀", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_reduced_averages_the_pixels()
    {
        var image = new Image(2, 2, 1, [0, 100, 100, 200]);
        string text = Draw([image], new TileLayout(1, 1, 2, 1, 2), ColorSystemSupport.TrueColor);
        Assert.Contains("38;2;100;100;100", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_samples_side_by_side_leaves_one_column_between()
    {
        var white = new Image(2, 2, 1, [255, 255, 255, 255]);
        Assert.Equal("██ ██\n", Draw([white, white], new TileLayout(2, 1, 1, 2, 2), ColorSystemSupport.NoColors));
    }

    private static string Draw(IReadOnlyList<Image> samples, TileLayout layout, ColorSystemSupport colours)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TestConsole.Create(writer, colours).Write(new SamplePicture(samples, layout));
        return writer.ToString();
    }
}
