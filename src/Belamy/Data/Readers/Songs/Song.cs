namespace Belamy.Data.Readers;

/// <summary>A note of a song that is cut into steps.</summary>
/// <param name="Pitch">From 0 to 127; 60 is the middle C.</param>
/// <param name="Start">The step that it begins with.</param>
/// <param name="End">The step before which it ends, at least one after the start.</param>
internal readonly record struct SongNote(int Pitch, int Start, int End);

/// <summary>A song in steps of equal length.</summary>
/// <param name="Tracks">The notes of each track that has any, in the order of their starts.</param>
/// <param name="Bars">The lengths of the bars that its signatures tell, in quarter notes, each once; empty where it tells none.</param>
internal sealed record Song(IReadOnlyList<SongNote[]> Tracks, IReadOnlyList<double> Bars)
{
    /// <summary>More steps than any song has: hours of sixteenths.</summary>
    public const int MostSteps = 1 << 18;

    /// <summary>More steps than the notes of any track last together.</summary>
    public const int MostSounding = 16 * MostSteps;

    /// <summary>The step before which all notes end.</summary>
    public int Length => Tracks.Max(track => track.Max(note => note.End));
}
