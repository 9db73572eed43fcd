using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Belamy.Data.Readers;

/// <summary>
/// Prepares MIDI files for NAudio: sees to it that what they say about lengths is so, since it takes as much memory as they say, and
/// takes out system-exclusive messages and escapes, since it takes what follows some of them for times and notes.
/// </summary>
internal static class MidiEvents
{
    private const byte Meta = 0xFF, SystemStart = 0xF0, SystemEnd = 0xF7;
    private const int MostTime = 0x0FFFFFFF;

    /// <summary>Walks through all events.</summary>
    /// <returns>The file without its system messages; their times are added to what follows.</returns>
    /// <exception cref="InvalidDataException">An event goes on behind the end of its track.</exception>
    public static byte[] NotesOf(ReadOnlySpan<byte> content)
    {
        if (content.Length < 14 || !content.StartsWith("MThd"u8))
            throw new InvalidDataException("it does not begin as one");
        var kept = new List<byte>(content.Length);
        int header = Checked(8, Number(content.Slice(4, 4)), content.Length);
        kept.AddRange(content[..header]);
        content = content[header..];
        while (content.Length >= 8)
        {
            int end = Checked(8, Number(content.Slice(4, 4)), content.Length);
            if (content.StartsWith("MTrk"u8))
                Walk(content[8..end], kept);
            else
                kept.AddRange(content[..end]);
            content = content[end..];
        }

        kept.AddRange(content);
        return [.. kept];
    }

    private static void Walk(ReadOnlySpan<byte> track, List<byte> kept)
    {
        kept.AddRange("MTrk\0\0\0\0"u8);
        int first = kept.Count;
        byte running = 0;
        long time = 0;
        for (int at = 0; at < track.Length;)
        {
            time += Variable(track, ref at);
            int start = at;
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
                    continue;
                case >= 0x80 and < SystemStart:
                    running = status;
                    at = Checked(at, status is >= 0xC0 and < 0xE0 ? 1 : 2, track.Length);
                    break;
                default:
                    throw new InvalidDataException("there is an event of no kind");
            }

            AddVariable(kept, time);
            kept.AddRange(track[start..at]);
            time = 0;
        }

        BinaryPrimitives.WriteInt32BigEndian(CollectionsMarshal.AsSpan(kept)[(first - 4)..], kept.Count - first);
    }

    private static void AddVariable(List<byte> kept, long time)
    {
        if (time > MostTime)
            throw new InvalidDataException("a time is longer than any");
        for (int shift = 21; shift > 0; shift -= 7)
        {
            if (time >> shift > 0)
                kept.Add((byte)(0x80 | (time >> shift & 0x7F)));
        }

        kept.Add((byte)(time & 0x7F));
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

    private static long Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int Checked(int start, long length, int most) => start + length <= most ? (int)(start + length) : throw new InvalidDataException("something is longer than the file");
}
