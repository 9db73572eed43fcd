using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data.Kinds;

public sealed class PicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Image Filled(int width, int height, params byte[] color)
    {
        var image = new Image(width, height, color.Length);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = color[i % color.Length];
        return image;
    }

    [Theory]
    [InlineData(1, "3×2 pictures in grey")]
    [InlineData(2, "3×2 pictures in grey with alpha")]
    [InlineData(3, "3×2 pictures in colour")]
    [InlineData(4, "3×2 pictures in colour with alpha")]
    public void Write_and_Read_give_the_item_back(int channels, string description)
    {
        var kind = new Pictures(channels, 2, 3);
        Assert.Equal(description, kind.Description);
        Assert.Equal([channels, 2, 3], kind.Shape.ToArray());
        var random = new Random(channels);
        float[] item = [.. Enumerable.Range(0, 6 * channels).Select(_ => (random.Next(256) - 127.5f) / 127.5f)];
        kind.Write(item, _folder["one.png"]);
        Assert.All(kind.Read(_folder["one.png"]).Zip(item), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Contains(".png", Assert.Throws<BelamyException>(() => kind.Write(item, _folder["one.doc"])).Message);
    }

    [Fact]
    public void Read_covers_transparent_pixels_before_alpha_goes_and_before_resizing()
    {
        Image image = Filled(4, 4, 200, 0, 0, 0);
        image.SavePng(_folder["clear.png"]);
        Assert.All(new Pictures(3, 2, 2).Read(_folder["clear.png"]), value => Assert.Equal(1, value));
        Assert.All(new Pictures(1, 2, 2) { Background = 0 }.Read(_folder["clear.png"]), value => Assert.Equal(-1, value));
    }

    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(255, 255, 255, 255)]
    public void ToChannels_grey_weighs_as_Rec601(byte red, byte green, byte blue, byte grey) =>
        Assert.Equal([grey], ChannelConversion.ToChannels(Filled(1, 1, red, green, blue), 1).Pixels.ToArray());

    [Fact]
    public void ToChannels_adds_and_keeps_alpha()
    {
        Assert.Equal([7, 7, 7, 255], ChannelConversion.ToChannels(Filled(1, 1, 7), 4).Pixels.ToArray());
        Assert.Equal([7, 7, 7, 9], ChannelConversion.ToChannels(Filled(1, 1, 7, 9), 4).Pixels.ToArray());
        Assert.Equal([76, 9], ChannelConversion.ToChannels(Filled(1, 1, 255, 0, 0, 9), 2).Pixels.ToArray());
    }

    [Fact]
    public void Bring_pads_and_stretches_as_asked()
    {
        Image wide = Filled(8, 4, 3);
        Assert.Equal([9, 9, 9, 9, 3, 3, 3, 3, 3, 3, 3, 3, 9, 9, 9, 9], new PictureShape(4, 4, PictureFit.Pad, 9).Bring(wide).Pixels.ToArray());
        Assert.Equal([9, 9, 3, 9, 9], new PictureShape(1, 5, PictureFit.Pad, 9).Bring(wide).Pixels.ToArray());
        // Beside a picture that keeps its alpha there is nothing.
        Assert.Equal([0, 0, 3, 255, 0, 0], new PictureShape(1, 3, PictureFit.Pad, 9).Bring(Filled(4, 4, 3, 255)).Pixels.ToArray());
        Assert.Equal([3, 3, 3, 3, 3, 3], new PictureShape(2, 3, PictureFit.Stretch, 9).Bring(wide).Pixels.ToArray());
    }

    [Fact]
    public void Bring_crops_the_middle_of_the_shape_asked_for()
    {
        Assert.Equal((2, 0, 6, 9), new PictureShape(64, 96).Middle(10, 9));
        Assert.Equal((0, 3, 9, 6), new PictureShape(96, 64).Middle(9, 12));
        Assert.Equal((0, 0, 1, 1), new PictureShape(1, 1000).Middle(1, 1));
        var image = new Image(6, 2, 1, [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
        Assert.Equal([1, 2, 3, 4, 11, 12, 13, 14], new PictureShape(4, 2).Bring(image).Pixels.ToArray());
    }

    [Fact]
    public void Draw_lays_alpha_on_the_background()
    {
        var kind = new Pictures(4, 1, 1);
        Image drawn = kind.Draw([1, -1, -1, -1, -1, 1, -1, 1])!;
        Assert.Equal(3, drawn.Channels);
        ReadOnlySpan<byte> row = drawn.Row(ImageGrid.UsualGap);
        Assert.Equal([255, 255, 255], row.Slice(ImageGrid.UsualGap * 3, 3).ToArray());
        Assert.Equal([0, 255, 0], row.Slice(((2 * ImageGrid.UsualGap) + 1) * 3, 3).ToArray());
    }
}
