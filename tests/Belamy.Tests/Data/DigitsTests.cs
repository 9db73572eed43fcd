using System.Reflection;
using Belamy.Data;

namespace Belamy.Tests.Data;

public class DigitsTests
{
    private static readonly ImageDataset Digits = Datasets.Digits();

    [Fact]
    public void Fingerprint_of_digits_is_the_recorded_one() =>
        Assert.Equal("2c464d5cbf4fd7afc00a45096a49c04002191c6a6401b830be64b87fed4be8f2", Digits.Fingerprint);

    [Fact]
    public void Open_digits_has_ten_thousand_of_ten_classes()
    {
        Assert.Equal("digits", Digits.Name);
        Assert.Equal(10_000, Digits.Count);
        Assert.Equal([1, 28, 28], Digits.ItemShape.ToArray());
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Digits.ClassNames);
        var counts = new int[10];
        foreach (int label in Digits.Labels)
            counts[label]++;
        Assert.All(counts, count => Assert.Equal(1000, count));
    }

    [Fact]
    public void Labels_of_digits_fit_the_images()
    {
        // Every class is nearer to its own mean than to the others' for far more than chance: 10 % if labels were shuffled.
        var means = new double[10, 784];
        for (int i = 0; i < Digits.Count; i++)
        {
            ReadOnlySpan<byte> pixels = Digits.Pixels(i);
            for (int p = 0; p < pixels.Length; p++)
                means[Digits.Labels[i], p] += pixels[p] / 1000.0;
        }

        int right = 0;
        const int Tried = 1000;
        for (int i = 0; i < Tried; i++)
        {
            ReadOnlySpan<byte> pixels = Digits.Pixels(i);
            int nearest = -1;
            double smallest = double.MaxValue;
            for (int label = 0; label < 10; label++)
            {
                double distance = 0;
                for (int p = 0; p < pixels.Length; p++)
                    distance += (pixels[p] - means[label, p]) * (pixels[p] - means[label, p]);
                if (distance >= smallest)
                    continue;
                smallest = distance;
                nearest = label;
            }

            right += nearest == Digits.Labels[i] ? 1 : 0;
        }

        // The nearest-mean classifier is known to reach about 82 % on MNIST.
        Assert.InRange(right, 0.78 * Tried, 0.88 * Tried);
    }

    [Fact]
    public void Read_digits_gives_the_bytes_scaled_to_unit_range()
    {
        var values = new float[Digits.ItemLength];
        Digits.Read(1234, values);
        ReadOnlySpan<byte> pixels = Digits.Pixels(1234);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal((pixels[i] - 127.5f) * (1 / 127.5f), values[i]);
        Assert.Contains(-1f, values);
        Assert.True(values.Max() > 0.9f);
    }

    [Fact]
    public void Resource_of_digits_keeps_to_its_size()
    {
        using Stream resource = Assembly.GetAssembly(typeof(Datasets))!.GetManifestResourceStream("Belamy.Data.digits.idx3.gz")!;
        Assert.InRange(resource.Length, 1, 2_500_000);
    }
}
