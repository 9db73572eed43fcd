using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("midinet", "melodies of 16 bars over chords, in the twelve major keys")]
    internal static void CheckMidiNet(ReproductionRun run)
    {
        (int width, int batch, long steps, int songs) = run.Choose((2, 4, 2L, 1), (32, 72, 1_500L, 40), (64, 72, 20_000L, 100));
        Dataset data = run.Open("melodies");
        MidiNet recipe = MidiNet with { Width = width, Batch = batch };
        run.Description = $"{steps:N0} steps of {batch} bars, width {width}, {songs} songs of {MelodiesSource.BarsOfTune} bars, each bar made after the one before and over chords of the data; without the bar before beside it";
        MelodyReport real = Heard(run.Open("melodies", DataSplit.Test), songs * MelodiesSource.BarsOfTune);
        MelodyReport[] whole = Play(recipe, "as published"), alone = Play(recipe with { IsContinuing = false }, "without the bar before");
        run.Works("steps within the best major scale of their song, %", [.. whole.Select(report => 100 * report.InScale)], Ask.AtLeast(75), $"{100 * real.InScale:0} in the data, 65 by chance");
        run.Works("steps with a tone of their chord, %", [.. whole.Select(report => 100 * report.InChord)], Ask.AtLeast(45), $"{100 * real.InChord:0} in the data, 25 by chance");
        run.Effect("bars that begin within 5 semitones of where the bar before ends, %, by the bar before", [.. whole.Select(report => 100 * report.Continued)], [.. alone.Select(report => 100 * report.Continued)], published: $"{100 * real.Continued:0} in the data");
        run.Tell("steps within the best major scale of their song, %, without the bar before", [.. alone.Select(report => 100 * report.InScale)]);
        run.Tell("distinct bars, %", [.. whole.Select(report => 100 * report.Distinct)], $"{100 * real.Distinct:0} in the data");

        MelodyReport[] Play(MidiNet of, string label) => run.Each(of, data, steps, label, trained =>
        {
            Generator generator = trained.Generator;
            Samples samples = generator.Sample(songs * MelodiesSource.BarsOfTune);
            run.Picture ??= data.Main.Field.Kind.Draw(samples.Take(32).Values, 8);
            return MelodyReport.Of(samples.Values.ToArray(), at => generator.Succession!.UsualOf(generator.Seed, at));
        });
    }

    private static MelodyReport Heard(Dataset data, int count)
    {
        Column chords = data.Column("chord");
        return MelodyReport.Of(ItemFunction.Read(data, count), at =>
        {
            var chord = new float[chords.Field.Kind.Shape.Count];
            chords.Read(at, chord);
            return chord;
        });
    }

    /// <summary>What is heard in bars of songs.</summary>
    /// <param name="InScale">The share of sounding steps within a major scale, for each song the one that holds most.</param>
    /// <param name="InChord">The share of sounding steps that have a tone of their bar's chord.</param>
    /// <param name="Continued">The share of bars that begin within 5 semitones of where the bar before ends.</param>
    /// <param name="Distinct">Different bars, as a share of all.</param>
    private sealed record MelodyReport(double InScale, double InChord, double Continued, double Distinct)
    {
        /// <param name="bars">Bars of <see cref="PianoRolls"/>, songs of <see cref="MelodiesSource.BarsOfTune"/> on end.</param>
        /// <param name="chordOf">The chord of a bar, as the data have it.</param>
        public static MelodyReport Of(float[] bars, Func<int, float[]> chordOf)
        {
            var kind = new PianoRolls();
            int length = kind.Steps * kind.Pitches, count = bars.Length / length, follows = 0, begun = 0, sounding = 0, scaled = 0, chorded = 0;
            var different = new HashSet<string>();
            int? last = null;
            var tones = new int[12];
            for (int at = 0; at < count; at++)
            {
                int[] pitches = [.. Enumerable.Range(0, kind.Steps).Select(step => bars.AsSpan(at * length + step * kind.Pitches, kind.Pitches).IndexOf(1f))];
                different.Add(string.Join(' ', pitches));
                if (at % MelodiesSource.BarsOfTune == 0)
                    (last, tones) = (null, new int[12]);
                float[] chord = chordOf(at);
                int root = Array.IndexOf(chord, 1f), third = chord[^1] == 1 ? 3 : 4;
                foreach (int pitch in pitches.Where(pitch => pitch >= 0))
                {
                    tones[pitch % 12]++;
                    sounding++;
                    chorded += (pitch - root + 12) % 12 is var above && (above == 0 || above == third || above == 7) ? 1 : 0;
                }

                if (pitches.FirstOrDefault(pitch => pitch >= 0, -1) is >= 0 and int first)
                {
                    if (last is { } before)
                        (begun, follows) = (begun + 1, follows + (Math.Abs(first - before) <= 5 ? 1 : 0));
                    last = pitches.Last(pitch => pitch >= 0);
                }

                if (at % MelodiesSource.BarsOfTune == MelodiesSource.BarsOfTune - 1)
                    scaled += Enumerable.Range(0, 12).Max(key => MelodiesSource.Scale.Sum(step => tones[(key + step) % 12]));
            }

            return new((double)scaled / Math.Max(1, sounding), (double)chorded / Math.Max(1, sounding), (double)follows / Math.Max(1, begun), (double)different.Count / count);
        }
    }
}
