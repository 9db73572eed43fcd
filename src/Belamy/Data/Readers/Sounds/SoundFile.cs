namespace Belamy.Data.Readers;

/// <summary>Files of sound of all formats that are read.</summary>
internal static class SoundFile
{
    /// <summary>The ends of their names.</summary>
    public static readonly string[] Endings = [".wav", ".mp3", ".ogg"];

    private static readonly string[] Others = [".flac", ".m4a", ".aac", ".opus", ".aif", ".aiff", ".aifc", ".wma", ".au", ".snd", ".caf", ".mka", ".oga", ".ape", ".amr"];

    /// <summary>The ends of the names of all files of sound, those of others too, which are named with what to do about them.</summary>
    public static IReadOnlyList<string> AllEndings => [.. Endings, .. Others];

    /// <summary>Reads the beginning of a file at a rate: what lasts longer is cut off, silence follows what is shorter.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static float[] Read(string path, int samples, int rate)
    {
        // A little more, for what resampling sees behind the last.
        Waveform waveform = Read(path, (samples + 2.0 * SampleRate.Reach) / rate);
        return SampleRate.Convert(waveform.Samples, waveform.Rate, rate, samples);
    }

    /// <summary>The rate of a file, and how many seconds it lasts, up to some.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static (int Rate, double Seconds) Measure(string path, double most)
    {
        Waveform waveform = Read(path, most);
        return (waveform.Rate, (double)waveform.Samples.Length / waveform.Rate);
    }

    private static Waveform Read(string path, double seconds) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".wav" => WavFile.Read(path, seconds),
        ".mp3" => Mp3File.Read(path, seconds),
        ".ogg" => OggFile.Read(path, seconds),
        var ending => throw new BelamyException($"{path}: {AdviceFor(ending) ?? $"is no file of sound by its name; such end in {string.Join(", ", Endings)}"}"),
    };

    /// <summary>What to do about sounds in formats that are not read.</summary>
    public static string? AdviceFor(string ending) => Others.Contains(ending) ? $"{ending} is not supported; convert it to WAV, for instance by ffmpeg -i FILE{ending} FILE.wav" : null;
}
