using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data.Readers;

/// <summary>Folders of films, held as a byte a value: films in files of their own, or sub-folders of their frames.</summary>
public static class FilmFolder
{
    /// <summary>Reads a folder, or one film.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="films">What a film is.</param>
    /// <param name="options">The part, progress and cancellation.</param>
    /// <returns>The column <c>film</c>, and where there are classes one called <c>class</c>, by sub-folders or the heads of names.</returns>
    /// <exception cref="BelamyException">There is nothing readable at the path, or the machine has not the memory for it.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Reading Open(string path, Films films, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(films);
        options ??= DataOptions.Default;
        FolderContent<byte[]> content = FolderContent<byte[]>.Read(path, "film", films.ReadEndings, options, film => ToBytes(films.Read(film)), bytes: films.Shape.Count, group: Gather);
        var rows = new Rows(content.Name, content.Values.Length);
        var bytes = new PixelStore(rows.Count, checked((int)films.Shape.Count));
        for (int at = 0; at < rows.Count; at++)
            content.Values[at].CopyTo(bytes[at]);
        return new([new ByteColumn(new Field("film", films), rows, bytes, -1, 1), .. content.ClassColumn(rows)], content.LeftOut) { HasTestPart = content.HasTestPart };
    }

    /// <summary>The films of a folder, in files and folders of their own; a film itself.</summary>
    internal static string[] List(string path, DataOptions options) => File.Exists(path)
        ? [path]
        : Gather(PictureWalk.List(Path.GetFullPath(path), options, "film", ending => FilmFile.Endings.Contains(ending) ? null : "").Files);

    /// <summary>Puts the folder in the place of pictures that are single frames, by the first of each folder.</summary>
    private static string[] Gather(string[] files)
    {
        var gathered = new List<string>();
        foreach (IGrouping<string, string> folder in files.GroupBy(file => Path.GetDirectoryName(file)!))
        {
            string[] stills = [.. folder.Where(FilmFile.IsStill)];
            bool areFrames = stills.Length > 1 && PictureFile.ReadHeader(stills[0]) is { } header && !FilmFile.IsStrip(header.Width, header.Height);
            gathered.AddRange(areFrames ? folder.Except(stills).Append(folder.Key) : folder);
        }

        return [.. gathered.OrderBy(file => file.Replace('\\', '/'), StringComparer.Ordinal)];
    }

    private static byte[] ToBytes(float[] film)
    {
        var bytes = new byte[film.Length];
        PixelConversion.ToBytes(film, bytes);
        return bytes;
    }
}
