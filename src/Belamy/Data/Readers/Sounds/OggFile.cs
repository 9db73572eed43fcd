using Belamy.Files;
using NVorbis;

namespace Belamy.Data.Readers;

/// <summary>OGG files with Vorbis in them, decoded by NVorbis.</summary>
internal static class OggFile
{
    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static Waveform Read(string path, double seconds)
    {
        using FileStream file = InputFile.OpenRead(path);
        return Damaged.Guard(path, "OGG Vorbis", () =>
        {
            using var reader = new VorbisReader(file, closeOnDispose: false) { ClipSamples = false };
            return Waveform.Take(path, reader.SampleRate, reader.Channels, seconds, piece => reader.ReadSamples(piece, 0, piece.Length));
        });
    }
}
