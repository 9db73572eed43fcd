using System.Text.Json;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Songs in JSON, as the chorales of Bach are commonly given: parts called <c>train</c>, <c>valid</c> and <c>test</c> of songs of steps of pitches.</summary>
internal static class ChoralesFile
{
    /// <summary>Reads the songs of a part; each voice is a track. A pitch below 0 is silence.</summary>
    /// <exception cref="BelamyException">It is no such file, or has no such part.</exception>
    public static Song[] Read(string path, DataSplit split)
    {
        string part = split == DataSplit.Test ? "test" : "train";
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "JSON", () =>
        {
            double[][][]? songs = null;
            var reader = new Utf8JsonReader(content);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isPart = reader.ValueTextEquals(part);
                    reader.Read();
                    if (isPart)
                        songs = JsonSerializer.Deserialize<double[][][]>(ref reader);
                    else
                        reader.Skip();
                }
            }

            Song[] read = [.. (songs ?? []).Select(ToSong).OfType<Song>()];
            return read.Length > 0 ? read : throw new BelamyException($"{path}: has no songs under \"{part}\"; chorales are {{\"train\": [[[65, 60, 57, 53], …], …], \"test\": …}}");
        });
    }

    private static Song? ToSong(double[][]? steps)
    {
        int voices = steps is null ? 0 : Math.Min(16, steps.Max(step => step?.Length ?? 0));
        var tracks = new List<SongNote[]>();
        for (int voice = 0; voice < voices; voice++)
        {
            var notes = new List<SongNote>();
            for (int at = 0; at < Math.Min(steps!.Length, Song.MostSteps); at++)
            {
                double pitch = steps[at] is { } step && voice < step.Length ? step[voice] : -1;
                if (!(pitch >= 0 && pitch <= 127))
                    continue;
                // A pitch that goes on is one note: the files do not tell where it is struck again.
                if (notes.Count > 0 && notes[^1].Pitch == (int)pitch && notes[^1].End == at)
                    notes[^1] = notes[^1] with { End = at + 1 };
                else
                    notes.Add(new SongNote((int)pitch, at, at + 1));
            }

            if (notes.Count > 0)
                tracks.Add([.. notes]);
        }

        return tracks.Count > 0 ? new Song(tracks, []) : null;
    }
}
