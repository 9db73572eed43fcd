using System.Globalization;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Sounds of one length and one channel, [1, samples], values in [-1, 1].</summary>
/// <remarks>
/// WAV, MP3 and OGG Vorbis files are read, of any rate and number of channels, which are mixed; their beginning is taken, and
/// silence follows what is shorter. WAV files of 16 bits are written.
/// </remarks>
/// <param name="Samples">Samples in a sound, at least 1.</param>
/// <param name="Rate">Samples in a second, at least 1.</param>
public sealed record Sounds(int Samples, int Rate) : Kind
{
    /// <summary>Samples in a sound.</summary>
    public int Samples { get; init; } = Extent.Require(Samples, nameof(Samples));

    /// <summary>Samples in a second.</summary>
    public int Rate { get; init; } = Extent.Require(Rate, nameof(Rate));

    /// <inheritdoc/>
    public override string Name => "sounds";

    /// <inheritdoc/>
    public override Shape Shape => [1, Samples];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (-1, 1);

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"sounds of {(double)Samples / Rate:0.###} s at {Rate} Hz");

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".wav"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => SoundFile.Endings;

    /// <inheritdoc/>
    public override float[] Read(string path) => SoundFile.Read(path, Samples, Rate);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        if (!FileEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"{path}: sounds are written as WAV; let the name end in .wav");
        WavFile.Write(path, item, Rate);
    }

    /// <summary>Draws waveforms above spectrograms.</summary>
    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int count = Extent.Count(this, items);
        var picture = new SoundPicture(Rate);
        var cells = new byte[count * SoundPicture.Length];
        for (int at = 0; at < count; at++)
            picture.Draw(items.Slice(at * Samples, Samples), cells.AsSpan(at * SoundPicture.Length, SoundPicture.Length));
        return ImageGrid.Create(cells, 3, SoundPicture.Height, SoundPicture.Width, columns, gap: 6);
    }

    /// <summary>How long, how loud and at which pitch.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        float peak = 0;
        int last = -1;
        for (int at = 0; at < item.Length; at++)
        {
            peak = Math.Max(peak, Math.Abs(item[at]));
            if (Math.Abs(item[at]) > 0.01f)
                last = at;
        }

        return last < 0
            ? "silence"
            : string.Create(CultureInfo.InvariantCulture, $"{(last + 1.0) / Rate:0.000} s, peak {peak:0.00}, strongest at {new SoundPicture(Rate).Strongest(item):0} Hz");
    }

    internal override string? AdviceFor(string ending) => SoundFile.AdviceFor(ending);
}
