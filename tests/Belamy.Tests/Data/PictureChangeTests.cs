using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Tests.Data;

public sealed class PictureChangeTests
{
    [Fact]
    public void Every_pixel_of_a_picture_of_any_size_is_changed_by_the_values()
    {
        var small = new Pictures(3, 8, 8);
        // More pixels than go through at once, and a rest.
        var picture = new Image(301, 447, 3);
        for (int at = 0; at < picture.Pixels.Length; at++)
            picture.Pixels[at] = (byte)(at * 37 % 151);
        using var change = new PictureChange(small, small, 3, (pixels, values) => pixels + values.Reshape(1, 3, 1, 1));
        Image changed = change.Apply(picture, [10 / 127.5f, 20 / 127.5f, 30 / 127.5f], CancellationToken.None);
        Assert.Equal((301, 447), (changed.Width, changed.Height));
        Assert.Equal(picture.Pixels.ToArray().Select((value, at) => (byte)(value + (10 * ((at % 3) + 1)))), changed.Pixels.ToArray());
    }
}
