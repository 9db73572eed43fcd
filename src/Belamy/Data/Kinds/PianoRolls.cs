using System.Globalization;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which notes sound in each step of a bar, [1, steps, pitches]: 1 where one does, else 0; from a half on it is taken to sound.</summary>
/// <param name="Steps">Steps in a bar, at least 1.</param>
/// <param name="Pitches">Pitches, from 1 to 128.</param>
public sealed record PianoRolls(int Steps = 16, int Pitches = 128) : Kind
{
    private const int AllPitches = 128;
    private const int Narrowest = 24;
    private const int StepWidth = 6, PitchHeight = 3;

    private static readonly string[] Tones = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>Steps in a bar.</summary>
    public int Steps { get; init; } = Extent.Require(Steps, nameof(Steps));

    /// <summary>Pitches.</summary>
    public int Pitches { get; init; } = Pitches <= AllPitches ? Extent.Require(Pitches, nameof(Pitches)) : throw new ArgumentOutOfRangeException(nameof(Pitches), Pitches, "There are 128 pitches.");

    /// <summary>The pitch of the first value of a step, from 0 to 127; 60 is the middle C, called C4.</summary>
    public int LowestPitch
    {
        get;
        init => field = value is >= 0 and < AllPitches ? value : throw new ArgumentOutOfRangeException(nameof(LowestPitch), value, "There are 128 pitches.");
    }

    /// <summary>Steps in a quarter note, at least 1: 4 for sixteenths.</summary>
    public int StepsPerQuarter
    {
        get;
        init => field = Extent.Require(value, nameof(StepsPerQuarter));
    } = 4;

    /// <summary>Quarter notes in a minute, in files that are written; 4 to 1000.</summary>
    public double Tempo
    {
        get;
        init => field = value is >= 4 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Tempo), value, "Files of songs hold tempos from 4 to 1000.");
    } = 120;

    /// <summary>The instrument of files that are written, from 0 to 127 as General MIDI counts: 0 is a piano.</summary>
    public int Instrument
    {
        get;
        init => field = value is >= 0 and <= 127 ? value : throw new ArgumentOutOfRangeException(nameof(Instrument), value, "There are 128 instruments.");
    }

    /// <inheritdoc/>
    public override string Name => "piano rolls";

    /// <inheritdoc/>
    public override string Noun => "bar";

    /// <inheritdoc/>
    public override Shape Shape => [1, Steps, Pitches];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => $"piano rolls of {Counted.Of(Steps, "step")} and {Counted.Of(Pitches, "pitch", "pitches")}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".mid", ".midi"];

    /// <summary>Reads the first bar in which something sounds, all tracks together; <see cref="SongFolder"/> reads whole songs.</summary>
    /// <inheritdoc/>
    public override float[] Read(string path)
    {
        Reading reading = SongFolder.Open(path, this, melodyAlone: false);
        var item = new float[Steps * Pitches];
        reading["roll"].Read(0, item);
        return item;
    }

    /// <summary>Writes bars one behind the other as a MIDI file; steps on end are one note.</summary>
    /// <param name="item">One bar or more.</param>
    /// <param name="path">The file.</param>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        if (!FileEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"{path}: piano rolls are written as MIDI; let the name end in .mid");
        Extent.Count(this, item);
        MidiSong.Write(path, Notes(item), StepsPerQuarter, Tempo, Instrument);
    }

    /// <summary>Draws rolls with time to the right and pitch upwards, rows of black keys darker, over the pitches that occur.</summary>
    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int count = Extent.Count(this, items);
        (int low, int high) = Used(items);
        int height = (high - low) * PitchHeight, width = Steps * StepWidth;
        var cells = new byte[count * 3 * height * width];
        for (int cell = 0; cell < count; cell++)
        {
            for (int at = 0; at < height * width; at++)
            {
                (int y, int x) = Math.DivRem(at, width);
                int pitch = high - 1 - y / PitchHeight, step = x / StepWidth;
                bool sounds = items[(cell * Steps + step) * Pitches + pitch] >= 0.5f;
                bool isBlack = Tones[(LowestPitch + pitch) % Tones.Length].Length > 1, isBeat = x % (StepWidth * StepsPerQuarter) == 0;
                (byte red, byte green, byte blue) = sounds ? ((byte)0x1F, (byte)0x5A, (byte)0x96) : isBeat ? ((byte)0xC9, (byte)0xCE, (byte)0xD5) : isBlack ? ((byte)0xE4, (byte)0xE7, (byte)0xEB) : ((byte)0xF7, (byte)0xF8, (byte)0xFA);
                Span<byte> planes = cells.AsSpan(cell * 3 * height * width);
                (planes[at], planes[height * width + at], planes[2 * height * width + at]) = (red, green, blue);
            }
        }

        return ImageGrid.Create(cells, 3, height, width, columns, gap: 4);
    }

    /// <summary>The notes with their steps, in the order of their starts: <c>0:E4×4 4:G4×2</c>.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        string[] notes = [.. Notes(item).Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Start}:{Tones[note.Pitch % Tones.Length]}{note.Pitch / Tones.Length - 1}×{note.End - note.Start}"))];
        return notes.Length > 0 ? string.Join(' ', notes) : "silence";
    }

    internal override bool HoldsMany => true;

    /// <summary>Whether no more than one note sounds at a time.</summary>
    /// <param name="items">Bars.</param>
    internal bool IsMelody(ReadOnlySpan<float> items)
    {
        for (int step = 0; step < items.Length; step += Pitches)
        {
            if (items.Slice(step, Pitches).Count(1f) > 1)
                return false;
        }

        return true;
    }

    private List<SongNote> Notes(ReadOnlySpan<float> items)
    {
        var notes = new List<SongNote>();
        int steps = items.Length / Pitches;
        for (int pitch = 0; pitch < Pitches; pitch++)
        {
            for (int start = 0; start < steps; start++)
            {
                int end = start;
                while (end < steps && items[end * Pitches + pitch] >= 0.5f)
                    end++;
                if (end == start)
                    continue;
                notes.Add(new SongNote(LowestPitch + pitch, start, end));
                start = end;
            }
        }

        return [.. notes.OrderBy(note => note.Start).ThenBy(note => note.Pitch)];
    }

    private (int Low, int High) Used(ReadOnlySpan<float> items)
    {
        (int low, int high) = (Pitches, 0);
        for (int at = 0; at < items.Length; at++)
        {
            if (items[at] >= 0.5f)
                (low, high) = (Math.Min(low, at % Pitches), Math.Max(high, at % Pitches + 1));
        }

        int middle = low < high ? (low + high) / 2 : Pitches / 2;
        (low, high) = (Math.Min(low, middle - Narrowest / 2), Math.Max(high, middle + Narrowest / 2));
        return (Math.Max(0, low), Math.Min(Pitches, high));
    }
}
