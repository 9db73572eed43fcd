using Belamy.Cli.Terminal;

namespace Belamy.Cli.Tests.Terminal;

public sealed class TileLayoutTests
{
    [Fact]
    public void Choose_wide_terminal_draws_digits_in_full()
    {
        TileLayout layout = TileLayout.Choose(25, 28, 28, characters: 120, lines: 30)!.Value;
        Assert.Equal(new TileLayout(Columns: 4, Rows: 2, Reduction: 1, TileWidth: 28, TileHeight: 28), layout);
    }

    [Fact]
    public void Choose_small_terminal_reduces_digits_to_show_eight()
    {
        TileLayout layout = TileLayout.Choose(25, 28, 28, characters: 80, lines: 15)!.Value;
        Assert.Equal(2, layout.Reduction);
        Assert.True(layout.Count >= 8);
    }

    [Fact]
    public void Choose_fewer_samples_than_places_draws_no_more_than_there_are()
    {
        TileLayout layout = TileLayout.Choose(3, 28, 28, characters: 200, lines: 60)!.Value;
        Assert.Equal(3, layout.Columns);
        Assert.Equal(1, layout.Rows);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(80, 0)]
    [InlineData(80, -4)]
    public void Choose_no_room_is_null(int characters, int lines) => Assert.Null(TileLayout.Choose(25, 28, 28, characters, lines));

    [Fact]
    public void Choose_any_size_fits_into_the_room()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            int characters = random.Next(0, 200);
            int lines = random.Next(0, 60);
            if (TileLayout.Choose(random.Next(1, 40), random.Next(1, 130), random.Next(1, 130), characters, lines) is not { } layout)
                continue;
            Assert.True(layout.Columns * (layout.TileWidth + 1) - 1 <= characters);
            Assert.True(layout.Rows * layout.TileHeight / 2 <= lines);
            Assert.Equal(0, layout.TileHeight % 2);
        }
    }
}
