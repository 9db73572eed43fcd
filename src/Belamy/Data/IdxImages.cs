using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Makes data sets of parsed IDX files, after checking that the files belong together.</summary>
internal static class IdxImages
{
    private const int LargestSide = 4096;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="images">The content of the images file: [count, height, width], or [count, height, width, 3].</param>
    /// <param name="imagesOrigin">The images file, for errors.</param>
    /// <param name="labels">The content of the labels file: [count]; null when there is none.</param>
    /// <param name="labelsOrigin">The labels file, for errors.</param>
    /// <param name="classNames">The names of the classes; null names them by their numbers.</param>
    /// <exception cref="BelamyException">The files are damaged or do not belong together.</exception>
    public static ImageDataset Create(string name, byte[] images, string imagesOrigin, byte[]? labels, string labelsOrigin, IReadOnlyList<string>? classNames)
    {
        (int[] extents, byte[] pixels) = IdxReader.Read(new MemoryStream(images), imagesOrigin);
        if (extents.Length is not (3 or 4) || (extents.Length == 4 && extents[3] != 3) || extents[1] > LargestSide || extents[2] > LargestSide)
            throw new BelamyException($"{imagesOrigin}: holds [{string.Join(", ", extents)}]; images come as [count, height, width] or [count, height, width, 3], each side up to {LargestSide}");
        (int count, int height, int width) = (extents[0], extents[1], extents[2]);
        int channels = extents.Length == 4 ? 3 : 1;
        if (channels == 3)
            ToPlanes(pixels, height, width);
        if (labels is null)
            return new ImageDataset(name, channels, height, width, pixels);

        (int[] labelExtents, byte[] values) = IdxReader.Read(new MemoryStream(labels), labelsOrigin);
        if (labelExtents.Length != 1 || values.Length != count)
            throw new BelamyException($"{labelsOrigin}: holds [{string.Join(", ", labelExtents)}] labels for {count} images in {imagesOrigin}; the two files do not belong together");
        classNames ??= [.. Enumerable.Range(0, values.Max() + 1).Select(label => label.ToString())];
        int wrong = Array.FindIndex(values, value => value >= classNames.Count);
        if (wrong >= 0)
            throw new BelamyException($"{labelsOrigin}: label {values[wrong]} of image {wrong} is outside the {classNames.Count} classes; the file is damaged, get it anew from its source");
        return new ImageDataset(name, channels, height, width, pixels, Array.ConvertAll(values, value => (int)value), classNames);
    }

    private static void ToPlanes(byte[] pixels, int height, int width)
    {
        int length = height * width * 3;
        for (int start = 0; start < pixels.Length; start += length)
        {
            Span<byte> item = pixels.AsSpan(start, length);
            new Image(width, height, 3, item.ToArray()).CopyToPlanes(item);
        }
    }
}
