using System.Globalization;

namespace Belamy.Imaging;

/// <summary>A size of pictures; a whole number stands for a square.</summary>
/// <param name="Width">Pixels in a row, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>The area.</summary>
    internal int Area => checked(Width * Height);

    /// <summary>A square.</summary>
    /// <param name="side">Its side.</param>
    public static implicit operator PictureSize(int side) => new(side, side);

    /// <summary>A square.</summary>
    /// <param name="side">Its side.</param>
    public static PictureSize FromInt32(int side) => side;

    /// <summary>Reads a size such as <c>64</c>, or <c>64x96</c>: 64 wide and 96 high.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The size; null where the text is none.</returns>
    public static PictureSize? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] sides = text.Split('x', 'X', '×');
        if (sides.Length > 2 || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width < 1)
            return null;
        if (sides.Length == 1)
            return width;
        return int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height >= 1 ? new(width, height) : null;
    }

    /// <summary>The size as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Width == Height
        ? Width.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
