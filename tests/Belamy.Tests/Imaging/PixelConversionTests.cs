using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public class PixelConversionTests
{
    [Fact]
    public void ToFloats_and_back_returns_every_byte()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var values = new float[256];
        PixelConversion.ToFloats(bytes, values);
        Assert.Equal(-1f, values[0]);
        Assert.Equal(1f, values[255]);
        var back = new byte[256];
        PixelConversion.ToBytes(values, back);
        Assert.Equal(bytes, back);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(49)]
    public void ToFloats_any_length_has_no_gap_at_the_tail(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37))];
        float[] values = [.. Enumerable.Repeat(9f, length + 1)];
        PixelConversion.ToFloats(bytes, values);
        for (int i = 0; i < length; i++)
            Assert.Equal((bytes[i] - 127.5f) * (1 / 127.5f), values[i]);
        Assert.Equal(9f, values[length]);
    }

    [Theory]
    [InlineData(-2f, 0)]
    [InlineData(2f, 255)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NaN, 0)]
    [InlineData(0f, 128)]
    public void ToByte_values_outside_clamp(float value, byte expected) => Assert.Equal(expected, PixelConversion.ToByte(value));
}
