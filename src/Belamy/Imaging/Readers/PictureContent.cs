namespace Belamy.Imaging.Readers;

/// <summary>A picture file that was opened: its size is known, and its rows can be read, once.</summary>
/// <param name="width">Pixels in a row of the upright picture.</param>
/// <param name="height">Rows of the upright picture.</param>
/// <param name="channels">1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</param>
internal abstract class PictureContent(int width, int height, int channels) : IDisposable
{
    /// <summary>Pixels in a row of the upright picture.</summary>
    public int Width { get; } = width;

    /// <summary>Rows of the upright picture.</summary>
    public int Height { get; } = height;

    /// <summary>1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</summary>
    public int Channels { get; } = channels;

    /// <summary>How it is smaller than what is stored; null where it is not.</summary>
    public virtual PictureReduction? Reduction => null;

    /// <summary>Decodes the picture.</summary>
    /// <param name="sink">Takes the rows from the top.</param>
    /// <exception cref="BelamyException">The file is damaged.</exception>
    public abstract void ReadRows(RowSink sink);

    /// <summary>Frees what decoding took.</summary>
    public virtual void Dispose()
    {
    }
}

/// <summary>How a picture is decoded smaller than it is stored.</summary>
/// <param name="Width">Pixels in a row of the whole upright picture.</param>
/// <param name="Height">Rows of it.</param>
/// <param name="Factor">Of so many of its pixels along each side one was made.</param>
/// <param name="Left">Where its left edge lies in the reduced picture, whose first column may be of fewer pixels.</param>
/// <param name="Top">Where its upper edge lies.</param>
internal readonly record struct PictureReduction(int Width, int Height, int Factor, double Left, double Top);
