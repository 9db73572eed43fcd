using System.Buffers.Binary;

namespace Belamy.Imaging;

/// <summary>Writes animated PNG (PNG third edition, chunks acTL, fcTL, fdAT). What knows no animation shows the first picture.</summary>
public static class AnimatedPng
{
    /// <summary>Encodes an animation that begins again when it has ended.</summary>
    /// <param name="frames">The pictures, all of one size and kind.</param>
    /// <param name="framesPerSecond">From 1 to 1000.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="ArgumentException">There is no picture, or they are not of one size and kind.</exception>
    public static byte[] Encode(IReadOnlyList<Image> frames, int framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond, 1000);
        if (frames.Count == 0 || frames.Any(frame => (frame.Width, frame.Height, frame.Channels) != (frames[0].Width, frames[0].Height, frames[0].Channels)))
            throw new ArgumentException("An animation takes one or more pictures of one size and kind.", nameof(frames));
        using var png = new MemoryStream();
        PngEncoder.WriteHeader(png, frames[0]);
        Span<byte> control = stackalloc byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, frames.Count);
        // Played without end.
        BinaryPrimitives.WriteInt32BigEndian(control[4..], 0);
        PngEncoder.WriteChunk(png, "acTL"u8, control[..8]);
        int sequence = 0;
        for (int at = 0; at < frames.Count; at++)
        {
            control.Clear();
            BinaryPrimitives.WriteInt32BigEndian(control, sequence++);
            BinaryPrimitives.WriteInt32BigEndian(control[4..], frames[at].Width);
            BinaryPrimitives.WriteInt32BigEndian(control[8..], frames[at].Height);
            // Offsets 0; shown for 1 / rate of a second; then left as it is and replaced by the next (disposal 0, blending 0).
            BinaryPrimitives.WriteUInt16BigEndian(control[20..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(control[22..], (ushort)framesPerSecond);
            PngEncoder.WriteChunk(png, "fcTL"u8, control);
            byte[] data = PngEncoder.CompressRows(frames[at]);
            if (at == 0)
            {
                PngEncoder.WriteChunk(png, "IDAT"u8, data);
                continue;
            }

            var numbered = new byte[4 + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(numbered, sequence++);
            data.CopyTo(numbered, 4);
            PngEncoder.WriteChunk(png, "fdAT"u8, numbered);
        }

        PngEncoder.WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }
}
