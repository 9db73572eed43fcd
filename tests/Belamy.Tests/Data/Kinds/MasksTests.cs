using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data.Kinds;

public sealed class MasksTests
{
    private static readonly Masks Small = new(2, 3);

    [Fact]
    public void Mask_that_is_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        Small.Write([1, 0, 0, 0.9f, 0.2f, 1], folder["mask.png"]);
        Assert.Equal([255, 0, 0, 255, 0, 255], Image.Load(folder["mask.png"]).Pixels.ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 1], Small.Read(folder["mask.png"]));
    }

    [Fact]
    public void Pixel_is_meant_where_it_is_lighter_than_grey_before_it_is_reduced()
    {
        using var folder = new TemporaryFolder();
        // Blocks of 16 pixels a side are reduced to one: all light, dark grey, light grey.
        var picture = new Image(48, 32, 1);
        for (int y = 0; y < 32; y++)
        {
            picture.Row(y)[..16].Fill(255);
            picture.Row(y)[16..32].Fill(120);
            picture.Row(y)[32..].Fill(140);
        }

        picture.SavePng(folder["large.png"]);
        Assert.Equal([1, 0, 1, 1, 0, 1], Small.Read(folder["large.png"]));
    }

    [Fact]
    public void Transparent_pixels_are_not_meant()
    {
        using var folder = new TemporaryFolder();
        var picture = new Image(3, 2, 2);
        byte[] pixels = [255, 255, 255, 0, 0, 255, 255, 255, 255, 0, 0, 0];
        pixels.CopyTo(picture.Pixels);
        picture.SavePng(folder["alpha.png"]);
        Assert.Equal([1, 0, 0, 1, 0, 0], Small.Read(folder["alpha.png"]));
    }

    [Fact]
    public void Tell_says_how_much_is_meant_and_run_folders_keep_the_kind()
    {
        Assert.Equal("50.0 % of the picture", Small.Tell([1, 0, 0, 1, 0, 1]));
        Assert.Equal(Small, KindParts.Create(KindParts.NameOf(Small), KindParts.Of(Small)));
        Assert.NotNull(Small.Draw([1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1]));
    }
}
