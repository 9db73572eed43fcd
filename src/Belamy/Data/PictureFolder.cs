using System.Collections.Concurrent;
using Belamy.Imaging;
using Belamy.Serialization;

namespace Belamy.Data;

/// <summary>A picture that a folder's data set had to leave out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record SkippedPicture(string Path, string Reason);

/// <summary>The pictures of a folder, brought to squares of one size; sub-folders are classes.</summary>
/// <remarks>
/// PNG files are taken from the folder and everything below it, in the order of their names. When all of them lie in
/// two or more sub-folders of the folder, each of those is a class; otherwise the pictures are not labelled. Transparent
/// pictures are laid on a background. Every picture is cropped to the square in its middle and resized. The set is grey
/// when no picture has colour. What cannot be read is left out and listed.
/// </remarks>
public sealed class PictureFolder : ImageDataset
{
    private static readonly int[] Sizes = [28, 32, 64];
    private static readonly string[] OtherPictures = [".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic"];

    private PictureFolder(string name, int channels, int size, PixelStore pixels, int[] labels, IReadOnlyList<string> classNames, IReadOnlyList<SkippedPicture> skipped)
        : base(name, channels, size, size, pixels, labels, classNames) => Skipped = skipped;

    /// <summary>The pictures left out, in the order of their names.</summary>
    public IReadOnlyList<SkippedPicture> Skipped { get; }

    /// <summary>Decodes all pictures of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">The size, the background, progress and cancellation.</param>
    /// <exception cref="BelamyException">There is no such folder, or no readable picture in it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above 4096.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static PictureFolder Open(string path, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= DataOptions.Default;
        if (options.Size is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, 4096, nameof(options));
        }

        (string[] files, List<SkippedPicture> foreign) = List(path);
        var skipped = new ConcurrentBag<SkippedPicture>(foreign);
        int size = options.Size ?? ChooseSize(files);
        byte[]?[] pictures = DecodeAll(files, size, options, skipped);
        IReadOnlyList<SkippedPicture> report = [.. skipped.OrderBy(picture => picture.Path, StringComparer.Ordinal)];

        int[] kept = [.. Enumerable.Range(0, files.Length).Where(i => pictures[i] is not null)];
        if (kept.Length == 0)
            throw NoPicture(path, report);
        (int[] labels, IReadOnlyList<string> classNames) = Classify(path, [.. kept.Select(i => files[i])]);
        int channels = kept.Any(i => pictures[i]!.Length > size * size) ? 3 : 1;
        PixelStore pixels = Gather(pictures, kept, channels, size);
        return new PictureFolder(IdxLocation.NameOf(path), channels, size, pixels, labels, classNames, report);
    }

    private static (string[] Files, List<SkippedPicture> Foreign) List(string path)
    {
        var files = new List<string>();
        var foreign = new List<SkippedPicture>();
        try
        {
            // Hidden files are left out, among them the shadows that some systems put beside every picture.
            var walk = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16, IgnoreInaccessible = true };
            foreach (string file in Directory.EnumerateFiles(path, "*", walk))
            {
                string extension = Path.GetExtension(file).ToLowerInvariant();
                if (extension == ".png")
                    files.Add(file);
                else if (OtherPictures.Contains(extension))
                    foreign.Add(new SkippedPicture(file, $"{extension[1..]} is not supported; convert it to PNG"));
            }
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Explain(path, e);
        }

        // By names with one separator, so that the order is the same on every system.
        return ([.. files.OrderBy(file => file.Replace('\\', '/'), StringComparer.Ordinal)], foreign);
    }

    private static int ChooseSize(string[] files)
    {
        var sides = new List<int>();
        Span<byte> start = stackalloc byte[16 + PngHeader.Length];
        foreach (string file in files)
        {
            try
            {
                using FileStream stream = InputFile.OpenRead(file);
                if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && PngDecoder.IsPng(start)
                    && PngHeader.Parse(start[16..]) is (PngHeader header, null))
                    sides.Add(Math.Min(header.Width, header.Height));
            }
            catch (Exception e) when (e is BelamyException or IOException)
            {
                // Decoding comes upon the same fault, and reports it.
            }
        }

        if (sides.Count == 0)
            return Sizes[0];
        sides.Sort();
        int median = sides[sides.Count / 2];
        return Sizes.MinBy(size => Math.Abs(size - median));
    }

    private static byte[]?[] DecodeAll(string[] files, int size, DataOptions options, ConcurrentBag<SkippedPicture> skipped)
    {
        var pictures = new byte[]?[files.Length];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Length, parallel, i =>
        {
            try
            {
                pictures[i] = Decode(files[i], size, options.Background);
            }
            catch (BelamyException e)
            {
                skipped.Add(new SkippedPicture(files[i], e.Message));
            }

            options.Progress?.Invoke(new DataProgress("decoding pictures", Interlocked.Increment(ref done), files.Length));
        });
        return pictures;
    }

    /// <summary>One picture channels first: one channel if it is grey all over, else three.</summary>
    private static byte[] Decode(string file, int size, byte background)
    {
        Image image = Resampling.FitSquare(Resampling.Flatten(Image.LoadPng(file), background), size);
        var planes = new byte[image.Pixels.Length];
        image.CopyToPlanes(planes);
        int area = size * size;
        bool grey = image.Channels == 3 && planes.AsSpan(0, area).SequenceEqual(planes.AsSpan(area, area)) && planes.AsSpan(0, area).SequenceEqual(planes.AsSpan(2 * area));
        return grey ? planes[..area] : planes;
    }

    private static PixelStore Gather(byte[]?[] pictures, int[] kept, int channels, int size)
    {
        int area = size * size;
        var pixels = new PixelStore(kept.Length, channels * area);
        for (int i = 0; i < kept.Length; i++)
        {
            byte[] picture = pictures[kept[i]]!;
            Span<byte> item = pixels[i];
            for (int start = 0; start < item.Length; start += picture.Length)
                picture.CopyTo(item[start..]);
            pictures[kept[i]] = null;
        }

        return pixels;
    }

    private static (int[] Labels, IReadOnlyList<string> ClassNames) Classify(string path, string[] files)
    {
        string?[] folders = Array.ConvertAll(files, file =>
        {
            string relative = Path.GetRelativePath(path, file);
            int separator = relative.IndexOfAny(['/', '\\']);
            return separator > 0 ? relative[..separator] : null;
        });
        string?[] names = [.. folders.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length < 2 || names.Contains(null))
            return ([], []);
        return (Array.ConvertAll(folders, folder => Array.IndexOf(names, folder)), names!);
    }

    private static BelamyException NoPicture(string path, IReadOnlyList<SkippedPicture> skipped)
    {
        if (skipped.Count == 0)
            return new($"{path}: holds no picture; give a folder of PNG files");
        return new($"{path}: holds no readable picture; {skipped.Count} could not be read, the first of them {skipped[0].Path} ({skipped[0].Reason})");
    }
}
