namespace Belamy.Data.Readers;

/// <summary>Sees to it that what MIDI files say about lengths is so, since NAudio takes as much memory as they say.</summary>
internal static class MidiEvents
{
    private const byte Meta = 0xFF, SystemStart = 0xF0, SystemEnd = 0xF7;

    /// <summary>Walks through all events.</summary>
    /// <exception cref="InvalidDataException">One goes on behind the end of its track.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> content)
    {
        if (content.Length < 14 || !content.StartsWith("MThd"u8))
            throw new InvalidDataException("it does not begin as one");
        content = content[Checked(8, Number(content.Slice(4, 4)), content.Length)..];
        while (content.Length >= 8)
        {
            int end = Checked(8, Number(content.Slice(4, 4)), content.Length);
            if (content.StartsWith("MTrk"u8))
                Walk(content[8..end]);
            content = content[end..];
        }
    }

    private static void Walk(ReadOnlySpan<byte> track)
    {
        byte running = 0;
        for (int at = 0; at < track.Length;)
        {
            Variable(track, ref at);
            byte status = At(track, at);
            if (status >= 0x80)
                at++;
            else
                status = running;
            switch (status)
            {
                case Meta:
                    at++;
                    Skip(track, ref at);
                    break;
                case SystemStart or SystemEnd:
                    Skip(track, ref at);
                    break;
                case >= 0x80 and < SystemStart:
                    running = status;
                    at += status is >= 0xC0 and < 0xE0 ? 1 : 2;
                    break;
                default:
                    throw new InvalidDataException("there is an event of no kind");
            }
        }
    }

    private static void Skip(ReadOnlySpan<byte> track, ref int at)
    {
        int length = Variable(track, ref at);
        at = Checked(at, length, track.Length);
    }

    private static int Variable(ReadOnlySpan<byte> track, ref int at)
    {
        int value = 0;
        for (int digits = 0; digits < 4; digits++)
        {
            byte digit = At(track, at++);
            value = (value << 7) | (digit & 0x7F);
            if (digit < 0x80)
                return value;
        }

        throw new InvalidDataException("a number does not end");
    }

    private static byte At(ReadOnlySpan<byte> track, int at) => at < track.Length ? track[at] : throw new InvalidDataException("a track ends early");

    private static long Number(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int Checked(int start, long length, int most) => start + length <= most ? (int)(start + length) : throw new InvalidDataException("something is longer than the file");
}
