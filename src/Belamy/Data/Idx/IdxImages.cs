using System.Globalization;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Makes data sets of parsed IDX files, after checking that the files belong together.</summary>
internal static class IdxImages
{
    private const int LargestSide = 4096;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="images">The images: [count, height, width], or [count, height, width, 3]. Those in colour are put in another order.</param>
    /// <param name="labels">The labels: [count]; null when there are none.</param>
    /// <param name="classNames">The names of the classes; null names them by the labels that there are.</param>
    /// <param name="training">The labels of the part to train on, whose classes these are; null where there is none, or these are they.</param>
    /// <exception cref="BelamyException">The files are damaged or do not belong together.</exception>
    public static ImageDataset Create(string name, IdxArray images, IdxArray? labels, IReadOnlyList<string>? classNames, IdxArray? training = null)
    {
        (string imagesOrigin, int[] extents, byte[] pixels) = images;
        if (extents.Length is not (3 or 4) || (extents.Length == 4 && extents[3] != 3) || extents[1] > LargestSide || extents[2] > LargestSide)
            throw new BelamyException($"{imagesOrigin}: holds [{string.Join(", ", extents)}]; images come as [count, height, width] or [count, height, width, 3], each side up to {LargestSide}");
        (int count, int height, int width) = (extents[0], extents[1], extents[2]);
        int channels = extents.Length == 4 ? 3 : 1;
        if (channels == 3)
            ToPlanes(pixels, height, width);
        if (labels is null)
            return new ImageDataset(name, channels, height, width, pixels);

        (string labelsOrigin, int[] labelExtents, byte[] values) = labels;
        if (labelExtents.Length != 1 || values.Length != count)
            throw new BelamyException($"{labelsOrigin}: holds [{string.Join(", ", labelExtents)}] labels for {Counted.Of(count, "image")} in {imagesOrigin}; the two files do not belong together");
        // Labels that begin at 1 or leave numbers out make no class without items.
        int[] numbers = classNames is null ? [.. (training ?? labels).Values.Distinct().Order().Select(label => (int)label)] : [.. Enumerable.Range(0, classNames.Count)];
        classNames ??= [.. numbers.Select(label => label.ToString(CultureInfo.InvariantCulture))];
        int[] classes = Array.ConvertAll(values, value => Array.BinarySearch(numbers, value));
        int wrong = Array.FindIndex(classes, label => label < 0);
        if (wrong >= 0)
            throw new BelamyException($"{labelsOrigin}: label {values[wrong]} of image {wrong} is outside the {Counted.Of(classNames.Count, "class", "classes")}{(training is null ? "" : " of the part to train on")}; the file is damaged, get it anew from its source");
        return new ImageDataset(name, channels, height, width, pixels, classes, classNames);
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
