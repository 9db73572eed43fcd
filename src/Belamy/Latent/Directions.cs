using Belamy.Games;
using Belamy.Networks;
using Belamy.Numerics;
using Belamy.Tensors;

namespace Belamy.Latent;

/// <summary>A way to go in latent space.</summary>
/// <param name="Vector">Its latent vector, of length 1.</param>
/// <param name="Share">The share of the first layer's variance that lies along it; NaN where it does not come from a layer.</param>
public sealed record Direction(float[] Vector, double Share);

/// <summary>Ways to go in latent space along which the items change in one respect.</summary>
public static class Directions
{
    /// <summary>
    /// The directions that a generator's first dense layer answers most to: the eigenvectors of its weights' products with
    /// themselves. Shen and Zhou 2021, arXiv:2007.06600; for a normal prior they are also the principal components of that
    /// layer's outputs, Härkönen et al. 2020, arXiv:2004.02546.
    /// </summary>
    /// <remarks>Classes that are appended to the latent vector shift what the layer puts out and turn no direction: their weights do not count.</remarks>
    /// <param name="game">The game of the generator; its averaged weights count where they are kept.</param>
    /// <returns>The directions, as many as a latent vector has values, that of the largest change first.</returns>
    /// <exception cref="BelamyException">No dense layer takes the latent vector, alone or with the class appended.</exception>
    public static IReadOnlyList<Direction> OfFirstLayer(AssembledGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        int latent = game.Prior.Size, classes = game.Generator?.Classes ?? 0;
        Module? generator = game.Networks.GetValueOrDefault("generator");
        int inputs = latent + (generator is not null && First(generator) is LabelMaps ? classes : 0);
        Parameter weight = generator?.Parameters.FirstOrDefault(parameter => parameter.Shape.Rank == 2) is { } first && first.Shape[0] == inputs
            ? first
            : throw new BelamyException(
                $"{Models.NameOf(game.Recipe)}: its generator does not begin with a dense layer on the latent vector; "
                + (classes == 0 ? "name classes to go between instead" : "take a run of a model whose generator does"));
        if (game.Parts.Average?.Averages.GetValueOrDefault(weight) is { } average)
            weight = average;
        // The rows of the latent vector's values come before those of the classes.
        return OfWeight(weight.AsSpan<float>()[..(latent * weight.Shape[1])], latent);
    }

    /// <summary>The eigenvectors of W Wᵀ.</summary>
    /// <param name="weight">W: [latent, outputs].</param>
    /// <param name="latent">Number of values of a latent vector.</param>
    /// <returns>That of the largest eigenvalue first. The sign of each makes its largest value positive.</returns>
    /// <exception cref="ArgumentException">The weights are not a whole number of columns.</exception>
    public static IReadOnlyList<Direction> OfWeight(ReadOnlySpan<float> weight, int latent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latent, 1);
        if (weight.IsEmpty || weight.Length % latent != 0)
            throw new ArgumentException($"{weight.Length} weights are not [{latent}, outputs].", nameof(weight));
        int outputs = weight.Length / latent;
        var products = new double[latent, latent];
        for (int row = 0; row < latent; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = 0;
                for (int i = 0; i < outputs; i++)
                    sum += (double)weight[row * outputs + i] * weight[column * outputs + i];
                products[row, column] = products[column, row] = sum;
            }
        }

        (double Value, double[] Vector)[] parts = SymmetricMatrix.Decompose(products);
        double total = parts.Sum(part => part.Value);
        return [.. parts.Select(part =>
        {
            double sign = part.Vector.MaxBy(Math.Abs) < 0 ? -1 : 1;
            return new Direction([.. part.Vector.Select(value => (float)(sign * value))], total > 0 ? part.Value / total : 0);
        })];
    }

    /// <summary>
    /// An attribute vector: from the mean latent vector of the items without an attribute to that of the items with it. The
    /// classes that lack it count alike, however many items each has: White 2016, arXiv:1609.04468, section 2.4.
    /// </summary>
    /// <param name="latents">[count, latent] one behind the other.</param>
    /// <param name="classes">The class of each item.</param>
    /// <param name="towards">The class that has the attribute.</param>
    /// <param name="awayFrom">The class that lacks it; all others when left out.</param>
    /// <returns>A direction of length 1.</returns>
    /// <exception cref="ArgumentException">The latent vectors are not as many as the classes, or one side has no item.</exception>
    public static Direction BetweenClasses(ReadOnlySpan<float> latents, ReadOnlySpan<int> classes, int towards, int? awayFrom = null)
    {
        if (classes.IsEmpty || latents.Length % classes.Length != 0)
            throw new ArgumentException($"{latents.Length} values are not latent vectors of {classes.Length} items.", nameof(latents));
        int size = latents.Length / classes.Length;
        Dictionary<int, (int Count, double[] Sum)> means = [];
        for (int at = 0; at < classes.Length; at++)
        {
            (int count, double[] sum) = means.GetValueOrDefault(classes[at], (0, new double[size]));
            for (int i = 0; i < size; i++)
                sum[i] += latents[at * size + i];
            means[classes[at]] = (count + 1, sum);
        }

        (int Count, double[] Sum)[] others = [.. means.Where(pair => awayFrom is { } away ? pair.Key == away : pair.Key != towards).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        if (others.Length == 0 || !means.TryGetValue(towards, out (int Count, double[] Sum) with))
            throw new ArgumentException("Both sides need at least one item.", nameof(classes));
        var vector = new double[size];
        for (int i = 0; i < size; i++)
            vector[i] = (with.Sum[i] / with.Count) - others.Average(other => other.Sum[i] / other.Count);
        double length = Math.Sqrt(vector.Sum(value => value * value));
        return new Direction([.. vector.Select(value => (float)(length > 0 ? value / length : 0))], double.NaN);
    }

    /// <summary>Goes from a latent vector along a direction, both ways.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="reach">How far to go each way, in standard deviations of the prior.</param>
    /// <param name="steps">Vectors on the way, both ends counted, at least 2; of an odd number the middle one is <paramref name="from"/>.</param>
    /// <param name="distribution">That of the prior: its deviation is 1, or √⅓ where it is uniform.</param>
    /// <returns>[steps, latent] one behind the other.</returns>
    /// <exception cref="ArgumentException">The vectors have different sizes.</exception>
    public static float[] Along(
        ReadOnlySpan<float> from, Direction direction, double reach, int steps, LatentDistribution distribution = LatentDistribution.Normal)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        Interpolation.RequireSameSize(from, direction.Vector);
        double deviation = distribution == LatentDistribution.Normal ? 1 : Math.Sqrt(1.0 / 3);
        var way = new float[checked(steps * from.Length)];
        for (int step = 0; step < steps; step++)
        {
            double distance = deviation * reach * ((2.0 * step / (steps - 1)) - 1);
            for (int i = 0; i < from.Length; i++)
                way[step * from.Length + i] = (float)(from[i] + (distance * direction.Vector[i]));
        }

        return way;
    }

    private static Module First(Module module)
    {
        while (module is Sequential { Children: [var first, ..] })
            module = first;
        return module;
    }
}
