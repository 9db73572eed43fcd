using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Belamy.Imaging;

/// <summary>Films as MP4 with H.264, which every player and presentation takes; written by ffmpeg where it is installed.</summary>
internal static class Mp4
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Encodes pictures of one size.</summary>
    /// <param name="path">The file that it will become, for errors.</param>
    /// <param name="frames">The pictures.</param>
    /// <param name="framesPerSecond">How many of them are shown in a second.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="BelamyException">There is no ffmpeg, or it cannot encode.</exception>
    public static byte[] Encode(string path, IReadOnlyList<Image> frames, int framesPerSecond, string program = "ffmpeg")
    {
        string folder = Directory.CreateTempSubdirectory("belamy-film-").FullName;
        try
        {
            string made = Path.Combine(folder, "film.mp4");
            Run(path, frames, Start(program, made, frames[0], framesPerSecond));
            return File.ReadAllBytes(made);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Players take halved colour alone, for which both sides have to be even: a row or column of the last pixels is added.
    private static ProcessStartInfo Start(string program, string made, Image first, int rate) => new(program,
    [
        "-nostdin", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", string.Create(CultureInfo.InvariantCulture, $"{first.Width}x{first.Height}"),
        "-r", rate.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-crf", "16",
        "-pix_fmt", "yuv420p", "-movflags", "+faststart", made,
    ])
    {
        RedirectStandardInput = true,
        RedirectStandardError = true,
    };

    private static void Run(string path, IReadOnlyList<Image> frames, ProcessStartInfo start)
    {
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            try
            {
                foreach (Image frame in frames)
                    process.StandardInput.BaseStream.Write(ChannelConversion.ToChannels(frame, 3).Pixels);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has given up, and says why.
            }

            if (!process.WaitForExit(Patience))
                process.Kill();
            string error = errors.GetAwaiter().GetResult().Trim().ReplaceLineEndings("; ");
            if (process.ExitCode != 0)
                throw new BelamyException($"{path}: ffmpeg cannot write it ({(error.Length > 200 ? error[^200..] : error)}); let the name end in .gif or .webp");
        }
        catch (ExternalException e)
        {
            // There is no such program, or none that may be run.
            throw new BelamyException($"{path}: MP4 is written by ffmpeg, which is not installed; install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), or let the name end in .gif or .webp", e);
        }
    }
}
