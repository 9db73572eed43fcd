namespace Belamy.Tests.Architecture;

/// <summary>
/// Folders of a project depend on each other one way: what the sources compile to is read, so that a name in full or a type
/// that is only inferred counts too. What stands in a project's root is its face: it may use every folder, and be used by all.
/// </summary>
public sealed class RoomTests
{
    private const int MostFiles = 25;

    /// <summary>Every folder of the libraries, from the bottom up, and those above it in this table that it may use.</summary>
    private static readonly Dictionary<string, (string Room, string[] MayUse)[]> Rows = new()
    {
        ["Belamy.Tensors"] =
        [
            ("Cpu", []),
            ("Operations", ["Cpu"]),
            ("Evaluation", ["Operations", "Cpu"]),
            ("Gradients", ["Operations", "Evaluation"]),
            ("Compilation", ["Operations", "Evaluation", "Cpu"]),
        ],
        ["Belamy"] =
        [
            ("Wording", []),
            ("Files", []),
            ("Numerics", []),
            ("Imaging", ["Files", "Numerics"]),
            ("Serialization", ["Wording", "Files", "Imaging"]),
            ("Data", ["Wording", "Files", "Imaging", "Serialization"]),
            ("Networks", ["Wording"]),
            ("Objectives", ["Wording"]),
            ("Augmentation", []),
            ("Penalties", ["Augmentation"]),
            ("Optimization", []),
            ("Games", ["Augmentation", "Data", "Networks", "Objectives", "Optimization", "Penalties", "Serialization", "Wording"]),
            ("Runs", ["Data", "Files", "Games", "Imaging", "Optimization", "Serialization", "Wording"]),
            ("Diagnosis", ["Data", "Games", "Runs", "Wording"]),
            ("Training", ["Data", "Diagnosis", "Games", "Optimization", "Runs", "Wording"]),
            ("Metrics", ["Data", "Files", "Games", "Imaging", "Networks", "Numerics", "Objectives", "Optimization", "Runs", "Serialization", "Training", "Wording"]),
            ("Latent", ["Games", "Imaging", "Networks", "Numerics", "Optimization", "Training"]),
            ("Reproduction", ["Data", "Diagnosis", "Files", "Games", "Imaging", "Metrics", "Runs", "Serialization", "Training", "Wording"]),
            ("Reports", ["Data", "Diagnosis", "Files", "Games", "Imaging", "Metrics", "Reproduction", "Runs", "Serialization", "Training", "Wording"]),
            ("Lessons", ["Data", "Diagnosis", "Games", "Networks", "Objectives", "Optimization", "Penalties", "Runs", "Training"]),
            ("Models", ["Augmentation", "Data", "Diagnosis", "Games", "Imaging", "Latent", "Metrics", "Networks", "Numerics", "Objectives", "Optimization", "Penalties", "Reproduction", "Runs", "Training", "Wording"]),
        ],
        ["Belamy.Onnx"] =
        [
            ("Format", []),
            ("Recording", ["Format"]),
            ("Lowering", ["Format", "Recording"]),
            ("Checking", ["Format", "Lowering", "Recording"]),
        ],
        ["Belamy.Studio"] = [("Processes", []), ("Runs", ["Processes"]), ("NewRuns", ["Runs"]), ("Generators", ["Runs"]), ("Games", []), ("Web", []), ("Pages", ["Games", "Generators", "NewRuns", "Processes", "Runs", "Web"])],
        ["Belamy.Cli"] = [("Terminal", []), ("Output", ["Terminal"]), ("Commands", ["Output", "Terminal"])],
    };

    public static TheoryData<string> ProjectNames() => [.. Rows.Keys];

    [Fact]
    public void Projects_inSourceFolder_areAllInTheTable() =>
        Assert.Equal(Rows.Keys.Order(), Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Folder_uses_onlyThoseBelow(string project)
    {
        (string Room, string[] MayUse)[] rows = Rows[project];
        string[] folders = [.. Repository.Sources($"src/{project}").Select(Rooms.Of).Distinct().Where(room => room.Length > 0).Order()];
        Assert.Equal(folders, rows.Select(row => row.Room).Order());
        for (int at = 0; at < rows.Length; at++)
            Assert.Subset(rows[..at].Select(row => row.Room).ToHashSet(), rows[at].MayUse.ToHashSet());
        IReadOnlyDictionary<(string From, string To), string> uses = Rooms.Uses(project);
        Assert.NotEmpty(uses);
        string[] wrong = [.. uses.Where(use => use.Key is { From.Length: > 0, To.Length: > 0 } && !rows.Single(row => row.Room == use.Key.From).MayUse.Contains(use.Key.To)).Select(use => use.Value)];
        Assert.True(wrong.Length == 0, string.Join("; ", wrong));
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Folder_holdsNoMoreThanCanBeOverseen(string project)
    {
        // One system, one file: there are as many as there are systems.
        var files = Repository.Sources($"src/{project}").CountBy(source => Path.GetDirectoryName(source)!).Where(folder => folder.Key is not ("Models" or "Models/Checks"));
        Assert.All(files, folder => Assert.True(folder.Value <= MostFiles, $"src/{project}/{folder.Key} holds {folder.Value} files; give it sub-folders."));
    }
}
