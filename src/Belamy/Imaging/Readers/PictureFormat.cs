using Belamy.Files;

namespace Belamy.Imaging.Readers;

/// <summary>A format of picture files that can be read. Which one a file has is seen from how it begins, whatever it is called.</summary>
internal abstract class PictureFormat
{
    /// <summary>Its name, as people know it.</summary>
    public abstract string Name { get; }

    /// <summary>The usual ends of names, in lower case with the dot.</summary>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <summary>Whether a file has this format.</summary>
    /// <param name="start">Its first bytes, as many as <see cref="PictureFile.StartLength"/> where it has so many.</param>
    public abstract bool Begins(ReadOnlySpan<byte> start);

    /// <summary>Reads what a file says of itself, without reading it all.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null where it cannot be read; opening it tells why.</returns>
    public abstract PictureHeader? ReadHeader(string path);

    /// <summary>Opens a picture, nothing of it decoded yet.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="BelamyException">It is damaged, or would take far more memory than it is large.</exception>
    public abstract PictureContent Open(byte[] file, string name);

    /// <summary>Opens a picture, smaller than it is where its decoder can do so with less work and a shape has no use for more.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="shape">What it is brought to.</param>
    /// <exception cref="BelamyException">It is damaged, or would take far more memory than it is large.</exception>
    public virtual PictureContent OpenFor(byte[] file, string name, PictureShape shape) => Open(file, name);

    /// <summary>What a damaged file is answered with.</summary>
    protected BelamyException Damaged(string name, string what, Exception? cause = null) =>
        new($"{name}: is no valid {Name} ({what}); save the picture anew or remove the file", cause!);

    /// <summary>Refuses a picture that would take far more memory than its file is large.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="bytesPerPixel">What a pixel takes while the picture is decoded.</param>
    /// <param name="fileLength">The length of the file.</param>
    public static void RequireMemory(string name, long width, long height, int bytesPerPixel, long fileLength)
    {
        long most = InputLimit.Unpacked(fileLength);
        if (width * height > Math.Min(most, Array.MaxLength) / bytesPerPixel)
            throw new BelamyException($"{name}: has {width} x {height} pixels; {InputLimit.Exceeded(most)}");
    }
}

/// <summary>What a picture file says of itself.</summary>
/// <param name="Width">Pixels in a row, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="HasColour">Whether there may be colour in it.</param>
/// <param name="HasAlpha">Whether there may be transparency in it.</param>
/// <param name="IsIndexed">Whether pixels may be numbers of labels: a palette, or grey of 8 bits at most, without loss.</param>
internal readonly record struct PictureHeader(int Width, int Height, bool HasColour, bool HasAlpha, bool IsIndexed = false);
