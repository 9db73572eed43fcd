using System.Buffers.Binary;
using Belamy.Files;
using NAudio.Codecs;
using NAudio.Wave;

namespace Belamy.Data.Readers;

/// <summary>WAV files: whole numbers of 8, 16, 24 and 32 bits, floating point numbers of 32 and 64, A-law and µ-law.</summary>
/// <remarks>
/// The chunks are read by NAudio; samples are converted here, since NAudio wraps what is louder than full scale and does not
/// give all levels of 16 bits back. A level is divided by half their number, so that -32768 is -1 and 32767 a step below 1.
/// </remarks>
internal static class WavFile
{
    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static Waveform Read(string path, double seconds)
    {
        using FileStream file = InputFile.OpenRead(path);
        return Damaged.Guard(path, "WAV", () =>
        {
            using var reader = new WaveFileReader(file);
            WaveFormat format = reader.WaveFormat;
            Func<byte[], int, float> decode = Decoder(path, EncodingOf(format), format.BitsPerSample);
            int width = format.BitsPerSample / 8;
            if (format.BlockAlign != width * format.Channels)
                throw new BelamyException($"{path}: its header does not fit together; the file is damaged, get or make it anew");
            byte[] bytes = [];
            return Waveform.Take(path, format.SampleRate, format.Channels, seconds, piece =>
            {
                if (bytes.Length == 0)
                    bytes = new byte[piece.Length * width];
                int samples = reader.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / width;
                for (int at = 0; at < samples; at++)
                    piece[at] = decode(bytes, at * width);
                return samples;
            });
        });
    }

    /// <summary>Writes one channel of 16 bits; what is louder than full scale is clipped.</summary>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> samples, int rate)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (int at = 0; at < samples.Length; at++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at * sizeof(short)), ToLevel(samples[at]));
        var content = new MemoryStream();
        using (var writer = new WaveFileWriter(content, new WaveFormat(rate, 16, 1)))
            writer.Write(bytes);
        AtomicFile.WriteAllBytes(path, content.ToArray());
    }

    /// <summary>The nearest of the levels of 16 bits; NaN is silence.</summary>
    public static short ToLevel(float sample) => float.IsNaN(sample) ? (short)0 : (short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue);

    /// <summary>The encoding; of an extensible header the one that stands behind the valid bits and the speakers, at the head of a GUID.</summary>
    private static WaveFormatEncoding EncodingOf(WaveFormat format) => format is { Encoding: WaveFormatEncoding.Extensible, ExtraSize: >= 22 } and WaveFormatExtraData extra
        ? (WaveFormatEncoding)BinaryPrimitives.ReadUInt16LittleEndian(extra.ExtraData.AsSpan(6))
        : format.Encoding;

    private static Func<byte[], int, float> Decoder(string path, WaveFormatEncoding encoding, int bits) => (encoding, bits) switch
    {
        (WaveFormatEncoding.Pcm, 8) => (bytes, at) => (bytes[at] - 128) / 128f,
        (WaveFormatEncoding.Pcm, 16) => (bytes, at) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at)) / 32768f,
        (WaveFormatEncoding.Pcm, 24) => (bytes, at) => ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) / 2147483648f,
        (WaveFormatEncoding.Pcm, 32) => (bytes, at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) / 2147483648f,
        (WaveFormatEncoding.IeeeFloat, 32) => (bytes, at) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)),
        (WaveFormatEncoding.IeeeFloat, 64) => (bytes, at) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)),
        (WaveFormatEncoding.ALaw, 8) => (bytes, at) => ALawDecoder.ALawToLinearSample(bytes[at]) / 32768f,
        (WaveFormatEncoding.MuLaw, 8) => (bytes, at) => MuLawDecoder.MuLawToLinearSample(bytes[at]) / 32768f,
        _ => throw new BelamyException($"{path}: samples of {bits} bits by {encoding} are not read; convert it, for instance by ffmpeg -i FILE -c:a pcm_s16le OTHER.wav"),
    };
}
