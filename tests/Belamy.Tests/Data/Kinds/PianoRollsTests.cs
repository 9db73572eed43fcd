using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tensors;
using Belamy.Tests.Data.Readers;
using NAudio.Midi;
using static Belamy.Tests.Data.Readers.SongFiles;

namespace Belamy.Tests.Data.Kinds;

public sealed class PianoRollsTests : IDisposable
{
    private static readonly PianoRolls Rolls = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Save(byte[] content, string name = "song.mid")
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    private string[] Bars(byte[] song, bool melodyAlone = true) => Tell(SongFolder.Open(Save(song), Rolls, melodyAlone), "roll");

    private static string[] Tell(Reading reading, string field)
    {
        Column column = reading[field];
        var item = new float[column.Field.Kind.Shape.Count];
        return [.. Enumerable.Range(0, column.Rows.Count).Select(at =>
        {
            column.Read(at, item);
            return column.Field.Kind.Tell(item);
        })];
    }

    [Fact]
    public void Kind_is_a_bar_of_sixteenths()
    {
        Assert.Equal<Shape>([1, 16, 128], Rolls.Shape);
        Assert.Equal((0d, 1d), Rolls.Range);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PianoRolls(16, 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PianoRolls(0));
    }

    /// <summary>A note-on of no velocity ends a note too; starts and ends go to the nearest sixteenth, of 24 ticks here.</summary>
    [Fact]
    public void Open_quantizes_by_rounding() => Assert.Equal(
        ["0:C4×4 4:D4×2 6:E4×1 10:F4×6", "0:F4×1"],
        Bars(Midi(96, [(11, On(60)), (107, Off(60)), (107, On(62)), (133, On(62, velocity: 0)), (144, On(64)), (145, Off(64)), (230, On(65)), (401, Off(65))])));

    /// <summary>A pitch that is struck again while it sounds: the first that was struck is the first that ends.</summary>
    [Fact]
    public void Open_pairs_first_in_first_out()
    {
        Song song = MidiSong.Read(Save(Midi(96, [(0, On(60)), (48, On(60)), (96, Off(60)), (192, Off(60))])), 4);
        Assert.Equal([new SongNote(60, 0, 4), new SongNote(60, 2, 8)], song.Tracks[0]);
    }

    [Fact]
    public void Open_splits_by_track_where_tracks_share_a_channel()
    {
        byte[] song = Midi(96, [(0, Signature(4, 2))], [(0, On(72)), (192, Off(72)), (192, On(74)), (384, Off(74))], [(0, On(72)), (0, On(55)), (384, Off(55)), (384, Off(72))]);
        Assert.Equal(["0:C5×8 8:D5×8"], Bars(song));
        Assert.Equal(["0:G3×16 0:C5×16 8:D5×8"], Bars(song, melodyAlone: false));
    }

    [Fact]
    public void Open_takes_the_highest_note_for_the_melody_and_leaves_drums_out() => Assert.Equal(
        ["0:E4×4 4:C4×12"],
        Bars(Midi(96, [(0, On(60)), (0, On(64)), (0, On(35, channel: 10)), (96, On(60)), (384, Off(60)), (384, Off(64)), (384, Off(35, channel: 10)), (384, Off(60))])));

    [Fact]
    public void Open_gives_each_bar_the_one_before_it_and_its_chord()
    {
        byte[] song = Midi(
            96,
            [(0, On(72)), (384, Off(72)), (384, On(74)), (768, Off(74)), (1152, On(76)), (1536, Off(76))],
            [(0, On(57)), (0, On(60)), (0, On(64)), (384, Off(57)), (384, Off(60)), (384, Off(64)), (1152, On(55)), (1152, On(59)), (1152, On(62)), (1536, Off(55)), (1536, Off(59)), (1536, Off(62))]);
        Reading reading = SongFolder.Open(Save(song), Rolls);
        Assert.Equal(["0:C5×16", "0:D5×16", "0:E5×16"], Tell(reading, "roll"));
        Assert.Equal(["silence", "0:C5×16", "silence"], Tell(reading, "previous"));
        Assert.Equal(["A, minor", "A, minor", "G"], Tell(reading, "chord"));
        Assert.Single(reading.Columns.Select(column => column.Rows).Distinct());
        Assert.Equal(3, reading.Columns.Select(column => column.Fingerprint).Distinct().Count());
    }

    /// <summary>As POP909 has them: a track of signs alone, then melody, bridge and piano on channels of their own, ends as note-ons of no velocity.</summary>
    [Fact]
    public void Open_takes_the_first_track_with_notes_for_the_melody()
    {
        byte[] song = Midi(
            96,
            [(0, Signature(4, 2))],
            [(0, On(72)), (384, On(72, velocity: 0))],
            [(0, On(76, channel: 2)), (384, On(76, velocity: 0, channel: 2))],
            [(0, On(57, channel: 3)), (0, On(60, channel: 3)), (0, On(64, channel: 3)), (384, On(57, velocity: 0, channel: 3)), (384, On(60, velocity: 0, channel: 3)), (384, On(64, velocity: 0, channel: 3))]);
        Reading reading = SongFolder.Open(Save(song), Rolls);
        Assert.Equal(["0:C5×16"], Tell(reading, "roll"));
        Assert.Equal(["A, minor"], Tell(reading, "chord"));
        Assert.Equal(["0:A3×16 0:C4×16 0:E4×16 0:C5×16 0:E5×16"], Bars(song, melodyAlone: false));
    }

    /// <summary>As thirteen tunes of the Nottingham set: a melody without chords, whose notes then say the chord.</summary>
    [Fact]
    public void Open_of_a_melody_alone_has_the_chord_of_its_notes() =>
        Assert.Equal(["A, minor"], Tell(SongFolder.Open(Save(Midi(96, [(0, On(69)), (96, Off(69)), (96, On(72)), (192, Off(72)), (192, On(76)), (384, Off(76))])), Rolls), "chord"));

    [Theory]
    [InlineData(3, 2, 12)]
    [InlineData(6, 3, 12)]
    [InlineData(2, 2, 16)]
    [InlineData(2, 1, 16)]
    public void Open_takes_songs_whose_bars_fit(int numerator, int power, int steps)
    {
        string path = Save(Midi(96, [(0, Signature(numerator, power)), (0, On(60)), (96, Off(60))]));
        Assert.Equal(["0:C4×4"], Tell(SongFolder.Open(path, new PianoRolls(steps)), "roll"));
        string message = Assert.Throws<BelamyException>(() => SongFolder.Open(path, new PianoRolls(steps + 1))).Message;
        Assert.Contains("which rolls of", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_a_folder_leaves_out_what_it_cannot_read()
    {
        Save(Midi(96, [(0, On(60)), (96, Off(60))]), "a.mid");
        Save([1, 2, 3], "b.mid");
        Save(Midi(96, []), "c.mid");
        Save(Midi(96, [(0, Signature(3, 2)), (0, On(60)), (96, Off(60))]), "d.mid");
        Reading reading = SongFolder.Open(_folder.Path, Rolls);
        Assert.Equal(1, reading["roll"].Rows.Count);
        Assert.Equal(
            ["is no MIDI file that can be read (it does not begin as one); if it should be one, get or make it anew", "has no notes in it", "its bars are of 3 quarter notes, which rolls of 4 do not hold a whole number of"],
            reading.LeftOut.Select(one => one.Reason));
    }

    [Fact]
    public void Open_reads_chorales()
    {
        string path = _folder["chorales.json"];
        string Steps(string step, int count) => string.Join(',', Enumerable.Repeat(step, count));
        File.WriteAllText(path, $$"""{"test": [[[67, 64, 60, 48]]], "valid": [], "train": [[{{Steps("[65, 60, 57, 53]", 16)}}, {{Steps("[64, -1, 60, 57]", 8)}}]]}""");
        Reading reading = SongFolder.Open(path, Rolls);
        Assert.Equal(["0:F4×16", "0:E4×8"], Tell(reading, "roll"));
        Assert.Equal(["F", "A, minor"], Tell(reading, "chord"));
        Assert.Equal(["0:F3×16 0:A3×16 0:C4×16 0:F4×16", "0:A3×8 0:C4×8 0:E4×8"], Tell(SongFolder.Open(path, Rolls, melodyAlone: false), "roll"));
        Assert.Equal(["0:G4×1"], Tell(SongFolder.Open(path, Rolls, options: new DataOptions { Split = DataSplit.Test }), "roll"));
        File.WriteAllText(path, "{}");
        Assert.Contains("has no songs under \"train\"", Assert.Throws<BelamyException>(() => SongFolder.Open(path, Rolls)).Message, StringComparison.Ordinal);
    }

    /// <summary>Each note that is struck is ended as well, or it would sound for ever in a player.</summary>
    [Fact]
    public void Write_ends_every_note_and_is_read_back()
    {
        var item = new float[2 * 16 * 128];
        foreach ((int step, int pitch) in new[] { (0, 60), (1, 60), (2, 62), (4, 60), (4, 67), (31, 72) })
            item[step * 128 + pitch] = 0.9f;
        new PianoRolls { Tempo = 90, Instrument = 73 }.Write(item, _folder["out.mid"]);
        var file = new MidiFile(_folder["out.mid"]);
        Assert.Equal((5, 5), (file.Events.SelectMany(track => track).Count(MidiEvent.IsNoteOn), file.Events.SelectMany(track => track).Count(MidiEvent.IsNoteOff)));
        Assert.Equal(666667, Assert.Single(file.Events.SelectMany(track => track).OfType<TempoEvent>()).MicrosecondsPerQuarterNote);
        Assert.Equal(["0:C4×2 2:D4×1 4:C4×1 4:G4×1", "15:C5×1"], Tell(SongFolder.Open(_folder["out.mid"], Rolls, melodyAlone: false), "roll"));
        Assert.Equal(item[..2048].Select(MathF.Ceiling), Rolls.Read(_folder["out.mid"]));
        Assert.Contains("let the name end in .mid", Assert.Throws<BelamyException>(() => Rolls.Write(item, _folder["out.wav"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pitches_from_another_on_are_read_written_and_told()
    {
        var rolls = new PianoRolls(16, 24) { LowestPitch = 48 };
        string path = Save(Midi(96, [(0, On(60)), (96, Off(60)), (96, On(90)), (192, Off(90))]));
        float[] item = rolls.Read(path);
        Assert.Equal(["0:C4×4"], [rolls.Tell(item)]);
        rolls.Write(item, _folder["out.mid"]);
        Assert.Equal(item, rolls.Read(_folder["out.mid"]));
        Assert.Contains("is among the pitches 0 to 9", Assert.Throws<BelamyException>(() => SongFolder.Open(path, new PianoRolls(16, 10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_shows_notes_higher_for_higher_pitches()
    {
        var item = new float[2048];
        item[60] = 1;
        item[128 + 70] = 1;
        Image picture = Rolls.Draw(item)!;
        Assert.Equal((16 * 6 + 8, 24 * 3 + 8), (picture.Width, picture.Height));
        byte[] Note = [0x1F, 0x5A, 0x96];
        int[] rows = [.. Enumerable.Range(0, 2).Select(step => Enumerable.Range(0, picture.Height).First(y => picture.Row(y).Slice(3 * (4 + 6 * step + 2), 3).SequenceEqual(Note)))];
        Assert.Equal(10 * 3, rows[0] - rows[1]);
    }

    [Fact]
    public void Read_of_a_file_that_lies_about_lengths_takes_no_memory()
    {
        byte[] lie = Midi(96, [(0, [0xFF, 1, 0xFF, 0xFF, 0xFF, 0x7F, 65]), (0, On(60))]);
        string path = Save(lie);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("something is longer than the file", Assert.Throws<BelamyException>(() => Rolls.Read(path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("longer than any song", Assert.Throws<BelamyException>(() => Rolls.Read(Save(Midi(1, [(0, On(60)), (0xFFFFFF, Off(60))])))).Message, StringComparison.Ordinal);
    }
}
