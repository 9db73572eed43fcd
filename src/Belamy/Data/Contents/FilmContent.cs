using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Imaging.Readers;

namespace Belamy.Data.Contents;

/// <summary>Folders of films.</summary>
internal sealed class FilmContent : ContentReader
{
    public const string Films = "films";

    // A picture of so many square frames is hardly anything else.
    private const int FramesOfStrip = 4;
    private const int LookedAt = 16;
    private const double Enough = 0.9;
    private static readonly int[] UsualFrames = [32, 16, 8], UsualSizes = [32, 64];

    public override string Name => Films;

    public override string Description => "animated GIF and WebP, strips and folders of frames; MP4 and others by ffmpeg";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("clips/1.gif  clips/2.mp4", "sub-folders are classes"),
        ("walks/anna/1.png  walks/anna/2.png  with --kind films", "a folder of frames is a film"),
        ("shapes/1.png, square frames side by side", "a picture is a film"),
    ];

    internal override IReadOnlyList<string> Endings => [.. FilmFile.Endings.Except(PictureFile.Endings)];

    internal override IReadOnlyList<string> Takes => ["--frames", "--size"];

    public override Dataset Open(string path, DataOptions options)
    {
        (Films kind, string? choice) = options.Item is Films known ? (known, null) : Choose(path, options);
        return Gather(path, FilmFolder.Open(path, kind, options), choice);
    }

    /// <summary>Whether pictures are films: all of them strips of frames, or formats that move, of which most do.</summary>
    public static bool AreFilms(string[] files)
    {
        string[] some = [.. Survey.Some(files, LookedAt)];
        if (some.Length == 0)
            return false;
        int[] counts = Survey.Of(some, DataOptions.Default, film => FilmFile.CountFrames(film));
        return files.All(FilmFile.MayMove)
            ? counts.Count(count => count > 1) * 2 > some.Length
            : counts.Length == some.Length && some.All(FilmFile.IsStill) && counts.All(count => count >= FramesOfStrip);
    }

    private static (Films Kind, string? Choice) Choose(string path, DataOptions options)
    {
        string[] films = FilmFolder.List(path, options);
        int[] counts = [.. Survey.Of(films, options, film => FilmFile.CountFrames(film)).Order()];
        int usual = counts.Length == 0 ? UsualFrames[1] : UsualFrames.FirstOrDefault(frames => counts.Count(count => count >= frames) >= Enough * counts.Length);
        int frames = options.Frames ?? (usual > 0 ? usual : counts[counts.Length / 10]);
        if (options.Size is { } asked && asked.Width != asked.Height)
            throw new BelamyException($"--size {asked}: films are squares here; give one number");
        int size = options.Size?.Width ?? Survey.Nearest(Survey.Of(films, options, FilmFile.Side), UsualSizes);
        var probe = new Films(1, 3, size, size);
        bool[] colours = Survey.Of([.. Survey.Some(films, LookedAt)], options, film => (bool?)HasColour(probe.Read(film)));
        var kind = new Films(frames, colours.Length == 0 || colours.Contains(true) ? 3 : 1, size, size);
        string why = counts.Length == 0 ? "as is usual" : $"{Survey.Share(counts.Count(count => count >= frames), counts.Length, films.Length)} have as many";
        return (kind, options is { Frames: not null, Size: not null } ? null : $"{kind.Description}: {why}; --frames and --size choose otherwise");
    }

    private static bool HasColour(float[] frame)
    {
        int area = frame.Length / 3;
        return !frame.AsSpan(0, area).SequenceEqual(frame.AsSpan(area, area)) || !frame.AsSpan(0, area).SequenceEqual(frame.AsSpan(2 * area));
    }
}
