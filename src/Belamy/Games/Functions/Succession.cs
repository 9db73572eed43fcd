using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Samples that follow one another, as bars of a song do: each is made of a latent vector, the sample before it and what is asked of it.</summary>
/// <param name="Next">Takes a latent vector, the sample before (zeros before the first) and what is asked; gives the next sample.</param>
/// <param name="Usual">What is asked where nobody says: [samples, ...what is asked], gone round.</param>
/// <param name="Length">Rows of <see cref="Usual"/> that belong together; the seed chooses with which of them samples begin.</param>
public sealed record Succession(Function Next, Parameter Usual, int Length)
{
    private const int FarthestBeginning = 256;

    /// <summary>What is usually asked of a sample.</summary>
    /// <param name="seed">The seed of the samples.</param>
    /// <param name="number">The number of the sample, at least 0.</param>
    internal float[] UsualOf(long seed, int number)
    {
        int rows = Usual.Shape[0], length = (int)(Usual.Shape.Count / rows);
        long first = (long)((ulong)seed % (ulong)(rows / Length)) * Length;
        return Usual.AsSpan<float>().Slice((int)((first + number) % rows) * length, length).ToArray();
    }

    /// <summary>Items of series that lie apart in the data, each series from its beginning on: where the item before is all zeros.</summary>
    /// <param name="before">The item before each.</param>
    /// <param name="series">How many series.</param>
    /// <param name="length">Items of each.</param>
    /// <returns>Their rows, [series · length]; a series that begins nowhere near begins where it was looked for.</returns>
    internal static int[] Beginnings(Column before, int series, int length)
    {
        int count = before.Rows.Count;
        var item = new float[before.Field.Kind.Shape.Count];
        return [.. Enumerable.Range(0, series).SelectMany(number =>
        {
            int row = (int)((long)number * count / series), tried = 0;
            do
                before.Read((row + tried) % count, item);
            while (item.AsSpan().ContainsAnyExcept(0) && ++tried < FarthestBeginning);
            return Enumerable.Range(row + tried, length).Select(place => place % count);
        })];
    }
}
