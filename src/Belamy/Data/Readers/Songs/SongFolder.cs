using Belamy.Data.Kinds;

namespace Belamy.Data.Readers;

/// <summary>Folders of songs as bars: MIDI files, and chorales in JSON.</summary>
/// <remarks>
/// A song is cut into bars as long as the kind's rolls. Songs whose signatures do not fit into them, such as 3/4 into bars of
/// 16 sixteenths, are left out; bars in which nothing sounds are passed over.
/// </remarks>
public static class SongFolder
{
    private static readonly string[] Endings = [".mid", ".midi", ".json"];

    /// <summary>Reads the songs of a folder, or of one file.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="rolls">What a bar is.</param>
    /// <param name="melodyAlone">Whether rolls hold the highest note of a song's first track alone; else all notes of all tracks.</param>
    /// <param name="options">The part, progress and cancellation.</param>
    /// <returns>Over the same rows: <c>roll</c>, a bar; <c>previous</c>, the bar before it, empty before the first; <c>chord</c>, which chord the
    /// other tracks have in it, or the first where it is alone: a value for each of the roots C to B and one for minor.</returns>
    /// <exception cref="BelamyException">There is nothing readable at the path, or the machine has not the memory for it.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Reading Open(string path, PianoRolls rolls, bool melodyAlone = true, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rolls);
        options ??= DataOptions.Default;
        var content = FolderContent<Song[]>.Read(path, "song", Endings, options, file => ReadFile(file, rolls, options.Split));
        var bars = new List<byte[]>();
        var previous = new List<int>();
        var chords = new List<float>();
        int length = rolls.Steps * rolls.Pitches;
        long available = options.AvailableMemory ?? MachineMemory.Available;
        foreach (Song song in content.Values.SelectMany(songs => songs))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            Cut(song, rolls, melodyAlone, bars, previous, chords);
            if (!MachineMemory.Fits(2L * bars.Count * length, available))
                throw new BelamyException($"{path}: its bars take more memory than the {MachineMemory.Text(available)} of this machine; give fewer songs");
        }

        if (bars.Count == 0)
            throw new BelamyException($"{path}: no note of its songs is among the pitches {rolls.LowestPitch} to {rolls.LowestPitch + rolls.Pitches - 1}; take more of them");
        var rows = new Rows(content.Name, bars.Count);
        var bytes = new PixelStore(bars.Count, length);
        for (int at = 0; at < bars.Count; at++)
            bars[at].CopyTo(bytes[at]);
        var roll = new ByteColumn(new Field("roll", rolls), rows, bytes, 0, 1);
        var chord = new ArrayColumn(new Field("chord", new Attributes(SongChords.Names)), rows, [.. chords]);
        return new([roll, new PickedColumn(new Field("previous", rolls), rows, roll, [.. previous]), chord], content.LeftOut) { HasTestPart = content.HasTestPart };
    }

    private static Song[] ReadFile(string file, PianoRolls rolls, DataSplit split)
    {
        if (Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase))
            return ChoralesFile.Read(file, split);
        Song song = MidiSong.Read(file, rolls.StepsPerQuarter);
        double bar = (double)rolls.Steps / rolls.StepsPerQuarter;
        foreach (double length in song.Bars)
        {
            if (bar % length != 0)
                throw new BelamyException($"{file}: its bars are of {length:0.###} quarter notes, which rolls of {bar:0.###} do not hold a whole number of");
        }

        return [song];
    }

    private static void Cut(Song song, PianoRolls rolls, bool melodyAlone, List<byte[]> bars, List<int> previous, List<float> chords)
    {
        SongNote[] voice = melodyAlone ? Highest(song.Tracks[0]) : [.. song.Tracks.SelectMany(track => track)];
        SongNote[] harmony = song.Tracks.Count > 1 ? [.. song.Tracks.Skip(1).SelectMany(track => track)] : song.Tracks[0];
        int count = (song.Length + rolls.Steps - 1) / rolls.Steps;
        ILookup<int, SongNote> voices = ByBar(voice, rolls.Steps), harmonies = ByBar(harmony, rolls.Steps);
        (int chord, int before) = (-1, -1);
        for (int bar = 0; bar < count; bar++)
        {
            int start = bar * rolls.Steps;
            byte[]? roll = Roll(voices[bar], rolls, start);
            int found = SongChords.Find(harmonies[bar], start, start + rolls.Steps);
            // A bar without harmony keeps the chord before it.
            chord = found >= 0 ? found : chord;
            if (roll is null)
            {
                before = -1;
                continue;
            }

            previous.Add(before);
            before = bars.Count;
            bars.Add(roll);
            chords.AddRange(SongChords.Values(chord >= 0 ? chord : SongChords.Find(voices[bar], start, start + rolls.Steps)));
        }
    }

    private static ILookup<int, SongNote> ByBar(SongNote[] notes, int steps) => notes
        .SelectMany(note => Enumerable.Range(note.Start / steps, (note.End - 1) / steps - note.Start / steps + 1).Select(bar => (bar, note)))
        .ToLookup(pair => pair.bar, pair => pair.note);

    private static byte[]? Roll(IEnumerable<SongNote> notes, PianoRolls rolls, int start)
    {
        byte[]? roll = null;
        foreach (SongNote note in notes)
        {
            int pitch = note.Pitch - rolls.LowestPitch;
            if ((uint)pitch >= (uint)rolls.Pitches)
                continue;
            roll ??= new byte[rolls.Steps * rolls.Pitches];
            for (int step = Math.Max(0, note.Start - start); step < Math.Min(rolls.Steps, note.End - start); step++)
                roll[step * rolls.Pitches + pitch] = byte.MaxValue;
        }

        return roll;
    }

    /// <summary>Of notes that sound at once the highest, from where it begins on; a note that is struck ends the one before it.</summary>
    private static SongNote[] Highest(SongNote[] notes)
    {
        var line = new List<SongNote>();
        foreach (SongNote note in notes)
        {
            if (line.Count > 0 && line[^1].End > note.Start)
            {
                if (line[^1].Start == note.Start)
                    line.RemoveAt(line.Count - 1);
                else
                    line[^1] = line[^1] with { End = note.Start };
            }

            line.Add(note);
        }

        return [.. line];
    }
}
