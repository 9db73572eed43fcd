using System.Globalization;
using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Tones that die away: five pitches half an octave apart, as a sine and as a saw, of any phase and loudness.</summary>
internal sealed class TonesSource : DrawnSource
{
    public const int Rate = 16_000;

    /// <summary>The pitches in Hz; class 2n is the sine of pitch n, class 2n + 1 its saw.</summary>
    public static readonly double[] Pitches = [220, 311, 440, 622, 880];

    public override string Name => "tones";

    public override string Description => "10,000 sounds of 4,096 samples at 16 kHz: decaying tones of 220, 311, 440, 622 and 880 Hz, as a sine and as a saw; 10 classes";

    public override string Content => "sounds";

    protected override string ItemName => "sound";

    protected override Kind Kind { get; } = new Sounds(4096, Rate);

    protected override string[] Classes { get; } =
        [.. Pitches.SelectMany(pitch => new[] { "sine", "saw" }.Select(form => string.Create(CultureInfo.InvariantCulture, $"{form} {pitch} Hz")))];

    protected override int Count => 10_000;

    protected override int Version => 1;

    protected override void Draw(int category, Func<int, double> random, Span<float> values)
    {
        double pitch = Pitches[category / 2] / Rate, phase = random(0), loudness = Between(0.5, 0.95, random(1));
        // What is left of the loudness after a sample.
        double decay = Math.Exp(-1 / (Rate * Between(0.08, 0.25, random(2))));
        for (int at = 0; at < values.Length; at++, loudness *= decay)
        {
            double turn = phase + pitch * at;
            turn -= Math.Floor(turn);
            values[at] = (float)(loudness * (category % 2 == 0 ? Math.Sin(2 * Math.PI * turn) : 2 * turn - 1));
        }
    }
}
