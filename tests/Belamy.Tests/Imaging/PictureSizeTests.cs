using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("64x96", 64, 96)]
    [InlineData("64X96", 64, 96)]
    [InlineData("64×96", 64, 96)]
    public void Parse_reads_width_and_height(string text, int width, int height)
    {
        PictureSize? size = PictureSize.Parse(text);
        Assert.Equal(new PictureSize(width, height), size);
        Assert.Equal(size, PictureSize.Parse(size!.Value.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("64x")]
    [InlineData("64x96x3")]
    [InlineData("0")]
    [InlineData("-4")]
    [InlineData("6.5")]
    [InlineData("99999999999")]
    public void Parse_what_is_no_size_gives_none(string text) => Assert.Null(PictureSize.Parse(text));
}
