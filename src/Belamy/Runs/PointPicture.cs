using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>
/// Pictures of a game over points of the plane: the data, what the generator makes, and behind them the field of the
/// discriminator's scores.
/// </summary>
public sealed class PointPicture : IDisposable
{
    private const int Count = 1000;
    private const int FieldSize = 80;

    // Divides the points of a field.
    private const int Chunk = 64;
    private readonly Generator _generator;
    private readonly float[] _real;
    private readonly double _scale;
    private readonly Func<ForwardContext, Tensor, Tensor>? _critic;
    private Program? _program;

    /// <summary>Prepares pictures.</summary>
    /// <param name="generator">Makes the points.</param>
    /// <param name="critic">Scores them, or null for a picture without a field.</param>
    /// <param name="data">Points of the plane.</param>
    public PointPicture(Generator generator, Func<ForwardContext, Tensor, Tensor>? critic, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(data);
        _generator = generator;
        _critic = critic;
        _real = new float[Math.Min(Count, data.Count) * 2];
        data.ReadBatch([.. Enumerable.Range(0, _real.Length / 2)], _real);
        _scale = data is MixtureDataset mixture ? mixture.Scale : 1;
    }

    /// <summary>Whether a data set is of points of the plane.</summary>
    public static bool Fits(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Main.Field.Kind is Points { Dimensions: 2 };
    }

    /// <summary>Draws the game as it stands.</summary>
    /// <param name="title">The title.</param>
    public Image Draw(string title) => Draw(title, _generator.Sample(Count));

    /// <summary>Draws the game as it stands, with certain samples.</summary>
    /// <param name="title">The title.</param>
    /// <param name="samples">Points of the generator.</param>
    public Image Draw(string title, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var plot = new ScatterPlot { Title = title, Scale = _scale };
        plot.SetReal(_real);
        if (_critic is not null)
            plot.SetField(Scores(plot.FieldPoints(FieldSize, FieldSize)), FieldSize, FieldSize);
        plot.SetGenerated(samples.Values);
        return plot.Draw();
    }

    /// <inheritdoc/>
    public void Dispose() => _program?.Dispose();

    // In batches as training has them, of points from all over the plane: a discriminator may compare the items of a batch.
    private float[] Scores(float[] points)
    {
        if (_program is null)
        {
            var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
            _program = Program.Compile("field", [_critic!(context, Tensor.Input("points", [Chunk, 2]))]);
        }

        int chunks = points.Length / 2 / Chunk;
        var scores = new float[points.Length / 2];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            Span<float> input = _program.Input("points").AsSpan<float>();
            for (int at = 0; at < Chunk; at++)
                points.AsSpan(2 * ((at * chunks) + chunk), 2).CopyTo(input[(2 * at)..]);
            _program.Run();
            ReadOnlySpan<float> output = _program.Outputs[0].AsSpan<float>();
            for (int at = 0; at < Chunk; at++)
                scores[(at * chunks) + chunk] = output[at];
        }

        // A critic's scores have no natural zero: they are shown about their own mean, in their own deviations.
        double mean = scores.Average(score => (double)score);
        double deviation = Math.Sqrt(scores.Average(score => Math.Pow(score - mean, 2)) + 1e-12);
        return Array.ConvertAll(scores, score => (float)Math.Tanh((score - mean) / deviation));
    }
}
