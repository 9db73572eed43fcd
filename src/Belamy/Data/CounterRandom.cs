namespace Belamy.Data;

/// <summary>Random numbers by their place: number n of a seed is had without the ones before.</summary>
/// <param name="seed">Chooses the numbers: the same seed gives the same numbers on every machine.</param>
internal readonly struct CounterRandom(long seed)
{
    private readonly ulong _key = SplitMix((ulong)seed);

    /// <summary>A number strictly between 0 and 1, with 53 random bits.</summary>
    public double Uniform(ulong number) => ((SplitMix(_key + number) >> 11) + 0.5) * (1.0 / (1L << 53));

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound, ulong number) => (int)Math.BigMul(SplitMix(_key + number), (ulong)bound, out _);

    /// <summary>A step and the finalizer of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong SplitMix(ulong z)
    {
        z = (z + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
