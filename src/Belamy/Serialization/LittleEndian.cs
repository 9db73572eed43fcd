namespace Belamy.Serialization;

/// <summary>Guards code that moves values between memory and little-endian files as they are.</summary>
internal static class LittleEndian
{
    /// <exception cref="PlatformNotSupportedException">This processor keeps the high byte first.</exception>
    public static void Require()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Reading and writing tensors needs a little-endian processor.");
    }
}
