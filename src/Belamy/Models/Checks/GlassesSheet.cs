using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy;

/// <summary>Drawn faces held back, with each pair of glasses and without: what a system that takes glasses off and puts them on is measured by.</summary>
internal sealed class GlassesSheet
{
    private static readonly int Length = (int)DrawnGlassesSource.Looks.Shape.Count;
    private readonly Wardrobe _with, _without;
    private readonly int[] _worn;

    /// <param name="count">Faces of each set.</param>
    public GlassesSheet(int count)
    {
        Count = count;
        (_with, _without) = (new Wardrobe("a", count), new Wardrobe("b", count));
        _worn = [.. Enumerable.Range(0, count).Select(item => DrawnGlassesSource.ShapeOf(DataSplit.Test, item))];
        With = [.. _worn.SelectMany((worn, at) => _with.Drawn[at][worn])];
    }

    public int Count { get; }

    /// <summary>Faces with glasses.</summary>
    public float[] With { get; }

    /// <summary>Other faces, without.</summary>
    public float[] Without => [.. _without.Drawn.SelectMany(drawn => drawn[^1])];

    /// <summary>Faces of the first set without what they wear.</summary>
    public float[] Bare => [.. _with.Drawn.SelectMany(drawn => drawn[^1])];

    /// <summary>Faces of the second set with what the face of the first at the same place wears.</summary>
    public float[] Dressed => [.. _worn.SelectMany((worn, at) => _without.Drawn[at][worn])];

    /// <summary>Measures faces of the first set whose glasses were taken off.</summary>
    public GlassesMeasure Removed(float[] made) => _with.Measure(made, [.. _worn.Select(_ => DrawnGlassesSource.Shapes.Count)]);

    /// <summary>Measures faces of the second set on which glasses of the first were put.</summary>
    public GlassesMeasure Put(float[] made) => _without.Measure(made, _worn);

    /// <summary>What a function makes of the sheet's faces.</summary>
    public static float[] Apply(TrainingRun trained, string name, params float[][] fields)
    {
        using var runner = new Runner(trained.Game.Functions.First(function => function.Name == name));
        return runner.Run([.. fields.Select(values => (ReadOnlyMemory<float>)values)], trained.Recipe.Seed);
    }

    /// <summary>Rows of the first faces.</summary>
    public static Image? Draw(int columns, params float[][] rows) => rows[0].Length < columns * Length ? null : DrawnGlassesSource.Looks.Draw([.. rows.SelectMany(row => row[..(columns * Length)])], columns);

    /// <summary>Faces of a set, each with all glasses in turn and, last, without.</summary>
    private sealed class Wardrobe(string field, int count)
    {
        public float[][][] Drawn { get; } = [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(item => DrawnGlassesSource.Shapes.Append(null)
            .Select(glasses => DrawnGlassesSource.Wearing(DataSplit.Test, field, item, glasses)).ToArray())];

        public GlassesMeasure Measure(float[] made, int[] wanted)
        {
            var (worn, matched, error, rest) = (0, 0, 0.0, 0L);
            int none = DrawnGlassesSource.Shapes.Count;
            for (int item = 0; item < count; item++)
            {
                float[] one = made[(item * Length)..((item + 1) * Length)];
                float[][] drawn = Drawn[item];
                // A place belongs to glasses where some of them show there.
                bool[] isGlasses = [.. Enumerable.Range(0, Length).Select(at => drawn.Any(face => face[at] != drawn[none][at]))];
                int nearest = Enumerable.Range(0, drawn.Length).MinBy(shape => Enumerable.Range(0, Length).Where(at => isGlasses[at]).Sum(at => Math.Pow(one[at] - drawn[shape][at], 2)));
                worn += nearest == none == (wanted[item] == none) ? 1 : 0;
                matched += nearest == wanted[item] ? 1 : 0;
                error += Enumerable.Range(0, Length).Where(at => !isGlasses[at]).Sum(at => Math.Abs(one[at] - drawn[none][at]));
                rest += isGlasses.LongCount(shows => !shows);
            }

            return new GlassesMeasure(100.0 * worn / count, 100.0 * matched / count, error / rest);
        }
    }
}

/// <summary>What was measured of faces.</summary>
/// <param name="Worn">In percent, how many are nearest to a drawing of the face with some glasses, or without, as they should be.</param>
/// <param name="Matched">In percent, how many are nearest to that with the glasses of the donor.</param>
/// <param name="Rest">The mean absolute error of all values where glasses are not; the range is 2.</param>
internal sealed record GlassesMeasure(double Worn, double Matched, double Rest);
