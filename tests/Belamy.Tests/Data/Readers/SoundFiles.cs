using System.Buffers.Binary;
using System.Text;

namespace Belamy.Tests.Data.Readers;

/// <summary>WAV files of any format, byte by byte.</summary>
internal static class SoundFiles
{
    public const int Pcm = 1, Float = 3, ALaw = 6, MuLaw = 7, Extensible = 0xFFFE;

    public static byte[] Wav(int tag, int channels, int rate, int bits, ReadOnlySpan<byte> data, byte[]? extension = null, uint? claimed = null)
    {
        int align = channels * bits / 8;
        byte[] format = [.. U16(tag), .. U16(channels), .. U32((uint)rate), .. U32((uint)(rate * align)), .. U16(align), .. U16(bits), .. extension ?? []];
        byte[] body = [.. Ascii("WAVEfmt "), .. U32((uint)format.Length), .. format, .. Ascii("LIST"), .. U32(4), .. Ascii("INFO"), .. Ascii("data"), .. U32(claimed ?? (uint)data.Length), .. data];
        return [.. Ascii("RIFF"), .. U32((uint)body.Length), .. body];
    }

    public static byte[] Sine(double frequency, int rate, double seconds, double amplitude = 0.5) =>
        Wav(Float, 1, rate, 32, Floats([.. Enumerable.Range(0, (int)(rate * seconds)).Select(at => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * at / rate)))]));

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Shorts(params short[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>What stands behind the usual header in an extensible one: the valid bits, the speakers, and which format it is.</summary>
    public static byte[] Extension(int tag, int bits) => [.. U16(22), .. U16(bits), .. U32(4), .. U16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
