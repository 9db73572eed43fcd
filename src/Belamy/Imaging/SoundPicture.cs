using System.Numerics;
using Belamy.Numerics;

namespace Belamy.Imaging;

/// <summary>Draws a sound: its waveform above, below it how strong each frequency is over time.</summary>
/// <remarks>
/// The spectrogram has its lowest frequency below and half the rate on top; from black over violet and orange to pale yellow
/// the strength rises from -80 dB to that of a full-scale sine. Windows are Hann's, of about 32 ms.
/// </remarks>
internal sealed class SoundPicture
{
    public const int Width = 192;
    public const int Height = WaveHeight + Gap + SpectrumHeight;

    /// <summary>Bytes of a picture of three channels.</summary>
    public const int Length = 3 * Width * Height;

    private const int WaveHeight = 49;
    private const int Gap = 2;
    private const int SpectrumHeight = 64;
    private const double Floor = -80;

    private static readonly Color Paper = new(0xF7, 0xF8, 0xFA);
    private static readonly Color Line = new(0x1F, 0x5A, 0x96);
    private static readonly Color[] Heat = [new(0, 0, 0), new(0x3B, 0x0F, 0x70), new(0xB6, 0x37, 0x79), new(0xFB, 0x8A, 0x44), new(0xFC, 0xFD, 0xBF)];

    private readonly int _rate;
    private readonly Complex[] _window;

    public SoundPicture(int rate)
    {
        _rate = rate;
        int size = 64;
        while (size < rate * 0.024 && size < 2048)
            size *= 2;
        _window = new Complex[size];
    }

    /// <summary>Draws a sound channel by channel into [3, <see cref="Height"/>, <see cref="Width"/>].</summary>
    public void Draw(ReadOnlySpan<float> samples, Span<byte> planes)
    {
        planes.Fill(byte.MaxValue);
        for (int x = 0; x < Width; x++)
        {
            int from = (int)((long)x * samples.Length / Width), to = Math.Max(from + 1, (int)((long)(x + 1) * samples.Length / Width));
            DrawWave(samples[from..Math.Min(to, samples.Length)], x, planes);
            DrawSpectrum(samples, (from + to) / 2, x, planes);
        }
    }

    /// <summary>The frequency that is strongest over the whole of a sound, in Hz.</summary>
    public double Strongest(ReadOnlySpan<float> samples)
    {
        var total = new double[_window.Length / 2];
        for (int middle = 0; middle < samples.Length + _window.Length / 2; middle += _window.Length / 2)
        {
            Transform(samples, middle);
            for (int at = 1; at < total.Length; at++)
                total[at] += Power(_window[at]);
        }

        int best = total.IndexOf(total.Max());
        return (double)best * _rate / _window.Length;
    }

    private static void DrawWave(ReadOnlySpan<float> samples, int x, Span<byte> planes)
    {
        float low = 1, high = -1;
        foreach (float sample in samples)
        {
            float value = float.IsFinite(sample) ? Math.Clamp(sample, -1, 1) : 0;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        int top = Row(high), bottom = Row(low);
        for (int y = 0; y < WaveHeight; y++)
            Set(planes, x, y, y >= top && y <= bottom ? Line : Paper);

        static int Row(float value) => (int)MathF.Round((1 - value) / 2 * (WaveHeight - 1));
    }

    private void DrawSpectrum(ReadOnlySpan<float> samples, int middle, int x, Span<byte> planes)
    {
        Transform(samples, middle);
        int bins = _window.Length / 2;
        // A sine of full scale under Hann's window.
        double full = Math.Pow(_window.Length / 4.0, 2);
        for (int y = 0; y < SpectrumHeight; y++)
        {
            int from = (SpectrumHeight - 1 - y) * bins / SpectrumHeight, to = Math.Max(from + 1, (SpectrumHeight - y) * bins / SpectrumHeight);
            double power = 0;
            for (int at = from; at < to; at++)
                power = Math.Max(power, Power(_window[at]));
            Set(planes, x, WaveHeight + Gap + y, Colour(1 - 10 * Math.Log10(Math.Max(power / full, 1e-12)) / Floor));
        }
    }

    private void Transform(ReadOnlySpan<float> samples, int middle)
    {
        int start = middle - _window.Length / 2;
        for (int at = 0; at < _window.Length; at++)
        {
            float sample = (uint)(start + at) < (uint)samples.Length ? samples[start + at] : 0;
            _window[at] = float.IsFinite(sample) ? sample * (0.5 - 0.5 * Math.Cos(2 * Math.PI * at / _window.Length)) : 0;
        }

        FourierTransform.Apply(_window);
    }

    private static double Power(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;

    private static Color Colour(double strength)
    {
        double place = Math.Clamp(strength, 0, 1) * (Heat.Length - 1);
        int cell = Math.Min((int)place, Heat.Length - 2);
        Color low = Heat[cell], high = Heat[cell + 1];
        return new(Mix(low.Red, high.Red), Mix(low.Green, high.Green), Mix(low.Blue, high.Blue));

        byte Mix(byte from, byte to) => (byte)(from + (to - from) * (place - cell) + 0.5);
    }

    private static void Set(Span<byte> planes, int x, int y, Color color)
    {
        int at = y * Width + x;
        planes[at] = color.Red;
        planes[Width * Height + at] = color.Green;
        planes[2 * Width * Height + at] = color.Blue;
    }
}
