using Belamy.Data;
using Belamy.Imaging;
using SkiaSharp;

namespace Belamy.Tests.Data.Inspection;

public sealed class DataInspectionTests
{
    [Fact]
    public void Of_pictures_findsThoseThatAreThereTwiceAndThoseThatLookSo()
    {
        using var folder = new TemporaryFolder();
        Image rose = Photograph(1), tulip = Photograph(2);
        rose.SavePng(folder["a/rose.png"]);
        rose.SavePng(folder["b/rose-again.png"]);
        tulip.SavePng(folder["b/tulip.png"]);
        File.WriteAllBytes(folder["b/tulip-small.jpg"], Jpeg(tulip, 60));
        for (int seed = 3; seed < 40; seed++)
            Photograph(seed).SavePng(folder[$"a/other-{seed:D2}.png"]);
        new Image(48, 48, 3).SavePng(folder["a/black.png"]);
        Dataset data = Datasets.Open(folder.Path, new DataOptions { Size = new(48, 48) });

        DataInspection seen = DataInspection.Of(data, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(42, seen.Count);
        DuplicateItems equal = Assert.Single(seen.Equal);
        Assert.Equal(("rose.png", "rose-again.png"), (Name(equal.First), Name(Assert.Single(equal.Others))));
        DuplicateItems alike = Assert.Single(seen.Alike);
        Assert.Equal(["tulip-small.jpg", "tulip.png"], new[] { Name(alike.First), Name(Assert.Single(alike.Others)) }.Order());
        Assert.Equal("black.png", Name(Assert.Single(seen.Blank)));
        Assert.Equal([("a", 39), ("b", 3)], seen.Classes.Select(one => (one.Name, one.Count)));
        Assert.All(seen.Least, least => Assert.Equal(-1, least));
        Assert.Equal(3, seen.Mean.Count);

        string Name(int item) => Path.GetFileName(data.NameOf(item));
    }

    [Fact]
    public void Of_numbers_tellsWhereTheyLie()
    {
        var data = new ArrayDataset("four", [1], [-2, 0, 1, 5]);
        DataInspection seen = DataInspection.Of(data, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((-2, 5, 1), (seen.Least[0], seen.Greatest[0], seen.Mean[0]));
        Assert.Equal(Math.Sqrt((9 + 1 + 0 + 16) / 4.0), seen.Deviation[0], 1e-9);
        Assert.Empty(seen.Classes);
        Assert.Empty(seen.Equal);
        Assert.Equal("2", data.NameOf(2));
    }

    [Fact]
    public void Of_handwrittenDigits_takesNoneForAnother()
    {
        DataInspection seen = DataInspection.Of(Datasets.Digits(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(seen.Equal);
        Assert.True(seen.Alike.Sum(group => group.Others.Count) < 20, $"{seen.Alike.Sum(group => group.Others.Count)} digits are taken for others");
    }

    // Soft blobs of colour, other ones for each seed.
    private static Image Photograph(int seed)
    {
        var random = new Random(seed);
        (double X, double Y, double Size, int Channel)[] blobs = [.. Enumerable.Range(0, 12).Select(_ => (random.NextDouble() * 96, random.NextDouble() * 96, 6 + (20 * random.NextDouble()), random.Next(3)))];
        var picture = new Image(96, 96, 3);
        for (int y = 0; y < 96; y++)
        {
            for (int x = 0; x < 96; x++)
            {
                foreach ((double cx, double cy, double size, int channel) in blobs)
                {
                    ref byte value = ref picture.Row(y)[(3 * x) + channel];
                    value = (byte)Math.Min(255, value + (200 * Math.Exp(-(((x - cx) * (x - cx)) + ((y - cy) * (y - cy))) / (size * size))));
                }
            }
        }

        return picture;
    }

    private static byte[] Jpeg(Image picture, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
                bitmap.SetPixel(x, y, new SKColor(picture.Row(y)[3 * x], picture.Row(y)[(3 * x) + 1], picture.Row(y)[(3 * x) + 2]));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }
}
