using Belamy.Data;

namespace Belamy.Tests.Data;

public class StackedDigitsTests
{
    private static readonly StackedDigitsDataset Set = Assert.IsType<StackedDigitsDataset>(Datasets.Open("stacked-digits"));

    [Fact]
    public void Set_isAsPublished()
    {
        Assert.Equal(128_000, Set.Count);
        Assert.Equal([3, 28, 28], Set.ItemShape.ToArray());
        Assert.Empty(Set.ClassNames);
        Assert.Equal(Datasets.Digits().Fingerprint, Set.Digits.Fingerprint);
    }

    [Fact]
    public void Channels_areTheirSourceDigits()
    {
        var item = new float[3 * 784];
        var digit = new float[784];
        foreach (int index in (int[])[0, 1, 77_777, 127_999])
        {
            Set.Read(index, item);
            for (int channel = 0; channel < 3; channel++)
            {
                Set.Digits.Read(Set.DigitAt(index, channel), digit);
                Assert.Equal(digit, item[(784 * channel)..(784 * (channel + 1))]);
            }
        }
    }

    [Fact]
    public void Modes_areAThousand_inEvenShares()
    {
        var counts = new int[1000];
        for (int i = 0; i < Set.Count; i++)
            counts[(100 * Class(i, 0)) + (10 * Class(i, 1)) + Class(i, 2)]++;
        // The square sum of normal deviations of 1,000 counts has mean 999 and deviation 45.
        double expected = Set.Count / 1000.0;
        Assert.Equal(999, counts.Sum(count => (count - expected) * (count - expected) / expected), 4 * 45.0);

        static int Class(int index, int channel) => Set.Digits.Labels[Set.DigitAt(index, channel)];
    }

    [Fact]
    public void Triples_firstOfTheSet_areThoseOfAnotherImplementation() =>
        Assert.Equal([5241, 6968, 1090, 9222, 7741, 6594], [.. from index in (int[])[0, 1] from channel in (int[])[0, 1, 2] select Set.DigitAt(index, channel)]);

    [Fact]
    public void Pairs_areTwoChannels_eachItsSourceDigit()
    {
        var pairs = new StackedDigitsDataset("pairs", Set.Digits, 10, channels: 2);
        Assert.Equal([2, 28, 28], pairs.ItemShape.ToArray());
        var item = new float[2 * 784];
        var digit = new float[784];
        pairs.Read(7, item);
        pairs.Digits.Read(pairs.DigitAt(7, 1), digit);
        Assert.Equal(digit, item[784..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.DigitAt(7, 2));
    }

    [Fact]
    public void Fingerprint_followsDigitsCountAndSeed()
    {
        ImageDataset digits = Set.Digits;
        var other = new ImageDataset("other", 1, 28, 28, new byte[784]);
        string[] prints =
        [
            new StackedDigitsDataset("a", digits, 10).Fingerprint,
            new StackedDigitsDataset("a", digits, 11).Fingerprint,
            new StackedDigitsDataset("a", digits, 10, seed: 1).Fingerprint,
            new StackedDigitsDataset("a", other, 10).Fingerprint,
            new StackedDigitsDataset("a", digits, 10, channels: 2).Fingerprint,
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(prints[0], new StackedDigitsDataset("a", digits, 10).Fingerprint);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new StackedDigitsDataset("a", new ImageDataset("colour", 3, 1, 1, new byte[3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set.Read(128_000, new float[3 * 784]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set.DigitAt(0, 3));
        Assert.Throws<ArgumentException>(() => Set.Read(0, new float[3 * 784 - 1]));
    }
}
