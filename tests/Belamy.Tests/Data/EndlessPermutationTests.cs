using Belamy.Data;

namespace Belamy.Tests.Data;

public class EndlessPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void Indexer_any_count_visits_every_item_once_per_epoch(int count)
    {
        var permutation = new EndlessPermutation(count, seed: 5);
        for (long epoch = 0; epoch < 4; epoch++)
        {
            var seen = new bool[count];
            for (int i = 0; i < count; i++)
            {
                int index = permutation[epoch * count + i];
                Assert.False(seen[index]);
                seen[index] = true;
            }
        }
    }

    [Fact]
    public void Indexer_largest_count_stays_in_range_and_is_injective()
    {
        var permutation = new EndlessPermutation(int.MaxValue, seed: 1);
        var seen = new HashSet<int>();
        for (long i = 0; i < 20_000; i++)
        {
            // Both ends of the first epoch, and of one whose number needs more than 31 bits.
            Assert.True(seen.Add(permutation[i]));
            Assert.True(seen.Add(permutation[int.MaxValue - 1 - i]));
            Assert.InRange(permutation[long.MaxValue - i], 0, int.MaxValue - 1);
        }
    }

    [Fact]
    public void Fill_across_epochs_equals_single_reads()
    {
        var permutation = new EndlessPermutation(10, seed: 99);
        var indices = new int[57];
        permutation.Fill(8, indices);
        for (int i = 0; i < indices.Length; i++)
            Assert.Equal(permutation[8 + i], indices[i]);
    }

    // A checkpoint stores a position only: should these change, old runs would resume on other data.
    [Fact]
    public void Fill_known_seed_gives_recorded_order()
    {
        var indices = new int[12];
        new EndlessPermutation(10_000, seed: 42).Fill(9_994, indices);
        Assert.Equal([9185, 7038, 7609, 3868, 9635, 3496, 5330, 4301, 2672, 9993, 5503, 3970], indices);
    }

    [Fact]
    public void Indexer_epochs_and_seeds_give_unrelated_orders()
    {
        const int Count = 2000;
        var first = new EndlessPermutation(Count, seed: 0);
        var second = new EndlessPermutation(Count, seed: 1);
        int sameAcrossEpochs = 0, sameAcrossSeeds = 0, inPlace = 0;
        for (int i = 0; i < Count; i++)
        {
            sameAcrossEpochs += first[i] == first[Count + i] ? 1 : 0;
            sameAcrossSeeds += first[i] == second[i] ? 1 : 0;
            inPlace += first[i] == i ? 1 : 0;
        }

        // Matches of two random orders are Poisson with mean 1: more than 8 has a chance of 1e-6.
        Assert.InRange(sameAcrossEpochs, 0, 8);
        Assert.InRange(sameAcrossSeeds, 0, 8);
        Assert.InRange(inPlace, 0, 8);
    }

    [Fact]
    public void Indexer_all_orders_of_four_are_equally_likely()
    {
        const int Epochs = 24_000;
        var permutation = new EndlessPermutation(4, seed: 3);
        var counts = new Dictionary<string, int>();
        var order = new int[4];
        for (long epoch = 0; epoch < Epochs; epoch++)
        {
            permutation.Fill(4 * epoch, order);
            string key = string.Concat(order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(24, counts.Count);
        double chiSquare = counts.Values.Sum(n => (n - Epochs / 24.0) * (n - Epochs / 24.0) / (Epochs / 24.0));
        // The 0.9999 quantile of chi-square with 23 degrees of freedom.
        Assert.InRange(chiSquare, 0, 57);
    }

    [Fact]
    public void Indexer_large_set_spreads_items_over_all_positions()
    {
        const int Count = 60_000, Cells = 20;
        var permutation = new EndlessPermutation(Count, seed: 7);
        var cells = new int[Cells * Cells];
        for (int i = 0; i < Count; i++)
            cells[i / (Count / Cells) * Cells + permutation[i] / (Count / Cells)]++;
        double expected = (double)Count / cells.Length;
        double chiSquare = cells.Sum(n => (n - expected) * (n - expected) / expected);
        // 19 x 19 = 361 degrees of freedom: mean 361, standard deviation 27; five of them on either side.
        Assert.InRange(chiSquare, 361 - 135, 361 + 135);
    }

    [Fact]
    public void Constructor_and_fill_bad_arguments_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndlessPermutation(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndlessPermutation(5, 0)[-1]);
    }
}
