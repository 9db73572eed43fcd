namespace Belamy.Data;

/// <summary>What is said of data before they are used: parts, classes, and what was left out.</summary>
public static class DataText
{
    private const int MostClasses = 12;
    private const int MostNames = 3;
    private const int MostReasons = 8;

    /// <summary>The classes, by number and name, behind a comma; nothing where there are none.</summary>
    /// <param name="data">The data.</param>
    public static string Classes(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        IReadOnlyList<string> names = data.ClassNames;
        if (names.Count == 0)
            return "";
        string more = names.Count > MostClasses ? $", and {Quantity.Count(names.Count - MostClasses)} more" : "";
        return $", {Quantity.Count(names.Count)} {(names.Count == 1 ? "class" : "classes")} ({string.Join(", ", names.Take(MostClasses))}{more})";
    }

    /// <summary>Lines on a folder of pictures: its parts, its classes, and what was left out, by reason.</summary>
    /// <param name="data">The data.</param>
    /// <param name="source">The folder.</param>
    /// <param name="withClasses">Whether to name the classes, where there are some.</param>
    public static IEnumerable<string> Notes(Dataset data, string source, bool withClasses)
    {
        if (data is FieldedDataset { Columns: var columns })
            yield return $"reads {string.Join("; ", columns.GroupBy(column => column.Rows).Select(group => $"{Quantity.Count(group.Key.Count)} of {string.Join(", ", group.Select(column => $"{column.Field.Name} ({column.Field.Kind.Description})"))}"))}";
        foreach (string choice in (data as FieldedDataset)?.Choices ?? [])
            yield return choice;
        IReadOnlyList<LeftOut> leftOut = data switch { PictureFolder folder => folder.LeftOut, FieldedDataset fielded => fielded.LeftOut, _ => [] };
        if (data is PictureFolder pictures && pictures.Parts is [var training, ..])
        {
            string tests = pictures.HasTestPart ? $"; {pictures.Parts[^1]}/ is kept for `belamy evaluate --split test`" : "";
            yield return $"trains on the pictures in {training}/{tests}";
        }

        if (withClasses && data is (PictureFolder or FieldedDataset { Content: not null }) && data.ClassNames.Count > 0)
            yield return Classes(data)[2..];
        IGrouping<string, LeftOut>[] reasons = [.. leftOut.GroupBy(one => one.Reason).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)];
        foreach (IGrouping<string, LeftOut> reason in reasons.Take(MostReasons))
        {
            int count = reason.Count();
            string named = string.Join(", ", reason.Take(MostNames).Select(one => Relative(source, one.Path)));
            string more = count > MostNames ? $" and {Quantity.Count(count - MostNames)} more" : "";
            yield return $"left out {Quantity.Count(count)} ({reason.Key}): {named}{more}";
        }

        if (reasons.Length > MostReasons)
            yield return $"left out {Quantity.Count(reasons.Skip(MostReasons).Sum(reason => reason.Count()))} for {reasons.Length - MostReasons} other reasons";
    }

    /// <summary>A path below a folder; a file that is the source itself by its name.</summary>
    private static string Relative(string source, string path) => Path.GetRelativePath(source, path) is "." ? Path.GetFileName(path) : Path.GetRelativePath(source, path);
}
