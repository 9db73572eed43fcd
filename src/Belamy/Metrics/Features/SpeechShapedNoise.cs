using System.Numerics;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Numerics;

namespace Belamy.Metrics;

/// <summary>
/// Noise that has the mean spectrum of recordings and the loudness of one of them over time, but no sound of theirs: what hearing is
/// tested against (speech-shaped noise). A classifier that has not heard it takes it for one of its classes with confidence.
/// </summary>
internal sealed class SpeechShapedNoise
{
    private const int MostRecordings = 500;

    // A fiftieth of a second: shorter than a syllable, longer than the period of a voice.
    private const int WindowsPerSecond = 50;

    private readonly Dataset _recordings;
    private readonly double[] _amplitudes;
    private readonly int _window;

    /// <summary>Measures the mean spectrum.</summary>
    /// <param name="recordings">Data whose items are sounds.</param>
    /// <param name="kind">What they are.</param>
    public SpeechShapedNoise(Dataset recordings, Sounds kind)
    {
        _recordings = recordings;
        _window = Math.Max(1, kind.Rate / WindowsPerSecond);
        var power = new double[BitOperations.RoundUpToPowerOf2((uint)kind.Samples)];
        var sound = new float[kind.Samples];
        int used = Math.Min(recordings.Count, MostRecordings);
        for (int at = 0; at < used; at++)
        {
            recordings.Read((int)((long)at * recordings.Count / used), sound);
            Complex[] spectrum = Padded(sound, power.Length);
            FourierTransform.Apply(spectrum);
            for (int bin = 0; bin < power.Length; bin++)
                power[bin] += spectrum[bin].Real * spectrum[bin].Real + spectrum[bin].Imaginary * spectrum[bin].Imaginary;
        }

        _amplitudes = Array.ConvertAll(power, Math.Sqrt);
    }

    /// <summary>Makes noise as loud as a recording at each time.</summary>
    /// <param name="recording">The number of the recording.</param>
    /// <returns>As many samples as it has.</returns>
    public float[] Draw(int recording)
    {
        var random = new CounterRandom(recording);
        var sound = new float[_recordings.ItemLength];
        _recordings.Read(recording, sound);
        // White noise through the spectrum; the real part of noise of random phases is as good as a sound made of them.
        var values = new Complex[_amplitudes.Length];
        for (int bin = 0; bin < values.Length; bin++)
            values[bin] = Complex.FromPolarCoordinates(_amplitudes[bin], 2 * Math.PI * random.Uniform((ulong)bin));
        FourierTransform.Apply(values);
        float[] noise = [.. values.Take(sound.Length).Select(value => (float)value.Real)];
        double[] wanted = Loudness(sound), had = Loudness(noise);
        for (int at = 0; at < noise.Length; at++)
            noise[at] = had[at] == 0 ? 0 : (float)Math.Clamp(noise[at] * wanted[at] / had[at], -1, 1);
        return noise;
    }

    private static Complex[] Padded(float[] sound, int length)
    {
        var values = new Complex[length];
        for (int at = 0; at < sound.Length; at++)
            values[at] = sound[at];
        return values;
    }

    /// <summary>The root mean square about each sample.</summary>
    private double[] Loudness(float[] sound)
    {
        var loudness = new double[sound.Length];
        double sum = 0;
        for (int at = -_window; at < sound.Length; at++)
        {
            sum += at + _window < sound.Length ? (double)sound[at + _window] * sound[at + _window] : 0;
            sum -= at - _window - 1 >= 0 ? (double)sound[at - _window - 1] * sound[at - _window - 1] : 0;
            if (at >= 0)
                loudness[at] = Math.Sqrt(Math.Max(0, sum) / (2 * _window + 1));
        }

        return loudness;
    }
}
