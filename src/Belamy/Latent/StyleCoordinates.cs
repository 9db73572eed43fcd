using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Latent;

/// <summary>Styles w of a generator in coordinates v in which they are like draws of a normal prior: w = μ + σ v, by the mean and the deviation of each value over samples.</summary>
internal sealed class StyleCoordinates : IDisposable
{
    // Values that are the same for all samples still have a direction.
    private const double LeastDeviation = 1e-6;
    private readonly StyleSpace _space;
    private readonly Generator _mapping;
    private readonly float[] _mean, _deviation;

    /// <summary>Finds mean and deviation.</summary>
    /// <param name="space">The styles.</param>
    /// <param name="generator">The generator of them.</param>
    /// <param name="average">Averages to use in place of weights, or null.</param>
    /// <param name="options">How many samples, and which.</param>
    public StyleCoordinates(StyleSpace space, Generator generator, MovingAverage? average, ProjectionOptions options)
    {
        _space = space;
        _mapping = new Generator((context, latent, _) => space.Map(context, latent), generator.Prior, [space.Size], generator.Seed, average: average);
        ReadOnlySpan<float> styles = _mapping.Generate(generator.Latents(options.Candidates, options.Seed)).Values;
        (_mean, _deviation) = (new float[space.Size], new float[space.Size]);
        for (int at = 0; at < space.Size; at++)
        {
            double sum = 0, squares = 0;
            for (int row = at; row < styles.Length; row += space.Size)
                (sum, squares) = (sum + styles[row], squares + ((double)styles[row] * styles[row]));
            double mean = sum / options.Candidates;
            (_mean[at], _deviation[at]) = ((float)mean, (float)Math.Max(LeastDeviation, Math.Sqrt(Math.Max(0, (squares / options.Candidates) - (mean * mean)))));
        }

        Generator = new Generator(Make, new LatentPrior(space.Size), generator.Item, generator.Seed, average: average);
    }

    /// <summary>Makes items of coordinates.</summary>
    public Generator Generator { get; }

    /// <summary>From coordinates, [batch, styles], to items.</summary>
    public Tensor Make(ForwardContext context, Tensor coordinates, Tensor? labels) => _space.Make(context, (coordinates * Row(_deviation)) + Row(_mean));

    /// <summary>The coordinates of the styles of latent vectors.</summary>
    /// <param name="latents">[count, latent].</param>
    /// <returns>[count, styles].</returns>
    public float[] Of(float[] latents)
    {
        float[] values = _mapping.Generate(latents).Values.ToArray();
        for (int at = 0; at < values.Length; at++)
            values[at] = (values[at] - _mean[at % _space.Size]) / _deviation[at % _space.Size];
        return values;
    }

    /// <summary>The style of coordinates.</summary>
    /// <param name="coordinates">[styles].</param>
    public float[] StyleOf(float[] coordinates) => [.. coordinates.Select((value, at) => _mean[at] + (_deviation[at] * value))];

    /// <inheritdoc/>
    public void Dispose()
    {
        _mapping.Dispose();
        Generator.Dispose();
    }

    private static Tensor Row(float[] values) => Tensor.Literal(NDArray.From<float>([1, values.Length], values));
}
