using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class SoundRecognitionTests
{
    private static readonly Dataset Tones = Datasets.Open("tones");
    private static readonly Sounds Kind = (Sounds)Tones.Main.Field.Kind;
    private static readonly Metric Recognition = Metric.Find("recognition");

    /// <summary>Tones are recognized and noise is not, of which a classifier that must name a class of tones is sure.</summary>
    [Fact]
    public void Noise_is_not_recognized()
    {
        FieldedDataset recordings = Part(first: 0, count: 600);
        var noise = new SpeechShapedNoise(recordings, Kind);
        float[] noises = [.. Enumerable.Range(0, 200).SelectMany(at => noise.Draw(at))];
        // Half are tones, of which nine tenths and more are recognized, and half are noise.
        Assert.InRange(Recognized(recordings, [.. Values(Tones, first: 600, count: 200), .. noises]), 0.45, 0.52);

        using ImageClassifier plain = ImageClassifier.Train(MetricInput.Seen(recordings), cancellationToken: TestContext.Current.CancellationToken);
        (_, float[] confidences) = plain.Classify(new Spectrogram(Kind).Draw(noises));
        Assert.True(confidences.Count(confidence => confidence >= SoundRecognitionMetric.Confidence) > 50);
    }

    [Fact]
    public void Noise_is_as_loud_as_its_recording_at_each_time_and_has_no_pitch()
    {
        FieldedDataset recordings = Part(first: 0, count: 100);
        float[] noise = new SpeechShapedNoise(recordings, Kind).Draw(3), recording = Values(recordings, first: 3, count: 1);
        for (int part = 1; part < 7; part++)
            Assert.Equal(Loudness(recording, part), Loudness(noise, part), 0.25 * Loudness(recording, 0));
        Assert.Equal(noise, new SpeechShapedNoise(recordings, Kind).Draw(3));
        Assert.NotEqual(noise, new SpeechShapedNoise(recordings, Kind).Draw(4));
        // A tone is strong in few bands, noise of five pitches and their harmonics in many.
        Assert.True(StrongBands(noise) > StrongBands(recording) + 3);

        static double Loudness(float[] sound, int part) => Math.Sqrt(sound[(512 * part)..(512 * (part + 1))].Average(value => (double)value * value));

        static int StrongBands(float[] sound)
        {
            float[] picture = new Spectrogram(Kind).Draw(sound);
            return Enumerable.Range(0, 32).Count(band => picture[(band * 32) + 10] > picture.Max() - 0.5);
        }
    }

    [Fact]
    public void Sounds_without_classes_are_not_recognized()
    {
        var unlabelled = new FieldedDataset("hums", "sound", new ArrayColumn(new Field("sound", Kind), new Rows("hums", 20), Values(Tones, 0, 20)));
        Assert.Equal("it needs recordings with classes", Recognition.Obstacle(new MetricInput(Samples(Values(Tones, 0, 20)), unlabelled)));
        var points = new ArrayDataset("points", [2], new float[40]);
        Assert.Equal("it needs recordings with classes", Recognition.Obstacle(new MetricInput(points, points)));
        Assert.StartsWith("it needs at least 100 real items", Recognition.Obstacle(new MetricInput(Samples(Values(Tones, 0, 20)), Part(0, 20))), StringComparison.Ordinal);
    }

    private static double Recognized(FieldedDataset recordings, float[] sounds) =>
        Recognition.Compute(new MetricInput(Samples(sounds), recordings) { Cancellation = TestContext.Current.CancellationToken })[0].Value;

    private static ArrayDataset Samples(float[] sounds) => new("samples", Kind.Shape, sounds);

    private static FieldedDataset Part(int first, int count)
    {
        var rows = new Rows("tones", count);
        return new FieldedDataset("tones", "sound", new ArrayColumn(new Field("sound", Kind), rows, Values(Tones, first, count)),
            new ArrayColumn(new Field("class", new Classes([.. Tones.ClassNames])), rows, [.. Enumerable.Range(first, count).Select(at => (float)Tones.Labels[at])]));
    }

    private static float[] Values(Dataset data, int first, int count)
    {
        var values = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(first, count)], values);
        return values;
    }
}
