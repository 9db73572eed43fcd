using System.Text.Json;
using System.Text.Json.Nodes;
using Belamy.Files;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>What a run of a sweep came to at the end of a round.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Value">What was measured; null where it diverged.</param>
internal sealed record SweepResult(long Step, double? Value);

/// <summary>A run of a sweep.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Settings">What is set in it, as it is typed.</param>
internal sealed record SweepRun(string Folder, string Settings)
{
    /// <summary>What it came to, round by round.</summary>
    public List<SweepResult> Results { get; } = [];
}

/// <summary>
/// A sweep as far as it is, kept in <c>sweep.json</c> of its folder. The runs are folders of their own beside it: what was trained is in
/// them, and what is here is only which rounds they have played.
/// </summary>
internal sealed class SweepState
{
    private const string FileName = "sweep.json";
    private const int LongestFile = 1 << 22;

    private SweepState(string folder, string request, IReadOnlyList<SweepRun> runs) => (Folder, Request, Runs) = (folder, request, runs);

    /// <summary>The folder of the sweep.</summary>
    public string Folder { get; }

    /// <summary>What was asked for: the same goes on with it.</summary>
    public string Request { get; }

    /// <summary>The runs, in the order of the combinations.</summary>
    public IReadOnlyList<SweepRun> Runs { get; }

    /// <summary>What was measured, as the log calls it; null before the first.</summary>
    public string? Measured { get; set; }

    /// <summary>Whether more of it is better.</summary>
    public bool IsHigherBetter { get; set; }

    /// <summary>Goes on with the sweep that was begun with the same request, or begins one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="isNamed">Whether no other folder will do.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="settings">The settings of each run.</param>
    /// <exception cref="BelamyException">The folder holds another sweep, or a damaged one.</exception>
    public static SweepState Open(string folder, bool isNamed, string request, IReadOnlyList<string> settings)
    {
        string path = folder;
        for (int number = 2; Directory.Exists(path); number++)
        {
            if (!File.Exists(Path.Combine(path, FileName)))
            {
                if (isNamed && Directory.EnumerateFileSystemEntries(path).Any())
                    throw new BelamyException($"--out {path}: holds something else than a sweep; choose another folder");
                if (isNamed)
                    break;
            }
            else if (Read(path, request, settings) is { } begun)
            {
                return begun;
            }
            else if (isNamed)
            {
                throw new BelamyException($"--out {path}: holds a sweep of something else; choose another folder, or type what it was begun with");
            }

            path = $"{folder}-{number}";
        }

        int digits = settings.Count > 99 ? 3 : settings.Count > 9 ? 2 : 1;
        SweepRun[] runs = [.. settings.Select((one, at) => new SweepRun($"{path}-run-{(at + 1).ToString($"D{digits}", System.Globalization.CultureInfo.InvariantCulture)}", one))];
        if (runs.FirstOrDefault(run => Path.Exists(run.Folder)) is { } taken)
            throw new BelamyException($"{taken.Folder}: is there already, and the sweep would train there; choose another place by --out");
        var state = new SweepState(path, request, runs);
        state.Save();
        return state;
    }

    /// <summary>Writes it down.</summary>
    public void Save()
    {
        var root = new JsonObject
        {
            ["belamy"] = RunDescription.CurrentVersion,
            ["request"] = Request,
            ["measured"] = Measured,
            ["better"] = IsHigherBetter ? "higher" : "lower",
            ["runs"] = new JsonArray([.. Runs.Select(run => (JsonNode)new JsonObject
            {
                ["run"] = run.Folder,
                ["settings"] = run.Settings,
                ["rounds"] = new JsonArray([.. run.Results.Select(result => (JsonNode)new JsonObject { ["step"] = result.Step, ["value"] = result.Value })]),
            })]),
        };
        Directory.CreateDirectory(Folder);
        AtomicFile.WriteAllText(Path.Combine(Folder, FileName), root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    /// <summary>The sweep in a folder; null where something else was asked for.</summary>
    private static SweepState? Read(string folder, string request, IReadOnlyList<string> settings)
    {
        string file = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(file).Length > LongestFile)
                throw new JsonException();
            JsonNode root = JsonNode.Parse(File.ReadAllBytes(file))!;
            if ((string?)root["request"] != request)
                return null;
            JsonArray list = root["runs"]!.AsArray();
            if (list.Count != settings.Count)
                throw new JsonException();
            var runs = new List<SweepRun>();
            foreach (JsonNode? one in list)
            {
                var run = new SweepRun((string)one!["run"]!, (string)one["settings"]!);
                if (run.Settings != settings[runs.Count])
                    throw new JsonException();
                run.Results.AddRange(one["rounds"]!.AsArray().Select(result => new SweepResult((long)result!["step"]!, (double?)result["value"])));
                runs.Add(run);
            }

            return new SweepState(folder, request, runs) { Measured = (string?)root["measured"], IsHigherBetter = (string?)root["better"] == "higher" };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            throw new BelamyException($"{file}: is damaged; remove it, or choose another folder by --out", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BelamyException($"{file}: cannot be read: {e.Message}", e);
        }
    }
}
