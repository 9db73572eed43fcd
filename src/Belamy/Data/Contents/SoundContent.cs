using System.Globalization;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Data.Contents;

/// <summary>Folders of recordings.</summary>
internal sealed class SoundContent : ContentReader
{
    private const int HighestRate = 16_000;
    private const int FewestSamples = 256, MostSamples = 16_384;
    private const int LargestSound = 1 << 24;
    private const double LookedAt = 4, Whole = 0.9;

    public override string Name => "sounds";

    public override string Description => "WAV, MP3 and OGG of any rate and length; sub-folders or heads of names are classes";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("words/yes/1.wav  words/no/1.wav", "sub-folders are classes"),
        ("digits/7_jackson_0.wav", "else what stands before the first _ is, if several files share it"),
    ];

    internal override IReadOnlyList<string> Endings => SoundFile.AllEndings;

    internal override IReadOnlyList<string> Takes => ["--rate", "--length"];

    public override Dataset Open(string path, DataOptions options)
    {
        (Sounds kind, string? choice) = options.Item is Sounds known ? (known, null) : Choose(path, options);
        return Gather(path, ItemFolder.Open(path, "sound", kind, options), choice);
    }

    private static (Sounds Kind, string? Choice) Choose(string path, DataOptions options)
    {
        string[] files = Survey.Files(path, SoundFile.Endings, options);
        (int Rate, double Seconds)[] seen = Survey.Of(files, options, file => ((int, double)?)SoundFile.Measure(file, LookedAt));
        int usual = seen.Length == 0 ? HighestRate : seen.GroupBy(one => one.Rate).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        int rate = options.Rate ?? Math.Min(usual, HighestRate);
        int samples = options.Length is { } asked ? Samples(asked, rate) : Usual(seen, rate);
        double seconds = (double)samples / rate;
        if (options is { Rate: not null, Length: not null })
            return (new Sounds(samples, rate), null);
        int whole = seen.Count(one => one.Seconds <= seconds + 1e-9);
        string ofRate = options.Rate is not null ? "" : rate == usual ? "the rate of most files, " : $"most files have {usual} Hz, ";
        string fits = $"{Survey.Share(whole, seen.Length, files.Length)} fit in whole{(whole == seen.Length ? "" : ", the others are cut")}";
        return (new Sounds(samples, rate), string.Create(CultureInfo.InvariantCulture, $"sounds of {seconds:0.###} s at {rate} Hz, {samples} samples: {ofRate}{fits}; --rate and --length choose otherwise"));
    }

    private static int Usual((int Rate, double Seconds)[] seen, int rate)
    {
        double[] lengths = [.. seen.Select(one => one.Seconds).Order()];
        double most = lengths.Length == 0 ? double.MaxValue : lengths[Math.Min(lengths.Length - 1, (int)(Whole * lengths.Length))];
        int samples = FewestSamples;
        while (samples < MostSamples && samples < most * rate)
            samples *= 2;
        return samples;
    }

    private static int Samples(double seconds, int rate) => seconds * rate is >= 1 and <= LargestSound and var samples
        ? (int)Math.Round(samples)
        : throw new BelamyException($"--length {seconds.ToString(CultureInfo.InvariantCulture)}: {rate} Hz make of it a sound of no or more than {LargestSound:N0} samples");
}
