namespace Belamy.Data.Readers;

/// <summary>Which chord a bar has: one of twelve roots, major or minor.</summary>
internal static class SongChords
{
    /// <summary>A value for each root, C to B, and one for minor.</summary>
    public static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B", "minor"];

    private const int Classes = 12;

    /// <summary>The triad whose three tones sound longest in some steps, and at equal length the one whose root is the lowest tone; -1 where nothing sounds. Minor ones count from 12 on.</summary>
    public static int Find(IEnumerable<SongNote> notes, int from, int to)
    {
        Span<long> lengths = stackalloc long[Classes];
        int lowest = int.MaxValue;
        foreach (SongNote note in notes)
        {
            int length = Math.Min(note.End, to) - Math.Max(note.Start, from);
            if (length <= 0)
                continue;
            lengths[note.Pitch % Classes] += length;
            lowest = Math.Min(lowest, note.Pitch);
        }

        if (lowest == int.MaxValue)
            return -1;
        (int best, long most) = (-1, -1);
        for (int chord = 0; chord < 2 * Classes; chord++)
        {
            int root = chord % Classes, third = chord < Classes ? 4 : 3;
            long sum = 2 * (lengths[root] + lengths[(root + third) % Classes] + lengths[(root + 7) % Classes]) + (root == lowest % Classes ? 1 : 0);
            if (sum > most)
                (best, most) = (chord, sum);
        }

        return best;
    }

    /// <summary>The values of a chord, in the order of <see cref="Names"/>.</summary>
    public static float[] Values(int chord)
    {
        var values = new float[Names.Length];
        values[chord % Classes] = 1;
        values[^1] = chord >= Classes ? 1 : 0;
        return values;
    }
}
