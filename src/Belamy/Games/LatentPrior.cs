using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The distribution of each value of a latent vector.</summary>
public enum LatentDistribution
{
    /// <summary>N(0, 1).</summary>
    Normal,

    /// <summary>U(-1, 1).</summary>
    Uniform,
}

/// <summary>Where latent vectors come from.</summary>
/// <param name="Size">Number of values of a latent vector, at least 1.</param>
/// <param name="Distribution">The distribution of each value.</param>
public sealed record LatentPrior(int Size, LatentDistribution Distribution = LatentDistribution.Normal)
{
    /// <summary>Fresh latent vectors; every draw of a context is another.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="batch">Number of vectors.</param>
    /// <returns>[batch, size].</returns>
    public Tensor Draw(ForwardContext context, int batch)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Distribution == LatentDistribution.Normal
            ? context.RandomNormal("latent", [batch, Size])
            : (context.RandomUniform("latent", [batch, Size]) * 2) - 1;
    }
}
