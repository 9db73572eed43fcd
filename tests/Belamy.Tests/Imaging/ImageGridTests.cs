using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public class ImageGridTests
{
    [Fact]
    public void Create_three_grey_images_places_them_row_by_row()
    {
        Image grid = ImageGrid.Create([10, 11, 20, 21, 30, 31], channels: 1, height: 1, width: 2, columns: 2, gap: 1, background: 7);
        Assert.Equal((7, 5), (grid.Width, grid.Height));
        Assert.Equal(
            [
                7, 7, 7, 7, 7, 7, 7,
                7, 10, 11, 7, 20, 21, 7,
                7, 7, 7, 7, 7, 7, 7,
                7, 30, 31, 7, 7, 7, 7,
                7, 7, 7, 7, 7, 7, 7,
            ],
            grid.Pixels.ToArray());
    }

    [Fact]
    public void Create_colour_floats_interleaves_channels()
    {
        Image grid = ImageGrid.Create([-1f, 1f, 0f], channels: 3, height: 1, width: 1, gap: 0);
        Assert.Equal([0, 255, 128], grid.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(25, 5, 5)]
    public void Create_without_columns_is_nearly_square(int count, int columns, int rows)
    {
        Image grid = ImageGrid.Create(new byte[count], 1, 1, 1, gap: 0);
        Assert.Equal((columns, rows), (grid.Width, grid.Height));
    }

    [Fact]
    public void Create_part_of_an_image_throws() =>
        Assert.Throws<ArgumentException>(() => ImageGrid.Create(new byte[5], 1, 2, 2));
}
