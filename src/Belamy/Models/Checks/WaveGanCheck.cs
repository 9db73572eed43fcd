using System.Numerics;
using Belamy.Data;
using Belamy.Metrics;
using Belamy.Numerics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("wavegan", "tones of five pitches, as sines and as saws", Revision = 2)]
    internal static void CheckWaveGan(ReproductionRun run)
    {
        (int width, long steps, int count) = run.Choose((2, 2L, 16), (8, 500L, 500), (32, 20_000L, 2_000));
        Dataset data = run.Open("tones");
        Adversarial recipe = WaveGan with { Width = width };
        if (run.Protocol != Protocol.Full)
        {
            recipe = (recipe with { Batch = run.Choose(4, 16, 64) }).With("learning-rate", "5e-4");
            run.Note("Scaled down: a rate of 5·10⁻⁴ and batches of 16 stand in for 20,000 steps of 64 at 10⁻⁴.");
        }

        run.Description = $"{steps:N0} steps of 5 critic moves and 1 generator move, batches of {recipe.Batch}, width d = {width}, {count:N0} samples of 4,096; without phase shuffle beside it";
        ToneReport[] shuffled = Play(recipe, "phase shuffle"), plain = Play(recipe with { Networks = WaveGanNetworks(shuffle: 0) }, "no phase shuffle");
        run.Works("samples whose strongest frequency is within 3 % of a pitch of the data, %", [.. shuffled.Select(report => 100 * report.Recognized)], Ask.AtLeast(70));
        run.Works("kinds of tone among samples, of 10", [.. shuffled.Select(report => (double)report.Kinds)], Ask.AtLeast(5), published: "all ten spoken digits");
        run.Effect("kinds of tone among samples, of 10, by phase shuffle", [.. shuffled.Select(report => (double)report.Kinds)], [.. plain.Select(report => (double)report.Kinds)], published: "spoken digits have a higher inception score with it");

        ToneReport[] Play(Adversarial of, string label) => run.Each(of, data, steps, label, trained =>
        {
            Samples samples = trained.Generator.Sample(count);
            run.Picture ??= data.Main.Field.Kind.Draw(samples.Take(20).Values, 5);
            return ToneReport.Of(samples);
        });
    }

    /// <summary>What tones samples are.</summary>
    /// <param name="Recognized">The share whose strongest frequency is within 3 % of a pitch of the data.</param>
    /// <param name="Kinds">How many of the ten, a pitch as a sine or as a saw, are at least a hundredth of the samples.</param>
    private sealed record ToneReport(double Recognized, int Kinds)
    {
        public static ToneReport Of(Samples samples)
        {
            var counts = new int[2 * TonesSource.Pitches.Length];
            for (int at = 0; at < samples.Count; at++)
            {
                if (KindOf(samples.ValuesOf(at)) is { } kind)
                    counts[kind]++;
            }

            return new((double)counts.Sum() / samples.Count, counts.Count(number => number * 100 >= samples.Count));
        }

        private static int? KindOf(ReadOnlySpan<float> sound)
        {
            var values = new Complex[sound.Length];
            for (int at = 0; at < values.Length; at++)
                values[at] = sound[at] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * at / values.Length));
            FourierTransform.Apply(values);
            double[] power = [.. values[..(values.Length / 2)].Select(value => value.Magnitude * value.Magnitude)];
            int strongest = power.IndexOf(power.Max());
            double frequency = (double)strongest * TonesSource.Rate / values.Length;
            int pitch = Array.FindIndex(TonesSource.Pitches, one => Math.Abs(frequency - one) <= 0.03 * one);
            // The second harmonic of a saw has a quarter of the power of the first.
            return pitch < 0 ? null : 2 * pitch + (power[(2 * strongest - 3)..(2 * strongest + 4)].Max() > 0.05 * power[strongest] ? 1 : 0);
        }
    }
}
