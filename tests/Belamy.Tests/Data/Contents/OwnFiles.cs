using Belamy.Imaging;
using Belamy.Tests.Data.Readers;

namespace Belamy.Tests.Data.Contents;

/// <summary>Small folders and files of all sorts that people have.</summary>
internal static class OwnFiles
{
    /// <summary>The sorts, by the names of what <see cref="Write"/> makes.</summary>
    public static readonly string[] All = ["sounds", "songs", "chorales", "strips", "frames", "volumes", "many-volumes", "arrays", "points", "table", "text", "classed-text", "described"];

    /// <summary>Writes a folder or file, and returns its path.</summary>
    public static string Write(TemporaryFolder folder, string sort)
    {
        string path = folder[sort];
        switch (sort)
        {
            case "sounds":
                foreach (string name in new[] { "no_1", "no_2", "yes_1", "yes_2" })
                    Save($"{path}/{name}.wav", SoundFiles.Sine(name.StartsWith("no", StringComparison.Ordinal) ? 440 : 660, 4000, 0.1));
                return path;
            case "songs":
                for (int at = 0; at < 3; at++)
                    Save($"{path}/{at}.mid", SongFiles.Midi(4, [(0, SongFiles.On(60 + at)), (8, SongFiles.Off(60 + at)), (8, SongFiles.On(64)), (16, SongFiles.Off(64)), (16, SongFiles.On(65)), (32, SongFiles.Off(65))]));
                return path;
            case "chorales":
                return Save($"{path}.json", """{"train": [[[65, 60], [65, 60], [67, 59], [65, 57]]], "test": [[[60, 57], [62, 59]]]}"""u8.ToArray());
            case "strips":
                for (int at = 0; at < 3; at++)
                    SavePicture($"{path}/{at}.png", 64, 8, at);
                return path;
            case "frames":
                for (int at = 0; at < 16; at++)
                    SavePicture($"{path}/{at / 8}/{at % 8}.png", 32, 32, at);
                return path;
            case "volumes":
                for (int at = 0; at < 3; at++)
                    Save($"{path}/{at}.npy", NumpyFiles.Npy("|u1", "16, 16, 16", [.. Enumerable.Range(0, 4096).Select(cell => (byte)(cell % (at + 2) == 0 ? 1 : 0))]));
                return path;
            case "many-volumes":
                return Save($"{path}.npy", NumpyFiles.Npy("|u1", "2, 16, 16, 16", [.. Enumerable.Range(0, 8192).Select(cell => (byte)(cell % 3 == 0 ? 1 : 0))]));
            case "arrays":
                return Save($"{path}.npz", NumpyFiles.Npz(("train", NumpyFiles.Npy("<f4", "3, 2, 5", SoundFiles.Floats([.. Enumerable.Range(0, 30).Select(value => value / 30f)])))));
            case "points":
                return Save($"{path}.npy", NumpyFiles.Npy("<f4", "5, 2", SoundFiles.Floats(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
            case "table":
                return SaveText($"{path}.csv", "age,job,since\n" + string.Concat(Enumerable.Range(0, 40).Select(at => $"{20 + at * 1.5},{(at % 3 == 0 ? "baker" : at % 3 == 1 ? "" : "smith")},2024-01-{1 + at % 28:00}\n")));
            case "text":
                return SaveText($"{path}.txt", "a cat sat\na dog ran far\n\nthe cat ran\n");
            case "classed-text":
                return SaveText($"{path}.tsv", string.Concat(Enumerable.Range(0, 20).Select(at => $"{(at % 2 == 0 ? "ham" : "spam")}\tmessage number {at} of them\n")));
            case "described":
                SavePicture($"{path}/a.png", 28, 28, 1);
                SavePicture($"{path}/sub/b.png", 28, 28, 2);
                SaveText($"{path}/metadata.csv", "file_name,caption,label,smiles\na.png,a red cat,cat,1\nsub/b.png,a blue dog,dog,0\n");
                return path;
            default:
                throw new ArgumentOutOfRangeException(nameof(sort), sort, null);
        }
    }

    public static string Save(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public static string SaveText(string path, string text) => Save(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static void SavePicture(string path, int width, int height, int seed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var image = new Image(width, height, 3);
        for (int at = 0; at < image.Pixels.Length; at++)
            image.Pixels[at] = (byte)(at * (seed + 3) % 251);
        image.SavePng(path);
    }
}
