using Belamy.Files;
using NAudio.Midi;

namespace Belamy.Data.Readers;

/// <summary>MIDI files as songs in steps.</summary>
internal static class MidiSong
{
    private const int TicksPerQuarter = 480;
    private const int Velocity = 90;
    private const int Drums = 10;

    /// <summary>Reads a file.</summary>
    /// <remarks>
    /// Each track stands for itself: tracks share channels. A pitch that is struck while it still sounds ends its earlier note
    /// first, and starts and ends go to the nearest step. Drums, on channel 10, are left out: their pitches are none.
    /// </remarks>
    /// <exception cref="BelamyException">It cannot be read, or has no notes.</exception>
    public static Song Read(string path, int stepsPerQuarter)
    {
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "MIDI", () =>
        {
            var file = new MidiFile(new MemoryStream(MidiEvents.NotesOf(content)), strictChecking: false);
            // A negative number tells frames of films and ticks in a frame: there are no quarter notes then.
            if (file.DeltaTicksPerQuarterNote is <= 0 or > short.MaxValue)
                throw new BelamyException($"{path}: counts time by frames of a film, not by notes; export it with ticks per quarter note");
            double scale = (double)stepsPerQuarter / file.DeltaTicksPerQuarterNote;
            SongNote[][] tracks = [.. file.Events.Select(track => Notes(path, track, scale)).Where(notes => notes.Length > 0)];
            double[] bars = [.. file.Events.SelectMany(track => track).OfType<TimeSignatureEvent>()
                .Where(signature => signature is { Numerator: > 0, Denominator: >= 0 and <= 6 })
                .Select(signature => signature.Numerator * 4.0 / (1 << signature.Denominator)).Distinct()];
            return tracks.Length > 0 ? new Song(tracks, bars) : throw new BelamyException($"{path}: has no notes in it");
        });
    }

    /// <summary>Writes notes as a file of one track.</summary>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<SongNote> notes, int stepsPerQuarter, double tempo, int program)
    {
        var song = new MidiEventCollection(midiFileType: 0, TicksPerQuarter);
        song.AddEvent(new TempoEvent((int)Math.Round(60_000_000 / tempo), 0), 0);
        song.AddEvent(new PatchChangeEvent(0, 1, program), 0);
        foreach (SongNote note in notes)
        {
            long start = Ticks(note.Start), end = Ticks(note.End);
            song.AddEvent(new NoteOnEvent(start, 1, note.Pitch, Velocity, (int)(end - start)), 0);
            // NAudio writes no end of a note by itself, whatever its length.
            song.AddEvent(new NoteEvent(end, 1, MidiCommandCode.NoteOff, note.Pitch, 0), 0);
        }

        song.PrepareForExport();
        var content = new MemoryStream();
        MidiFile.Export(content, song);
        AtomicFile.WriteAllBytes(path, content.ToArray());

        long Ticks(int step) => (long)step * TicksPerQuarter / stepsPerQuarter;
    }

    private static SongNote[] Notes(string path, IList<MidiEvent> track, double scale)
    {
        var notes = new List<SongNote>();
        var sounding = new Dictionary<(int Channel, int Pitch), Queue<long>>();
        long last = 0;
        double sounded = 0;
        foreach (NoteEvent note in track.OfType<NoteEvent>().Where(note => note.Channel != Drums))
        {
            last = note.AbsoluteTime;
            (int, int) key = (note.Channel, note.NoteNumber);
            if (MidiEvent.IsNoteOn(note))
            {
                if (!sounding.TryGetValue(key, out Queue<long>? starts))
                    sounding.Add(key, starts = new Queue<long>());
                starts.Enqueue(note.AbsoluteTime);
            }
            else if (MidiEvent.IsNoteOff(note) && sounding.TryGetValue(key, out Queue<long>? starts) && starts.TryDequeue(out long start))
            {
                Add(note.NoteNumber, start, note.AbsoluteTime);
            }
        }

        // What is never ended ends with the track.
        foreach (((int _, int pitch), Queue<long> starts) in sounding)
        {
            foreach (long start in starts)
                Add(pitch, start, last);
        }

        return [.. notes.OrderBy(note => note.Start).ThenBy(note => note.Pitch).ThenBy(note => note.End)];

        void Add(int pitch, long from, long to)
        {
            double start = Math.Round(from * scale, MidpointRounding.AwayFromZero), end = Math.Round(to * scale, MidpointRounding.AwayFromZero);
            sounded += end - start;
            if (end > Song.MostSteps || sounded > Song.MostSounding)
                throw new BelamyException($"{path}: lasts longer than any song (more than {Song.MostSteps:N0} steps); the file is damaged, get or make it anew");
            notes.Add(new SongNote(pitch, (int)start, (int)Math.Max(start + 1, end)));
        }
    }
}
