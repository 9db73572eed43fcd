using System.Numerics;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Numerics;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>
/// What a sound is to the ear, as a picture for classifiers: how strong 32 bands of frequency are at 32 times, [1, 32, 32], -1 for
/// -80 dB and less, 1 for a sine of full scale. Bands are as wide as the mel scale has them.
/// </summary>
public sealed class Spectrogram
{
    private const int Side = 32;
    private const double Floor = -80;

    private readonly int _samples;
    private readonly double[] _window;
    private readonly (int Bin, double Weight)[][] _bands;

    /// <summary>Prepares for sounds of a length and rate.</summary>
    /// <param name="sounds">What they are.</param>
    public Spectrogram(Sounds sounds)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        _samples = sounds.Samples;
        // Windows of four steps, which overlap by three quarters.
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4 * sounds.Samples / Side));
        _window = [.. Enumerable.Range(0, length).Select(at => 0.5 - 0.5 * Math.Cos(2 * Math.PI * at / length))];
        double top = Mel(sounds.Rate / 2.0);
        _bands = [.. Enumerable.Range(0, Side).Select(band => Enumerable.Range(0, length / 2).Select(bin =>
        {
            // A triangle from the middle of the band below to that of the band above, and no narrower than a bin.
            double place = Mel((double)bin * sounds.Rate / length) / top * (Side + 1) - (band + 1);
            double width = Math.Max(1, (Mel((bin + 1.0) * sounds.Rate / length) - Mel((double)bin * sounds.Rate / length)) / top * (Side + 1));
            return (Bin: bin, Weight: Math.Max(0, 1 - Math.Abs(place) / width));
        }).Where(one => one.Weight > 0).ToArray())];
    }

    /// <summary>The shape of a picture.</summary>
    public static Shape Item => [1, Side, Side];

    /// <summary>Draws sounds.</summary>
    /// <param name="sounds">Sounds one behind the other.</param>
    /// <returns>A picture of each.</returns>
    public float[] Draw(ReadOnlySpan<float> sounds)
    {
        if (sounds.Length % _samples != 0)
            throw new ArgumentException($"{sounds.Length} values are not a whole number of sounds of {_samples}.", nameof(sounds));
        var pictures = new float[sounds.Length / _samples * Side * Side];
        for (int sound = 0; sound * _samples < sounds.Length; sound++)
            DrawOne(sounds.Slice(sound * _samples, _samples), pictures.AsSpan(sound * Side * Side, Side * Side));
        return pictures;
    }

    /// <summary>The pictures of all sounds of a data set, with their classes.</summary>
    /// <param name="sounds">Data whose items are sounds.</param>
    public static ArrayDataset Of(Dataset sounds)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        if (sounds.Main.Field.Kind is not Sounds kind)
            throw new BelamyException($"{sounds.Name}: has no sounds, but {sounds.Main.Field.Kind.Description}");
        var spectrogram = new Spectrogram(kind);
        var pictures = new float[sounds.Count * Side * Side];
        var sound = new float[kind.Samples];
        for (int item = 0; item < sounds.Count; item++)
        {
            sounds.Read(item, sound);
            spectrogram.DrawOne(sound, pictures.AsSpan(item * Side * Side, Side * Side));
        }

        return new ArrayDataset($"{sounds.Name} spectrograms", Item, pictures, [.. sounds.Labels], sounds.ClassNames);
    }

    private static double Mel(double frequency) => 2595 * Math.Log10(1 + frequency / 700);

    private void DrawOne(ReadOnlySpan<float> sound, Span<float> picture)
    {
        int length = _window.Length;
        var values = new Complex[length];
        // A sine of full scale under the window.
        double full = Math.Pow(length / 4.0, 2);
        for (int column = 0; column < Side; column++)
        {
            int start = (int)((column + 0.5) * _samples / Side) - length / 2;
            for (int at = 0; at < length; at++)
                values[at] = (uint)(start + at) < (uint)_samples ? sound[start + at] * _window[at] : 0;
            FourierTransform.Apply(values);
            for (int band = 0; band < Side; band++)
            {
                double power = 0;
                foreach ((int bin, double weight) in _bands[band])
                    power += weight * (values[bin].Real * values[bin].Real + values[bin].Imaginary * values[bin].Imaginary);
                double level = Math.Clamp(10 * Math.Log10(Math.Max(power / full, 1e-12)), Floor, 0);
                picture[(Side - 1 - band) * Side + column] = (float)(1 - 2 * level / Floor);
            }
        }
    }
}
