using System.Globalization;

namespace Belamy.Onnx;

/// <summary>How pictures are resized for a network.</summary>
public enum PictureResizing
{
    /// <summary>
    /// Bicubic with a = -½ and wider where pictures become smaller, in single precision, as Pillow resizes pictures of mode F: what clean-fid does.
    /// Parmar, Zhang and Zhu 2022, arXiv:2104.11222.
    /// </summary>
    Bicubic,

    /// <summary>Between the four nearest pixels, pixels being areas, never wider: what pytorch-fid does by <c>interpolate(mode="bilinear", align_corners=False)</c>.</summary>
    Bilinear,
}

/// <summary>A network in an ONNX file as eyes of the metrics, and what is done to pictures before.</summary>
/// <param name="File">The file.</param>
public sealed record OnnxFeatureChoice(string File)
{
    private const string Extension = ".onnx";

    /// <summary>The output to look at; null for the only one.</summary>
    public string? Output { get; init; }

    /// <summary>The edge that pictures are brought to; null for what the input says, or as they are.</summary>
    public int? Size { get; init; }

    /// <summary>How they are resized.</summary>
    public PictureResizing Resizing { get; init; }

    /// <summary>What black and white become.</summary>
    public (double Low, double High) Range { get; init; } = (-1, 1);

    /// <summary>Whether blue comes first.</summary>
    public bool IsBlueFirst { get; init; }

    /// <summary>What is taken off each channel, in the order red, green, blue, after <see cref="Range"/>; none where empty.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>What each channel is divided by after that; 1 where empty.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>Whether text names a file of this kind.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return End(text) > 0;
    }

    /// <summary>
    /// Reads <c>inception.onnx:pool,size=299,resize=bilinear,range=0:255,order=bgr,mean=0.5:0.5:0.5,deviation=0.5:0.5:0.5</c>; all but the
    /// file may be left out.
    /// </summary>
    /// <exception cref="BelamyException">It is not written so.</exception>
    public static OnnxFeatureChoice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int end = End(text);
        if (end <= 0)
            throw new BelamyException($"{text}: name a file that ends in {Extension}");
        string[] words = text[end..].Split(',');
        var choice = new OnnxFeatureChoice(text[..end]) { Output = words[0].Length > 1 ? words[0][1..] : null };
        foreach (string word in words[1..])
            choice = choice.With(text, word);
        return choice;
    }

    // Behind the file nothing follows, an output or a setting.
    private static int End(string text)
    {
        for (int at = text.IndexOf(Extension, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Extension, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = at + Extension.Length;
            if (end == text.Length || text[end] is ':' or ',')
                return end;
        }

        return 0;
    }

    private OnnxFeatureChoice With(string text, string word)
    {
        string[] parts = word.Split('=', 2);
        string value = parts.Length > 1 ? parts[1] : "";
        return (parts[0], Numbers(value)) switch
        {
            ("size", [>= 1 and <= 4096 and var size]) when size == Math.Floor(size) => this with { Size = (int)size },
            ("resize", _) when value is "bicubic" or "bilinear" => this with { Resizing = value == "bicubic" ? PictureResizing.Bicubic : PictureResizing.Bilinear },
            ("range", [var low, var high]) when low < high => this with { Range = (low, high) },
            ("order", _) when value is "rgb" or "bgr" => this with { IsBlueFirst = value == "bgr" },
            ("mean", [_] or [_, _, _]) => this with { Mean = Numbers(value)! },
            ("deviation", [not 0] or [not 0, not 0, not 0]) => this with { Deviation = Numbers(value)! },
            _ => throw new BelamyException($"{text}: {(word.Length == 0 ? "a comma" : word)} is none of size=299, resize=bicubic or bilinear, range=0:255, order=rgb or bgr, mean=0.5:0.5:0.5, deviation=0.5:0.5:0.5"),
        };
    }

    private static double[]? Numbers(string text)
    {
        string[] words = text.Split(':');
        double[] numbers = [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : double.NaN)];
        return numbers.Any(double.IsNaN) ? null : numbers;
    }
}
