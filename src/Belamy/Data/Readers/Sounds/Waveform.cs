namespace Belamy.Data.Readers;

/// <summary>What a file of sound holds, its channels mixed into one.</summary>
/// <param name="Samples">The samples, in [-1, 1] for what is not overdriven.</param>
/// <param name="Rate">Samples in a second.</param>
internal sealed record Waveform(float[] Samples, int Rate)
{
    private const int Piece = 1 << 12;
    private const int LargestRate = 1_000_000;
    private const int MostChannels = 64;

    /// <summary>Takes samples from a decoder as they come, so that nothing is believed of what a header says about their number.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="rate">Samples in a second.</param>
    /// <param name="channels">Channels, whose samples lie side by side.</param>
    /// <param name="seconds">The most to take.</param>
    /// <param name="read">Fills a piece with whole frames; returns the number of samples, 0 at the end.</param>
    /// <exception cref="BelamyException">The numbers are none of any sound.</exception>
    public static Waveform Take(string path, int rate, int channels, double seconds, Func<float[], int> read)
    {
        if (rate is < 1 or > LargestRate || channels is < 1 or > MostChannels)
            throw new BelamyException($"{path}: {Counted.Of(channels, "channel")} of {rate} samples a second are no sound; the file is damaged, get or make it anew");
        int most = checked((int)Math.Min(Math.Ceiling(seconds * rate), int.MaxValue / 2));
        var piece = new float[Piece * channels];
        var samples = new List<float>(Math.Min(most, Piece));
        while (samples.Count < most && read(piece) is > 0 and var count)
        {
            for (int at = 0; at + channels <= count && samples.Count < most; at += channels)
                samples.Add(Mix(piece.AsSpan(at, channels)));
        }

        return samples.Count > 0 ? new Waveform([.. samples], rate) : throw new BelamyException($"{path}: has no sound in it");
    }

    private static float Mix(ReadOnlySpan<float> frame)
    {
        float sum = 0;
        foreach (float sample in frame)
            sum += sample;
        return float.IsFinite(sum) ? sum / frame.Length : 0;
    }
}
