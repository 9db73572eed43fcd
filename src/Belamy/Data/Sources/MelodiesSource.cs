using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Data;

/// <summary>
/// Bars of melodies over chords that nobody wrote: tunes of 16 bars in the twelve major keys. A bar begins with the tone of its
/// chord nearest to the last tone of the bar before, and goes on by steps of the scale.
/// </summary>
internal sealed class MelodiesSource : DataSource
{
    public const int BarsOfTune = 16;
    public const int Lowest = 60, Highest = 83;

    /// <summary>The major scale, in semitones above its root.</summary>
    public static readonly int[] Scale = [0, 2, 4, 5, 7, 9, 11];

    private const int Tunes = 625, Beat = 4, Beats = 4;
    private const int Version = 1;

    // More than a tune asks for.
    private const ulong NumbersOfTune = 1024;

    // Steps of the scale that chords stand on, of four bars each time: I IV V I and others.
    private static readonly int[][] Progressions = [[0, 3, 4, 0], [0, 5, 3, 4], [0, 4, 5, 3], [0, 3, 0, 4]];

    private static readonly int[] Triad = [0, 2, 4];

    private static readonly PianoRolls Kind = new();

    public override string Name => "melodies";

    public override string Description => "10,000 bars of tunes in major keys with their chords, each bar with the one before: 625 tunes of 16 bars, and as many for tests";

    public override string Content => "songs";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int seed = options.Split == DataSplit.Test ? 1 : 0;
        var random = new CounterRandom(seed);
        var rows = new Rows("bars", Tunes * BarsOfTune);
        string parameters = $"{Name} {Version} {seed}";
        return new FieldedDataset(
            Name,
            "roll",
            new DrawnColumn(new Field("roll", Kind), rows, parameters, (item, values) => Draw(random, item / BarsOfTune, item % BarsOfTune, values)),
            new DrawnColumn(new Field("previous", Kind), rows, $"{parameters} previous", (item, values) => Draw(random, item / BarsOfTune, item % BarsOfTune - 1, values)),
            new DrawnColumn(new Field("chord", new Attributes(SongChords.Names)), rows, parameters, (item, values) =>
            {
                var draws = new Draws(random, item / BarsOfTune);
                (int key, int[] progression) = Plan(draws);
                SongChords.Values(Chord(key, progression[item % BarsOfTune % progression.Length])).CopyTo(values);
            }));
    }

    /// <summary>Draws a bar of a tune; one before the first is silent.</summary>
    private static void Draw(CounterRandom random, int tune, int bar, Span<float> roll)
    {
        roll.Clear();
        var draws = new Draws(random, tune);
        (int key, int[] progression) = Plan(draws);
        int last = (Lowest + Highest) / 2;
        for (int at = 0; at <= bar; at++)
        {
            int root = progression[at % progression.Length];
            int[] chord = [.. Triad.Select(third => (key + Scale[(root + third) % Scale.Length]) % 12)];
            for (int beat = 0; beat < Beats; beat++)
            {
                // The first and the third beat have a tone of the chord, the others go on by a step.
                last = beat % 2 == 0 ? Nearest(last, pitch => chord.Contains(pitch % 12), draws) : Step(last, key, draws);
                bool isParted = draws.Next() < 0.5;
                Sound(roll, at == bar, beat * Beat, isParted ? Beat / 2 : Beat, last);
                if (!isParted)
                    continue;
                last = Step(last, key, draws);
                Sound(roll, at == bar, beat * Beat + Beat / 2, Beat / 2, last);
            }
        }
    }

    private static (int Key, int[] Progression) Plan(Draws draws) => ((int)(12 * draws.Next()), Progressions[(int)(Progressions.Length * draws.Next())]);

    private static int Chord(int key, int step) => (key + Scale[step]) % 12 + (step is 1 or 2 or 5 ? 12 : 0);

    private static void Sound(Span<float> roll, bool isAsked, int start, int length, int pitch)
    {
        for (int step = start; isAsked && step < start + length; step++)
            roll[step * Kind.Pitches + pitch] = 1;
    }

    /// <summary>The next pitch of the scale, up or down.</summary>
    private static int Step(int last, int key, Draws draws)
    {
        int way = draws.Next() < 0.5 ? 1 : -1;
        for (int pitch = last + way; ; pitch += way)
        {
            if (pitch is < Lowest or > Highest)
                (pitch, way) = (last, -way);
            else if (Scale.Contains((pitch - key + 12) % 12))
                return pitch;
        }
    }

    /// <summary>The nearest other pitch of some; of two that are as near either.</summary>
    private static int Nearest(int last, Func<int, bool> isFit, Draws draws)
    {
        int way = draws.Next() < 0.5 ? 1 : -1;
        for (int distance = 1; ; distance++)
        {
            foreach (int pitch in new[] { last + way * distance, last - way * distance })
            {
                if (pitch is >= Lowest and <= Highest && isFit(pitch))
                    return pitch;
            }
        }
    }

    /// <summary>The random numbers of a tune, one after another.</summary>
    private sealed class Draws(CounterRandom random, int tune)
    {
        private ulong _next = (ulong)tune * NumbersOfTune;

        public double Next() => random.Uniform(_next++);
    }
}
