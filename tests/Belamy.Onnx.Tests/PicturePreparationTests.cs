using System.Text.Json;
using Belamy.Tensors;

namespace Belamy.Onnx.Tests;

/// <summary>Pictures as published recipes prepare them: values of Pillow 9.4 and PyTorch 1.13, recorded by tests/golden/preparation.py.</summary>
public sealed class PicturePreparationTests
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 35).Select(at => (float)((((at % 7) * 37) + (at / 7 * 61)) % 256))];

    [Fact]
    public void Pictures_are_resized_as_clean_fid_and_pytorch_fid_do()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "preparation.json")));
        Assert.Equal(4, json.RootElement.GetArrayLength());
        foreach (JsonElement one in json.RootElement.EnumerateArray())
        {
            (int width, int height) = (one.GetProperty("width").GetInt32(), one.GetProperty("height").GetInt32());
            // Pillow's sums in double precision: the same bits but where the compiler added in another order, by a rounding of 255 in single precision.
            Compare(PictureResizing.Bicubic, one.GetProperty("bicubic"), 3.1e-5);
            // PyTorch's weights are in single precision, ours in double: two or three roundings apart.
            Compare(PictureResizing.Bilinear, one.GetProperty("bilinear"), 1e-4);

            void Compare(PictureResizing resizing, JsonElement expected, double tolerance)
            {
                var preparation = new PicturePreparation(new OnnxFeatureChoice("a.onnx") { Resizing = resizing }, [1, 5, 7], 1, height, width, channelsLast: false);
                float[] made = preparation.Resize(Levels);
                Assert.Equal(expected.GetArrayLength(), made.Length);
                Assert.All(expected.EnumerateArray().Zip(made), pair => Assert.Equal(pair.First.GetDouble(), pair.Second, tolerance));
            }
        }
    }

    [Theory]
    [InlineData("a.onnx", new[] { -1f, 0.2f, 1 })]
    [InlineData("a.onnx,range=0:1", new[] { 0, 0.6f, 1 })]
    [InlineData("a.onnx,range=0:255", new[] { 0, 153f, 255 })]
    [InlineData("a.onnx,range=0:1,mean=0.485:0.456:0.406,deviation=0.229:0.224:0.225", new[] { (0 - 0.485f) / 0.229f, (0.6f - 0.456f) / 0.224f, (1 - 0.406f) / 0.225f })]
    [InlineData("a.onnx,order=bgr", new[] { 1, 0.2f, -1f })]
    public void Channels_are_brought_to_the_range_the_order_and_the_deviation_that_are_asked_for(string choice, float[] expected)
    {
        // A pixel of the levels 0, 153 and 255; what lies between levels is rounded to one.
        var made = new float[3];
        new PicturePreparation(OnnxFeatureChoice.Parse(choice), [3, 1, 1], 3, 1, 1, channelsLast: false).Prepare([-1, 0.2013f, 1], made);
        Assert.All(expected.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        var last = new float[12];
        new PicturePreparation(OnnxFeatureChoice.Parse(choice), [3, 1, 1], 3, 2, 2, channelsLast: true).Prepare([-1, 0.2013f, 1], last);
        Assert.Equal([.. made, .. made, .. made, .. made], last);
    }

    [Theory]
    [InlineData("net.onnx", "net.onnx", null)]
    [InlineData("/a/b.onnx.d/net.onnx:pool,size=299", "/a/b.onnx.d/net.onnx", "pool")]
    [InlineData("NET.ONNX,range=0:1", "NET.ONNX", null)]
    public void A_choice_is_read(string text, string file, string? output)
    {
        Assert.True(OnnxFeatureChoice.IsOne(text));
        var choice = OnnxFeatureChoice.Parse(text);
        Assert.Equal((file, output), (choice.File, choice.Output));
    }

    [Theory]
    [InlineData("net.onnx,")]
    [InlineData("net.onnx,size=0")]
    [InlineData("net.onnx,size=2.5")]
    [InlineData("net.onnx,range=1:0")]
    [InlineData("net.onnx,deviation=0")]
    [InlineData("net.onnx,mean=1:2")]
    [InlineData("net.onnx,order=grb")]
    public void What_is_written_otherwise_is_refused(string text) => Assert.Contains("is none of size=299", Assert.Throws<BelamyException>(() => OnnxFeatureChoice.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_names_no_such_file_is_none()
    {
        Assert.False(OnnxFeatureChoice.IsOne("runs/net.onnxs"));
        Assert.False(OnnxFeatureChoice.IsOne("pixels"));
    }
}
