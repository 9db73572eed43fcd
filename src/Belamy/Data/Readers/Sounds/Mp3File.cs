using Belamy.Files;
using NLayer;

namespace Belamy.Data.Readers;

/// <summary>MP3 files, decoded by NLayer.</summary>
/// <remarks>
/// NLayer believes a tag what it says about its length, and takes memory for it. So the tags at the beginning are skipped here,
/// and it is given no more of the file than it needs, with no tag in it.
/// </remarks>
internal static class Mp3File
{
    // 448 kbit/s, the most that a layer allows, and room for headers.
    private const int BytesPerSecond = 64_000;
    private const int Room = 1 << 16;
    private const int TagHeader = 10;

    // NLayer 3.0.1 garbles attacks at this rate alone: findings/nlayer-8khz-attacks.sh.
    private const int GarbledRate = 8000;

    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static Waveform Read(string path, double seconds)
    {
        using FileStream file = InputFile.OpenRead(path);
        return Damaged.Guard(path, "MP3", () =>
        {
            SkipTags(file);
            using var reader = new MpegFile(new MemoryStream(Sound(file, seconds)));
            if (reader.SampleRate == GarbledRate)
                throw new BelamyException($"{path}: MP3 files of 8 kHz are not decoded rightly here; convert it to WAV, such as by ffmpeg");
            return Waveform.Take(path, reader.SampleRate, reader.Channels, seconds, piece => reader.ReadSamples(piece, 0, piece.Length));
        });
    }

    /// <summary>Skips tags of ID3v2, which may hold pictures of megabytes.</summary>
    private static void SkipTags(FileStream file)
    {
        Span<byte> header = stackalloc byte[TagHeader];
        long start = 0;
        while (file.ReadAtLeast(header, TagHeader, throwOnEndOfStream: false) == TagHeader && header.StartsWith("ID3"u8))
        {
            // Four bytes of seven bits; a footer repeats the header.
            long length = ((header[6] & 0x7F) << 21) | ((header[7] & 0x7F) << 14) | ((header[8] & 0x7F) << 7) | (header[9] & 0x7F);
            start += TagHeader + length + ((header[5] & 0x10) != 0 ? TagHeader : 0);
            file.Position = start;
        }

        file.Position = start;
    }

    private static byte[] Sound(FileStream file, double seconds)
    {
        long left = Math.Max(0, file.Length - file.Position);
        var bytes = new byte[(int)Math.Min(left, Math.Min(seconds * BytesPerSecond + Room, InputLimit.Largest))];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        for (int at = 0; bytes.AsSpan(at, length - at).IndexOf("ID3"u8) is >= 0 and var found; at += found + 1)
            bytes[at + found] = 0;
        return bytes[..length];
    }
}
