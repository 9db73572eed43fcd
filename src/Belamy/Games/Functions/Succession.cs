using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Samples that follow one another, as bars of a song do: each is made of a latent vector, the sample before it and what is asked of it.</summary>
/// <param name="Next">Takes a latent vector, the sample before (zeros before the first) and what is asked; gives the next sample.</param>
/// <param name="Usual">What is asked where nobody says: [samples, ...what is asked], gone round.</param>
/// <param name="Length">Rows of <see cref="Usual"/> that belong together; the seed chooses with which of them samples begin.</param>
public sealed record Succession(Function Next, Parameter Usual, int Length)
{
    /// <summary>What is usually asked of a sample.</summary>
    /// <param name="seed">The seed of the samples.</param>
    /// <param name="number">The number of the sample, at least 0.</param>
    internal float[] UsualOf(long seed, int number)
    {
        int rows = Usual.Shape[0], length = (int)(Usual.Shape.Count / rows);
        long first = (long)((ulong)seed % (ulong)(rows / Length)) * Length;
        return Usual.AsSpan<float>().Slice((int)((first + number) % rows) * length, length).ToArray();
    }
}
