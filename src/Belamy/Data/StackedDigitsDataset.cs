using System.Security.Cryptography;
using System.Text;

namespace Belamy.Data;

/// <summary>
/// Pictures whose red, green and blue are three grey pictures drawn at random from another set: a thousand modes, of ten
/// digits; or that have another number of channels.
/// </summary>
/// <remarks>
/// The pictures are put together as they are read, so the set takes no memory of its own. They are not labelled: how many
/// of the modes a generator reaches is counted by a classifier of <see cref="Digits"/>, which sees one channel at a time.
/// </remarks>
public sealed class StackedDigitsDataset : Dataset
{
    /// <summary>The number of pictures where none is given, that of Srivastava and others 2017 (VEEGAN).</summary>
    public const int DefaultCount = 128_000;

    private const int UsualChannels = 3;

    private readonly CounterRandom _random;
    private readonly long _seed;

    /// <summary>Draws triples of pictures.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="digits">The grey pictures to draw from.</param>
    /// <param name="count">The number of triples, at least 1.</param>
    /// <param name="seed">Chooses the triples: the same seed gives the same ones on every machine.</param>
    /// <param name="channels">Pictures that are put together to one: three make a thousand modes of ten digits, two a hundred.</param>
    /// <exception cref="ArgumentException"><paramref name="digits"/> are not grey.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="channels"/> is below 1.</exception>
    public StackedDigitsDataset(string name, ImageDataset digits, int count = DefaultCount, long seed = 0, int channels = UsualChannels)
        : base(name, ShapeOf(digits, channels))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Channels = channels;
        Digits = digits;
        Count = count;
        _seed = seed;
        _random = new CounterRandom(seed);
    }

    /// <summary>The grey pictures that the channels are drawn from.</summary>
    public ImageDataset Digits { get; }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => [];

    /// <summary>Which of <see cref="Digits"/> a channel shows.</summary>
    /// <param name="index">The picture, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="channel">0 for red, 1 for green, 2 for blue.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture or channel.</exception>
    public int DigitAt(int index, int channel)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The set holds items 0 to {Count - 1}.");
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        return _random.Below(Digits.Count, (ulong)((Channels * (long)index) + channel));
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination)
    {
        int area = Digits.ItemLength;
        for (int channel = 0; channel < Channels; channel++)
            Digits.Read(DigitAt(index, channel), destination[(channel * area)..]);
    }

    /// <inheritdoc/>
    protected override string ComputeFingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"stacked|{Digits.Fingerprint}|{Count}|{_seed}{(Channels == UsualChannels ? "" : $"|{Channels}")}"))));

    private static int[] ShapeOf(ImageDataset digits, int channels)
    {
        ArgumentNullException.ThrowIfNull(digits);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (digits.Channels != 1)
            throw new ArgumentException($"Only grey pictures can be stacked, and those of {digits.Name} have {digits.Channels} channels.", nameof(digits));
        return [channels, digits.Height, digits.Width];
    }
}
