using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class SpectrogramTests
{
    private const int Side = 32;
    private static readonly Sounds Kind = new(4096, 8000);

    [Fact]
    public void Silence_is_the_floor_and_a_sine_of_full_scale_the_ceiling()
    {
        var spectrogram = new Spectrogram(Kind);
        Assert.All(spectrogram.Draw(new float[4096]), value => Assert.Equal(-1, value));
        float[] loud = spectrogram.Draw(Sine(1000, 1)), soft = spectrogram.Draw(Sine(1000, 0.01));
        // Bands lie apart by less than the window tells, so that a sine between two gives each nearly all; 40 dB are half of the range.
        Assert.InRange(loud.Max(), 0.95f, 1);
        Assert.Equal(loud.Max() - 1, soft.Max(), 0.02f);
    }

    [Fact]
    public void Higher_sounds_stand_higher_and_later_ones_to_the_right()
    {
        var spectrogram = new Spectrogram(Kind);
        int[] rows = [.. new[] { 150.0, 300, 600, 1200, 2400, 3600 }.Select(frequency => RowOf(spectrogram.Draw(Sine(frequency, 0.5))))];
        Assert.Equal(rows.OrderDescending(), rows);
        Assert.Equal(rows.Length, rows.Distinct().Count());
        float[] late = Sine(600, 0.5);
        late.AsSpan(..2048).Clear();
        float[] picture = spectrogram.Draw(late);
        Assert.True(picture[RowOf(picture) * Side + 28] > 0.5 && picture[RowOf(picture) * Side + 3] == -1);

        // Of the column in the middle, the row of the strongest band.
        static int RowOf(float[] picture) => Enumerable.Range(0, Side).MaxBy(row => picture[row * Side + 20]);
    }

    [Fact]
    public void Of_takes_sounds_with_their_classes_and_nothing_else()
    {
        var rows = new Rows("sounds", 2);
        var data = new FieldedDataset("two", "sound", new ArrayColumn(new Field("sound", Kind), rows, [.. Sine(600, 0.5), .. Sine(900, 0.5)]), new ArrayColumn(new Field("class", new Classes(["a", "b"])), rows, [1, 0]));
        ArrayDataset pictures = Spectrogram.Of(data);
        Assert.Equal([1, 0], pictures.Labels.ToArray());
        Assert.Equal(["a", "b"], pictures.ClassNames);
        var first = new float[Side * Side];
        pictures.Read(0, first);
        Assert.Equal(new Spectrogram(Kind).Draw(Sine(600, 0.5)), first);
        Assert.Contains("has no sounds", Assert.Throws<BelamyException>(() => Spectrogram.Of(Datasets.Open("ring8"))).Message, StringComparison.Ordinal);
    }

    private static float[] Sine(double frequency, double loudness) =>
        [.. Enumerable.Range(0, 4096).Select(at => (float)(loudness * Math.Sin(2 * Math.PI * frequency * at / Kind.Rate)))];
}
