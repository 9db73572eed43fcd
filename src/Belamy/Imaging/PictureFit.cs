namespace Belamy.Imaging;

/// <summary>How a picture is brought to a shape that is not its own.</summary>
public enum PictureFit
{
    /// <summary>The largest part of that shape in its middle is cut out and resized.</summary>
    Crop,

    /// <summary>The whole picture is resized until it fits, and the background put beside or above and below it.</summary>
    Pad,

    /// <summary>The whole picture is resized, width and height by factors of their own.</summary>
    Stretch,
}
