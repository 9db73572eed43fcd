using System.Text;

namespace Belamy.Tests.Data.Readers;

/// <summary>MIDI files, byte by byte.</summary>
internal static class SongFiles
{
    /// <summary>A file of tracks of events, each at a number of ticks from the beginning.</summary>
    public static byte[] Midi(int ticks, params (int Time, byte[] Event)[][] tracks)
    {
        List<byte> file = [.. Encoding.ASCII.GetBytes("MThd"), 0, 0, 0, 6, 0, 1, 0, (byte)tracks.Length, (byte)(ticks >> 8), (byte)ticks];
        foreach ((int Time, byte[] Event)[] track in tracks)
        {
            var body = new List<byte>();
            int now = 0;
            foreach ((int time, byte[] content) in track)
            {
                body.AddRange(Variable(time - now));
                body.AddRange(content);
                now = time;
            }

            body.AddRange([0, 0xFF, 0x2F, 0]);
            file.AddRange([.. Encoding.ASCII.GetBytes("MTrk"), 0, 0, (byte)(body.Count >> 8), (byte)body.Count, .. body]);
        }

        return [.. file];
    }

    public static byte[] On(int pitch, int velocity = 90, int channel = 1) => [(byte)(0x8F + channel), (byte)pitch, (byte)velocity];

    public static byte[] Off(int pitch, int channel = 1) => [(byte)(0x7F + channel), (byte)pitch, 0];

    /// <summary>A signature; the denominator is a power of two.</summary>
    public static byte[] Signature(int numerator, int power) => [0xFF, 0x58, 4, (byte)numerator, (byte)power, 24, 8];

    private static byte[] Variable(int value)
    {
        List<byte> bytes = [(byte)(value & 0x7F)];
        while ((value >>= 7) > 0)
            bytes.Insert(0, (byte)(0x80 | (value & 0x7F)));
        return [.. bytes];
    }
}
