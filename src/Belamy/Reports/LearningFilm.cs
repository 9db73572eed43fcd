using Belamy.Imaging;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>The learning of a run as a film: the pictures of samples that it saved on its way, the step and how far it is under each.</summary>
public static class LearningFilm
{
    /// <summary>Sides shorter than this are enlarged, in pixels.</summary>
    public const int SideToSee = 480;

    // A film that is watched to its end, and looked at there.
    private const double Seconds = 8;
    private const double HeldSeconds = 2;
    private const int Margin = 12;
    private const int CapHeight = 14;
    private const int BarHeight = 4;
    private static readonly Color Paper = new(0xFF, 0xFF, 0xFF);
    private static readonly Color Ink = new(0x22, 0x26, 0x2B);
    private static readonly Color Track = new(0xE4, 0xE7, 0xEB);
    private static readonly Color Bar = new(0x00, 0x72, 0xB2);

    /// <summary>Makes the film.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file, of one of <see cref="Animation.Endings"/>; what it held before is replaced.</param>
    /// <param name="framesPerSecond">Pictures in a second; null for a film of about eight seconds.</param>
    /// <param name="scale">Pixels that each pixel becomes; null for as many as people can see.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Stops it; nothing is written then.</param>
    /// <returns>The number of pictures of the run in it.</returns>
    /// <exception cref="BelamyException">The run saved fewer than two pictures, one cannot be read, or the file cannot be written.</exception>
    public static int Write(RunFolder run, string path, int? framesPerSecond = null, int? scale = null, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrEmpty(path);
        IReadOnlyList<SampleFile> saved = run.SavedPictures;
        if (saved.Count < 2)
            throw new BelamyException($"{run.Path}: saved {Quantity.Count(saved.Count, "picture")} on its way, and a film takes two or more; train it further, one is saved every 200 steps");
        int rate = framesPerSecond ?? Math.Clamp((int)Math.Round(saved.Count / Seconds), 2, 25);
        Image last = Image.Load(saved[^1].Path);
        var frames = new List<Image>();
        for (int at = 0; at < saved.Count; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Invoke((double)at / saved.Count);
            Image picture = at == saved.Count - 1 ? last : Image.Load(saved[at].Path);
            // A plot whose data were read anew may be of another size.
            if ((picture.Width, picture.Height) == (last.Width, last.Height))
                frames.Add(Frame(picture, saved[at].Step, saved[^1].Step, scale ?? Math.Max(1, SideToSee / Math.Max(picture.Width, picture.Height))));
        }

        int pictures = frames.Count;
        frames.AddRange(Enumerable.Repeat(frames[^1], (int)(HeldSeconds * rate)));
        Animation.Save(path, frames, rate);
        return pictures;
    }

    private static Image Frame(Image picture, long step, long last, int scale)
    {
        (int width, int height) = (picture.Width * scale, picture.Height * scale);
        var canvas = new Canvas(width, height + CapHeight + (2 * Margin) + BarHeight, Paper);
        canvas.Draw(Resampling.Flatten(picture, byte.MaxValue), 0, 0, scale);
        canvas.Text($"step {Quantity.Count(step)}", Margin, height + Margin + CapHeight, CapHeight, Ink, weight: 1.6f);
        int top = canvas.Image.Height - BarHeight;
        canvas.FillRectangle(0, top, width, BarHeight, Track);
        canvas.FillRectangle(0, top, (int)(width * step / last), BarHeight, Bar);
        return canvas.Image;
    }
}
