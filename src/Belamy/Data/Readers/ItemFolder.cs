using Belamy.Data.Kinds;

namespace Belamy.Data.Readers;

/// <summary>Folders whose files hold one item each: sounds, volumes.</summary>
/// <remarks>
/// All files with the kind's endings are taken from the folder and everything below it, in the order of their names. Folders
/// called <c>train</c> and <c>test</c> are parts, of which one is read; two or more sub-folders are classes, and so are the
/// heads of names that all have an underscore (<c>7_jackson_0.wav</c>). What cannot be read is left out and listed.
/// </remarks>
public static class ItemFolder
{
    /// <summary>Reads a folder, or one file.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="field">What the items are called among fields: <c>sound</c>.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="options">The part, progress and cancellation.</param>
    /// <returns>A column of the items, and where there are classes one called <c>class</c>.</returns>
    /// <exception cref="BelamyException">There is nothing readable at the path, or the machine has not the memory for it.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Reading Open(string path, string field, Kind kind, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(kind);
        options ??= DataOptions.Default;
        if (kind.ReadEndings.Count == 0)
            throw new BelamyException($"{path}: {kind.Name} have no files of their own");
        FolderContent<float[]> content = FolderContent<float[]>.Read(path, field, kind.ReadEndings, options, kind.Read, kind.AdviceFor, kind.Shape.Count * sizeof(float));
        var rows = new Rows(content.Name, content.Values.Length);
        return new([new ItemsColumn(new Field(field, kind), rows, content.Values), .. content.ClassColumn(rows)], content.LeftOut) { HasTestPart = content.HasTestPart };
    }
}
