using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Pictures spoilt by a random gamma and a colour cast, and the clean ones that they hide: what checks of enhancement measure and draw.</summary>
internal sealed class ToneSheet
{
    // Gamma from a half to two, and each channel by up to a third more or less.
    private const double Gamma = 0.6931, Cast = 0.3;
    private readonly Pictures _kind;

    /// <param name="clean">Clean pictures in colour, one behind the other.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="seed">Decides how each is spoilt.</param>
    public ToneSheet(float[] clean, Pictures kind, long seed)
    {
        (_kind, Clean) = (kind, clean);
        var numbers = new CounterRandom(seed);
        int area = kind.Height * kind.Width, length = 3 * area;
        Count = clean.Length / length;
        Spoilt = new float[clean.Length];
        for (int at = 0; at < clean.Length; at++)
        {
            (int item, int channel) = (at / length, at % length / area);
            double gamma = Math.Exp(Gamma * Number(item, 0)), cast = Math.Exp(Cast * Number(item, 1 + channel));
            Spoilt[at] = (float)((2 * Math.Clamp(cast * Math.Pow((clean[at] + 1) / 2, gamma), 0, 1)) - 1);
        }

        // Between -1 and 1.
        double Number(int item, int place) => (2 * numbers.Uniform((ulong)((item * 4) + place))) - 1;
    }

    public int Count { get; }

    public float[] Clean { get; }

    public float[] Spoilt { get; }

    /// <summary>The squared distance to the clean pictures, in percent of that of the spoilt ones.</summary>
    public double Left(float[] made) => 100 * Distance(made) / Distance(Spoilt);

    /// <summary>What a run makes of the spoilt pictures.</summary>
    public float[] Enhance(TrainingRun trained)
    {
        using var runner = new Runner(trained.Game.Functions[0]);
        return runner.Run([Spoilt], trained.Recipe.Seed);
    }

    /// <summary>What it makes of them where each is bent by the mean of all curves.</summary>
    public float[] EnhanceByMean(TrainingRun trained)
    {
        Function enhance = trained.Game.Functions[0];
        float[] curves;
        using (var runner = new Runner(enhance.Change!.Of))
            curves = runner.Run([Spoilt], trained.Recipe.Seed);
        int values = curves.Length / Count;
        float[] mean = [.. Enumerable.Range(0, values).Select(value => Enumerable.Range(0, Count).Average(item => curves[(item * values) + value]))];
        Tensor all = Tensor.Literal(NDArray.From<float>([1, values], mean)).BroadcastTo([Count, values]);
        return enhance.Change.Apply(Tensor.Literal(NDArray.From<float>([Count, .. _kind.Shape], Spoilt)), all).Evaluate().AsSpan<float>().ToArray();
    }

    /// <summary>Rows of the first pictures.</summary>
    public Image? Draw(int columns, params float[][] rows) => Count < columns ? null : _kind.Draw([.. rows.SelectMany(row => row[..(columns * (int)_kind.Shape.Count)])], columns);

    private double Distance(float[] made) => made.Zip(Clean, (one, other) => Math.Pow(one - other, 2)).Average();
}
