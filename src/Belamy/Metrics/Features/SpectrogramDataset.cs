using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>Sounds as metrics see them: pictures of <see cref="Spectrogram"/>, drawn when they are first read, and kept.</summary>
internal sealed class SpectrogramDataset : Dataset
{
    // A classifier and several metrics look at the same sounds.
    private static readonly ConditionalWeakTable<Dataset, SpectrogramDataset> Known = [];

    private readonly Spectrogram _spectrogram;
    private readonly float[]?[] _pictures;
    private readonly int _length;

    private SpectrogramDataset(Dataset sounds, Sounds kind)
        : base($"{sounds.Name} as spectrograms", Spectrogram.Item.Span, sounds.ClassNames)
    {
        Sounds = sounds;
        Kind = kind;
        _spectrogram = new Spectrogram(kind);
        _pictures = new float[sounds.Count][];
        _length = sounds.ItemLength;
    }

    /// <summary>The sounds.</summary>
    public Dataset Sounds { get; }

    /// <summary>What they are.</summary>
    public Sounds Kind { get; }

    public override int Count => Sounds.Count;

    public override ReadOnlySpan<int> Labels => Sounds.Labels;

    /// <summary>The pictures of sounds; what has become pictures already stays as it is.</summary>
    public static SpectrogramDataset Of(Dataset sounds, Sounds kind) =>
        sounds as SpectrogramDataset ?? Known.GetValue(sounds, data => new SpectrogramDataset(data, kind));

    public override void Read(int index, Span<float> destination)
    {
        float[]? picture = Volatile.Read(ref _pictures[index]);
        if (picture is null)
        {
            var sound = new float[_length];
            Sounds.Read(index, sound);
            picture = _spectrogram.Draw(sound);
            Volatile.Write(ref _pictures[index], picture);
        }

        picture.CopyTo(destination);
    }

    protected override string ComputeFingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"spectrograms-1 {Sounds.Fingerprint}")));
}
