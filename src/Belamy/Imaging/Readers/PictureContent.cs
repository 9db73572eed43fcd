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

    /// <summary>Decodes the picture.</summary>
    /// <param name="sink">Takes the rows from the top.</param>
    /// <exception cref="BelamyException">The file is damaged.</exception>
    public abstract void ReadRows(RowSink sink);

    /// <summary>Frees what decoding took.</summary>
    public virtual void Dispose()
    {
    }
}
