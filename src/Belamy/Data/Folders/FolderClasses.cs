namespace Belamy.Data;

/// <summary>Classes that sub-folders name, as the numbers that a model learns.</summary>
internal static class FolderClasses
{
    /// <summary>The number of each picture's class, in the order of the names. The classes are those that are trained on, so a part for tests has no others and may lack some.</summary>
    /// <param name="files">The pictures.</param>
    /// <param name="classes">The class of each, by name.</param>
    /// <param name="trained">The classes of the pictures to train on, where those of <paramref name="files"/> are for tests; null where they are the same.</param>
    /// <exception cref="BelamyException">A picture is of a class that is not trained on.</exception>
    public static (int[] Labels, string[] Names) Number(string[] files, string[] classes, IEnumerable<string>? trained)
    {
        string[] names = [.. (trained ?? classes).Distinct().Order(StringComparer.Ordinal)];
        int[] labels = Array.ConvertAll(classes, name => Array.IndexOf(names, name));
        int unknown = Array.IndexOf(labels, -1);
        return unknown < 0 ? (labels, names)
            : throw new BelamyException($"{files[unknown]}: its class {classes[unknown]} is not among those of the part to train on ({string.Join(", ", names)}); remove it, or add such pictures there");
    }

    /// <summary>The class of each picture of a folder: the sub-folder that it lies in, however deep.</summary>
    /// <param name="path">The data, as they were named.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Its pictures.</param>
    /// <param name="fewest">How many classes there must be.</param>
    /// <exception cref="BelamyException">There are fewer, or a picture is of none.</exception>
    public static string[] Below(string path, string folder, string[] files, int fewest = 2)
    {
        string[] classes = Array.ConvertAll(files, file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "");
        string? wrong = classes.Distinct().Count() < fewest ? "do not lie in two sub-folders or more"
            : Array.IndexOf(classes, "") is >= 0 and var none ? $"{Path.GetFileName(files[none])} lies in none of its sub-folders" : null;
        return wrong is null ? classes
            : throw new BelamyException($"{path}: the pictures in {Path.GetFileName(folder)} are to be of classes that a model learns, and {wrong}; put those of each class into a sub-folder of its own");
    }
}
