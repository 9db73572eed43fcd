using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Onnx.Format;

namespace Belamy.Onnx;

/// <summary>Files for pictures of any size: of networks that are the same graph whatever the size.</summary>
internal static class PictureSizes
{
    /// <summary>A function at two other sizes than it was trained on, one larger and one of another shape.</summary>
    /// <param name="function">A function with <see cref="Function.AnySize"/>.</param>
    public static IReadOnlyList<Function> Others(Function function)
    {
        var small = (Pictures)function.Takes[0].Kind;
        return [function.For(small.Height + 5, small.Width + 2), function.For((small.Height + 1) / 2, small.Width + 9)];
    }

    /// <summary>An input or output of pictures whose height and width are left to who runs the file.</summary>
    /// <param name="port">It, with the sizes of training.</param>
    /// <param name="kind">Its pictures.</param>
    /// <param name="factor">Pixels along each side, for one of what the function takes.</param>
    public static OnnxPort Free(OnnxPort port, Kind kind, int factor)
    {
        string times = factor == 1 ? "" : $"{factor}";
        return port with
        {
            Sizes = [.. port.Sizes.Take(2), Size.Free($"{times}height"), Size.Free($"{times}width")],
            Description = port.Description.Replace(kind.Description, Describe(kind, factor), StringComparison.Ordinal),
        };
    }

    /// <summary>What pictures are, without their size.</summary>
    public static string Describe(Kind kind, int factor) =>
        $"{kind.Description[(kind.Description.IndexOf(' ', StringComparison.Ordinal) + 1)..]}, {(factor == 1 ? "of any size" : $"{factor} times as high and wide as what it takes")}";
}
