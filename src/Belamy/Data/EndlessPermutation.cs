using System.Runtime.CompilerServices;

namespace Belamy.Data;

/// <summary>An endless walk over a data set that visits every item once per epoch, in a fresh order each epoch.</summary>
/// <remarks>
/// The walk has no state: the item at any position is a function of seed and position, so a single number in a
/// checkpoint resumes it exactly. The order of an epoch is the swap-or-not shuffle of Hoang, Morris and Rogaway
/// ("An Enciphering Scheme Based on a Card Shuffle", 2012): every round pairs x with key - x and swaps the pair by a
/// coin, which is a permutation of any number of items without a table.
/// </remarks>
public sealed class EndlessPermutation
{
    // An item stays where it was with probability 2^-rounds; 32 leaves no trace of the original order.
    private const int Rounds = 32;

    private readonly uint _count;
    private readonly ulong _key;

    /// <summary>Creates a walk.</summary>
    /// <param name="count">The number of items, at least 1.</param>
    /// <param name="seed">Chooses the orders: the same seed gives the same walk on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public EndlessPermutation(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = (uint)count;
        _key = Mix((ulong)seed + 0x9E3779B97F4A7C15);
    }

    /// <summary>The number of items in an epoch.</summary>
    public int Count => (int)_count;

    /// <summary>The item at a position.</summary>
    /// <param name="position">The number of items visited before, from 0.</param>
    /// <returns>An index from 0 to <see cref="Count"/> - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is negative.</exception>
    public int this[long position]
    {
        get
        {
            int index = 0;
            Fill(position, new Span<int>(ref index));
            return index;
        }
    }

    /// <summary>The items at a run of positions, across the ends of epochs where need be.</summary>
    /// <param name="position">The number of items visited before the first, from 0.</param>
    /// <param name="indices">Receives the indices of the items at <paramref name="position"/>, <paramref name="position"/> + 1 and so on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is negative.</exception>
    public void Fill(long position, Span<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        while (!indices.IsEmpty)
        {
            (long epoch, long offset) = Math.DivRem(position, _count);
            int here = (int)Math.Min(indices.Length, _count - offset);
            Span<int> items = indices[..here];
            for (int i = 0; i < items.Length; i++)
                items[i] = (int)offset + i;
            ulong epochKey = Mix(_key ^ Mix((ulong)epoch + 1));
            for (int round = 0; round < Rounds; round++)
                Shuffle(items, epochKey, round);
            indices = indices[here..];
            position += here;
        }
    }

    /// <summary>One round for many items, which are independent and so overlap in the processor.</summary>
    // Called between the moves of a game: fast from its first call, before tiering.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shuffle(Span<int> items, ulong epochKey, int round)
    {
        uint count = _count;
        var key = (uint)(((Mix(epochKey + (ulong)round) >> 32) * count) >> 32);
        ulong roundKey = epochKey ^ ((ulong)(round + 1) << 32);
        for (int i = 0; i < items.Length; i++)
        {
            var x = (uint)items[i];
            uint difference = key - x;
            uint partner = difference + (count & SignMask(difference));
            // Both members of a pair toss the same coin, because it is drawn for the larger of the two.
            uint larger = x ^ ((x ^ partner) & SignMask(x - partner));
            uint coin = (uint)Mix(roundKey ^ larger) & 1;
            items[i] = (int)(x ^ ((x ^ partner) & (0 - coin)));
        }
    }

    // Choices are made by masks: each is as hard to predict as a coin should be, and branches would cost three times as much.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SignMask(uint difference) => (uint)((int)difference >> 31);

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every input bit reaches every output bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
