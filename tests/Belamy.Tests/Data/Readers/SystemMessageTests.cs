using Belamy.Data.Readers;

namespace Belamy.Tests.Data.Readers;

/// <summary>System-exclusive messages and escapes of MIDI files, of which notes know nothing.</summary>
public sealed class SystemMessageTests
{
    // A message whole, in two packets with time between, and escapes of one byte and of two, as the standard for MIDI files shows them.
    public static TheoryData<string, byte[], int> Messages => new()
    {
        { "message", [0, 0xF0, 2, 0x43, 0xF7], 0 },
        { "packets", [0, 0xF0, 3, 0x43, 0x12, 0x00, 0x40, 0xF7, 4, 0x43, 0x12, 0x00, 0xF7], 64 },
        { "clock", [0, 0xF7, 1, 0xF8], 0 },
        { "song", [0x81, 0x00, 0xF7, 2, 0xF3, 1], 128 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Read_system_messages_leave_notes_where_they_are(string name, byte[] message, int time)
    {
        using var folder = new TemporaryFolder();
        // A quarter is 128 ticks: a step is 32. The first note begins by a status, the second by running status.
        byte[] notes = [0, 0x90, 60, 64, 0x81, 0x00, 60, 0, 0, 62, 64, 0x81, 0x00, 62, 0, 0, 0xFF, 0x2F, 0];
        Song plain = Read([]), behind = Read(message);
        Assert.Equal([new SongNote(60, 0, 4), new SongNote(62, 4, 8)], Assert.Single(plain.Tracks));
        int later = time / 32;
        Assert.Equal([new SongNote(60, later, later + 4), new SongNote(62, later + 4, later + 8)], Assert.Single(behind.Tracks));

        Song Read(byte[] before)
        {
            byte[] track = [.. before, .. notes];
            string path = folder[$"{name}.mid"];
            File.WriteAllBytes(path, [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, 128, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track]);
            return MidiSong.Read(path, stepsPerQuarter: 4);
        }
    }

    [Fact]
    public void Read_messages_within_and_behind_notes_add_their_times_to_what_follows()
    {
        byte[] track = [0, 0x90, 60, 64, 0x40, 0xF7, 1, 0xF8, 0xC0, 0x40, 0xF0, 1, 0xF7, 0, 60, 0, 0, 0xFF, 0x2F, 0, 5, 0xF7, 0];
        byte[] file = [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, 128, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track];
        // 64 and 8,256 ticks are 8,320.
        byte[] expected = [0, 0x90, 60, 64, 0xC1, 0x00, 60, 0, 0, 0xFF, 0x2F, 0];
        Assert.Equal([.. file[..18], 0, 0, 0, (byte)expected.Length, .. expected], MidiEvents.NotesOf(file));
        byte[] whole = [.. file[..18], 0, 0, 0, (byte)expected.Length, .. expected];
        Assert.Equal(whole, MidiEvents.NotesOf(whole));
    }

    [Fact]
    public void Read_times_that_add_up_to_more_than_any_are_refused()
    {
        byte[] track = [0xFF, 0xFF, 0xFF, 0x7F, 0xF7, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x2F, 0];
        Assert.Throws<InvalidDataException>(() => MidiEvents.NotesOf([.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, 128, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track]));
    }
}
