using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Data.Contents;

/// <summary>Folders of songs, as bars.</summary>
internal sealed class SongContent : ContentReader
{
    private const int StepsPerQuarter = 4;

    // Sixteenths of the usual bars: 4/4, and 3/4 or 6/8.
    private static readonly int[] Bars = [16, 12];

    public override string Name => "songs";

    public override string Description => "MIDI, and chorales in JSON, cut into bars of sixteenths: roll, previous (the bar before), chord";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("tunes/ashover1.mid  tunes/ashover2.mid", "the melody is the first track; --voices all takes all"),
        ("chorales.json", "{\"train\": [[[65, 60, 57, 53], …], …], \"test\": …}"),
    ];

    internal override IReadOnlyList<string> Endings => [".mid", ".midi"];

    internal override IReadOnlyList<string> SecondaryEndings => [".json"];

    internal override IReadOnlyList<string> Takes => ["--bar", "--voices"];

    public override Dataset Open(string path, DataOptions options)
    {
        (PianoRolls kind, string? choice) = options.Item is PianoRolls known ? (known, null) : Choose(path, options);
        Reading reading = SongFolder.Open(path, kind, !options.AllVoices, options);
        bool isChorales = File.Exists(path) && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return Gather(path, isChorales ? reading with { HasTestPart = true } : reading, choice);
    }

    private static (PianoRolls Kind, string? Choice) Choose(string path, DataOptions options)
    {
        string voices = options.AllVoices ? "all voices" : "the melody alone; --voices all takes all";
        if (options.Bar is { } asked)
            return (Rolls(asked), options.AllVoices ? null : $"bars hold {voices}");
        string[] files = Survey.Files(path, [".mid", ".midi"], options);
        double[][] seen = Array.ConvertAll(Survey.Of(files, options, file => ((double[], int)?)([.. MidiSong.Read(file, StepsPerQuarter).Bars], 0)), one => one.Item1);
        int[] fitting = [.. Bars.Select(bar => seen.Count(song => song.All(length => (double)bar / StepsPerQuarter % length == 0)))];
        int best = fitting[1] > fitting[0] ? 1 : 0;
        string why = seen.Length == 0 ? "the usual" : $"{Survey.Share(fitting[best], seen.Length, files.Length)} songs fit into them";
        return (Rolls(Bars[best]), $"bars of {Bars[best]} sixteenths: {why}; --bar {Bars[1 - best]} takes {(best == 0 ? "3/4 and 6/8" : "4/4")}; they hold {voices}");
    }

    private static PianoRolls Rolls(int steps) => new(steps) { StepsPerQuarter = StepsPerQuarter };
}
