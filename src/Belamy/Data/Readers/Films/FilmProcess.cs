using System.Diagnostics;
using System.Runtime.InteropServices;
using Belamy.Imaging;

namespace Belamy.Data.Readers;

/// <summary>Films of all other formats, decoded by ffmpeg where it is installed.</summary>
internal static class FilmProcess
{
    private const int Channels = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Reads the first frames, their middle brought to a size.</summary>
    /// <param name="path">The film.</param>
    /// <param name="frames">The most frames.</param>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="BelamyException">There is no ffmpeg, or it cannot read the film.</exception>
    public static Image[] Read(string path, int frames, int width, int height, string program = "ffmpeg")
    {
        // Every frame once: raw video has one rate, for which ffmpeg would repeat or leave out frames of films that have not.
        string fit = $"scale={width}:{height}:force_original_aspect_ratio=increase:flags=area,crop={width}:{height}";
        var start = new ProcessStartInfo(program, ["-nostdin", "-v", "error", "-i", "file:" + Path.GetFullPath(path), "-vsync", "passthrough", "-frames:v", $"{frames}", "-vf", fit, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            using var late = new Timer(_ => Kill(process), null, Patience, Timeout.InfiniteTimeSpan);
            Task<string> errors = process.StandardError.ReadToEndAsync();
            var read = new List<Image>();
            var pixels = new byte[checked(width * height * Channels)];
            while (read.Count < frames && process.StandardOutput.BaseStream.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) == pixels.Length)
                read.Add(new Image(width, height, Channels, [.. pixels]));
            Kill(process);
            process.WaitForExit();
            string error = errors.GetAwaiter().GetResult().Trim().ReplaceLineEndings("; ");
            return read.Count > 0 ? [.. read] : throw new BelamyException($"{path}: ffmpeg cannot read it ({(error.Length > 200 ? error[^200..] : error)})");
        }
        catch (ExternalException e)
        {
            // There is no such program, or none that may be run.
            throw new BelamyException($"{path}: such films are read by ffmpeg, which is not installed; install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), or give folders of frames", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }
}
