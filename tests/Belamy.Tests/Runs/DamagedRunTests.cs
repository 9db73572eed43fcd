using System.Text;
using System.Text.Json.Nodes;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Tests.Runs;

/// <summary>Thousands of damaged and absurd folders through everything that reads one: whatever they hold is a user's one line.</summary>
public sealed class DamagedRunTests
{
    /// <summary>What is put in place of each value of run.json.</summary>
    private static readonly string[] Absurd =
    [
        "null", "true", "[]", "{}", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\u001b[31m\"", "\"../../x\"", "\"automatic\"", "\"NaN\"", "\"1e308\"", "\"-1\"", "\"0\"", "\"2147483648\"",
        "\"9223372036854775807\"", "-1", "0", "0.5", "1", "3", "100000", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1e308", "1e999",
        "[0]", "[-1]", "[1]", "[3]", "[null]", "[1.5]", "[2,2]", "[1,1,1]", "[3,2,2]", "[65536,65536]", "[2147483647,2147483647,2147483647]", "[1,1,1,1,1,1,1,1,1]",
        "[[[[[[[[[[[[[[[[[[[[2]]]]]]]]]]]]]]]]]]]]",
    ];

    private static readonly string Log = string.Concat(Enumerable.Range(1, 6).Select(at => $$"""
        {"step":{{at * 10}},"discriminator-loss":0.693147,"generator-loss":{{at}}.5,"accuracy-real":0.5,"sample-diversity":0.02,"data-diversity":0.7,"seconds":0.1}
        {"step":{{at * 10}},"finding":"rollback","severity":"warning","sentence":"It went \"back\".","advice":"Do better é."}
        {"step":{{at * 10}},"metric":"frechet-distance","name":"Fréchet distance","value":1.5,"better":"lower","features":"pixels","generated":100,"real":100,"split":"all","seconds":1}

        """));

    [Fact]
    public void Readers_of_a_damaged_log_leave_lines_out_and_never_fail()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Copy(folder);
        byte[] whole = Encoding.UTF8.GetBytes(Log);
        var random = new Random(1);
        for (int at = 0; at < 1_000; at++)
        {
            byte[] damaged = Mutate(whole, random);
            File.WriteAllBytes(run.Log.Path, damaged);
            var watch = new Watch();
            Check(() =>
            {
                int lines = run.Log.ReadMetrics().Count + run.Log.ReadFindings().Count + run.Log.ReadMeasures().Count;
                Assert.True(lines is >= 0 and <= 40);
                if (at % 50 > 0)
                    return;
                watch.AddAll(run.Log.ReadMetrics());
                Trend.Describe(watch.History);
                run.SaveLosses();
                run.CutBack(30);
                Assert.All(run.Log.ReadMetrics(), line => Assert.True(line["step"] <= 30));
                Assert.Null(run.Log.Damage);
            }, damaged);
        }
    }

    [Fact]
    public void Open_of_absurd_values_is_one_line_that_names_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = Copy(folder).Path;
        string file = Path.Combine(path, "run.json");
        string whole = File.ReadAllText(file);
        foreach (string key in Keys(JsonNode.Parse(whole)!, ""))
        {
            foreach (string? value in Absurd.Append(null))
            {
                string changed = Set(whole, key, value);
                File.WriteAllText(file, changed);
                Check(() => Use(path), Encoding.UTF8.GetBytes($"{key} = {value}"));
            }
        }
    }

    [Fact]
    public void Open_of_a_damaged_description_is_one_line()
    {
        using var folder = new TemporaryFolder();
        string path = Copy(folder).Path;
        string file = Path.Combine(path, "run.json");
        byte[] whole = File.ReadAllBytes(file);
        var random = new Random(2);
        for (int at = 0; at < 1_000; at++)
        {
            byte[] damaged = Mutate(whole, random);
            File.WriteAllBytes(file, damaged);
            Check(() => RunFolder.Open(path), damaged);
        }
    }

    [Fact]
    public void Open_of_damaged_checkpoints_is_one_line()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Copy(folder);
        string file = run.LatestCheckpoint!;
        byte[] whole = File.ReadAllBytes(file);
        int header = 8 + BitConverter.ToInt32(whole);
        var random = new Random(3);
        for (int at = 0; at < 500; at++)
        {
            byte[] damaged = [.. Mutate(whole[..header], random), .. whole[header..]];
            File.WriteAllBytes(file, damaged);
            File.WriteAllBytes(run.BestPath, damaged);
            Check(() => run.LoadGame().Game.Dispose(), damaged);
            Check(() => run.ReadBest(), damaged);
        }
    }

    private static void Use(string path)
    {
        RunFolder run = RunFolder.Open(path);
        Assert.True(run.Description.Measurement is null or { Every: >= 1 });
        using TrainedGenerator trained = Gan.Open(path);
        trained.Generator.Sample(2);
    }

    private static void Check(Action read, byte[] content)
    {
        Exception? error = Record.Exception(read);
        Assert.True(error is null or BelamyException, $"{Encoding.UTF8.GetString(content)}\n{error}");
        Assert.True(error is null || !error.Message.ContainsAny('\n', '\r'), error?.Message);
    }

    private static RunFolder Copy(TemporaryFolder folder)
    {
        string path = folder["run"];
        Directory.CreateDirectory(Path.Combine(path, "checkpoints"));
        File.Copy(Fixture.Path("run-1/run.json"), Path.Combine(path, "run.json"));
        File.Copy(Fixture.Path("run-1/checkpoints/step-000060.safetensors"), Path.Combine(path, "checkpoints", "step-000060.safetensors"));
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "run.json")))!;
        root["measure"] = new JsonObject { ["metrics"] = new JsonArray("frechet-distance"), ["every"] = 100, ["features"] = "pixels" };
        File.WriteAllText(Path.Combine(path, "run.json"), root.ToJsonString());
        return RunFolder.Open(path);
    }

    /// <summary>The paths of all values: <c>data/item/0</c>.</summary>
    private static IEnumerable<string> Keys(JsonNode node, string prefix)
    {
        IEnumerable<(string Key, JsonNode? Value)> inner = node switch
        {
            JsonObject map => map.Select(pair => (pair.Key, pair.Value)),
            JsonArray list => list.Select((value, at) => (at.ToString(System.Globalization.CultureInfo.InvariantCulture), value)),
            _ => [],
        };
        foreach ((string key, JsonNode? value) in inner)
        {
            yield return prefix + key;
            if (value is null)
                continue;
            foreach (string deeper in Keys(value, $"{prefix}{key}/"))
                yield return deeper;
        }
    }

    /// <summary>A text of JSON with another value, or with none, in a place.</summary>
    private static string Set(string json, string key, string? value)
    {
        // A number that JsonNode could not hold is put in as text.
        const string Mark = "\"<here>\"";
        JsonNode root = JsonNode.Parse(json)!;
        string[] parts = key.Split('/');
        JsonNode parent = parts[..^1].Aggregate(root, (node, part) => node is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);
        if (parent is JsonArray array)
            array[0] = JsonValue.Create("<here>");
        else if (value is null)
            parent.AsObject().Remove(parts[^1]);
        else
            parent[parts[^1]] = JsonValue.Create("<here>");
        return root.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace(Mark, value ?? "null", StringComparison.Ordinal);
    }

    /// <summary>One to three changes: bits flipped, bytes replaced, removed, doubled or put in, the end cut off.</summary>
    private static byte[] Mutate(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 1; change--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.InsertRange(at, "9999999999"u8.ToArray()); break;
                case 5: bytes[at] = "{}[]\",:0-e\n\\"u8[random.Next(12)]; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
